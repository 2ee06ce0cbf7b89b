using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Planning;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy.Planning;

/// <summary>A plan is the difference of two meshes, and no more: it is held to comparing everything from nothing.</summary>
public sealed class PlanLaws
{
    private const int Cases = 200;

    [Fact]
    public void Tables_differ_in_exactly_the_entries_that_a_plan_names() =>
        Law.Holds(
            PlannedMeshes.Pairs,
            pair =>
            {
                var expected = new List<string>();
                foreach (var viewpoint in PlannedMeshes.ViewpointsOf(pair.Before, pair.After))
                {
                    var before = Entries(RouteTableCompiler.Compile(pair.Before, viewpoint));
                    var after = Entries(RouteTableCompiler.Compile(pair.After, viewpoint));
                    expected.AddRange(before.Keys.Union(after.Keys)
                        .Where(key => !Equals(before.GetValueOrDefault(key), after.GetValueOrDefault(key)))
                        .Select(key => $"{viewpoint} {key} {Kind(before.ContainsKey(key), after.ContainsKey(key))}"));
                }

                var plan = Plan(pair);
                var entries = plan.Tables.SelectMany(table => table.Entries.Select(entry => (table.Viewpoint, Entry: entry))).ToArray();
                Assert.Equal(
                    expected.Order(StringComparer.Ordinal),
                    entries.Select(at => $"{at.Viewpoint} {at.Entry.Kind} {at.Entry.Name} {at.Entry.Change}").Order(StringComparer.Ordinal));
                Assert.All(plan.Tables, table => Assert.NotEmpty(table.Entries));
                Assert.All(entries, at => Assert.Equal(at.Entry.Change == ChangeKind.Changed, !at.Entry.Fields.IsEmpty));
                Assert.All(entries.SelectMany(at => at.Entry.Fields), field => Assert.NotEqual(field.Before, field.After));
            },
            Cases);

    [Fact]
    public void Connections_have_another_outcome_exactly_where_a_plan_says_so() =>
        Law.Holds(
            PlannedMeshes.Pairs,
            pair =>
            {
                var (before, after) = (MeshView.Of(pair.Before), MeshView.Of(pair.After));
                var later = Pods(pair.After).ToDictionary(pod => pod.Uid);
                var expected = new List<string>();
                foreach (var pod in Pods(pair.Before).Where(pod => later.ContainsKey(pod.Uid)))
                {
                    foreach (var (host, port) in PlannedMeshes.DestinationsOf(pair.Before, pair.After))
                    {
                        var old = ReachCells.Of(pair.Before, Journeys.Of(before, pod, Destination.Of(host, port)));
                        var now = ReachCells.Of(pair.After, Journeys.Of(after, later[pod.Uid], Destination.Of(host, port)));
                        if (old != now)
                            expected.Add($"{pod.Display} {host}:{port} {old} -> {now}");
                    }
                }

                var said = PodByPod(Plan(pair)).Select(one => $"{one.Pod} {one.Before} -> {one.After}");
                Assert.Equal(expected.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
            },
            Cases);

    [Fact]
    public void Open_connections_close_exactly_where_hosts_would_close_them() =>
        Law.Holds(
            PlannedMeshes.Pairs,
            pair =>
            {
                var before = MeshView.Of(pair.Before);
                var (expected, callers) = (new Dictionary<string, int>(), new HashSet<string>());
                foreach (var pod in Pods(pair.Before))
                {
                    foreach (var (host, port) in PlannedMeshes.DestinationsOf(pair.Before, pair.After))
                    {
                        foreach (var (at, why) in Closing(pair, Journeys.Of(before, pod, Destination.Of(host, port))))
                        {
                            var key = $"{host}:{port} {ReachCells.OwnerOf(at)} {why}";
                            expected[key] = expected.GetValueOrDefault(key) + 1;
                            callers.Add($"{pod.Display} {key}");
                        }
                    }
                }

                var said = Plan(pair).Closing.ToDictionary(
                    closing => $"{closing.To} {closing.At} {string.Join(", ", closing.Reasons.Select(reason => $"{reason.Host}: {reason.Why}"))}");
                Assert.Equal(
                    expected.OrderBy(one => one.Key, StringComparer.Ordinal),
                    said.Select(one => KeyValuePair.Create(one.Key, one.Value.Count)).OrderBy(one => one.Key, StringComparer.Ordinal));
                Assert.Equal(
                    callers.Order(StringComparer.Ordinal),
                    said.SelectMany(one => Names(one.Value.Callers).Select(name => $"{name} {one.Key}")).Order(StringComparer.Ordinal));
            },
            Cases);

    [Fact]
    public void Scopes_shares_and_differences_between_clusters_change_exactly_where_a_plan_says_so() =>
        Law.Holds(
            PlannedMeshes.Pairs,
            pair =>
            {
                var plan = Plan(pair);
                var (scopes, laterScopes) = (Scopes(pair.Before), Scopes(pair.After));
                Assert.Equal(
                    scopes.Where(scope => laterScopes.TryGetValue(scope.Key, out var now) && now != scope.Value).Select(scope => scope.Key).Order(StringComparer.Ordinal),
                    plan.Scopes.Select(scope => $"{scope.Cluster} {scope.Service}").Order(StringComparer.Ordinal));
                var (before, after) = (MeshIndex.Create(pair.Before), MeshIndex.Create(pair.After));
                AssertDifference(Takers(before), Takers(after), Said(plan.Shares));
                AssertDifference(Drift(before), Drift(after), plan.Drift.Select(one => (Text(one.Difference), one.IsNew)));
                AssertDifference(Conflicts(before), Conflicts(after), plan.Conflicts.Select(one => ($"{one.Viewer} {one.Service} {one.Conflict}", one.IsNew)));
            },
            Cases);

    [Fact]
    public void A_plan_of_equal_meshes_is_empty() =>
        Law.Holds(
            PlannedMeshes.Pairs,
            pair =>
            {
                Assert.True(Plan((pair.Before, new Mesh(pair.Before.Clusters.Select(cluster => cluster with { }).ToValueList()))).IsEmpty);
                Assert.Equal("nothing changes", PlanSummary.Of(Plan((pair.After, pair.After))));
            },
            Cases / 2);

    [Fact]
    public void A_plan_there_and_a_plan_back_mirror_each_other() =>
        Law.Holds(
            PlannedMeshes.Pairs,
            pair =>
            {
                var (there, back) = (Plan(pair), Plan((pair.After, pair.Before)));
                Assert.Equal(there.Scopes.Select(one => one with { Before = one.After, After = one.Before }), back.Scopes);
                Assert.Equal(there.Shares.Select(one => one with { Before = one.After, After = one.Before }), back.Shares);
                Assert.Equal(there.Tables.Select(Mirrored), back.Tables);
                Assert.Equal(there.Addresses.Select(one => one with { Before = one.After, After = one.Before }), back.Addresses);
                Assert.Equal(
                    PodByPod(there).Select(one => $"{one.Pod} {one.After} -> {one.Before}").Order(StringComparer.Ordinal),
                    PodByPod(back).Select(one => $"{one.Pod} {one.Before} -> {one.After}").Order(StringComparer.Ordinal));
                Assert.Equal(
                    there.Conflicts.Select(one => $"{one with { IsNew = !one.IsNew }}").Order(StringComparer.Ordinal),
                    back.Conflicts.Select(one => $"{one}").Order(StringComparer.Ordinal));
                Assert.Equal(there.Drift.Select(one => one with { IsNew = !one.IsNew }), back.Drift);
            },
            Cases);

    private static MeshPlan Plan((Mesh Before, Mesh After) pair) => MeshPlanner.Of(pair.Before).Plan(pair.After);

    /// <summary>For each pod and destination the outcome before and after: what made a pod may be another after.</summary>
    private static IEnumerable<(string Pod, ReachCell Before, ReachCell After)> PodByPod(MeshPlan plan) =>
        from change in plan.Journeys
        from name in Names(change.Callers)
        select ($"{name} {change.To}", change.Before, change.After);

    private static IEnumerable<string> Names(ValueList<PlannedCaller> callers) =>
        callers.SelectMany(caller => caller.Pods.Select(pod => $"{caller.Owner.Cluster}/{caller.Owner.Namespace}/{pod}"));

    private static IEnumerable<Workload> Pods(Mesh mesh) => mesh.Clusters.SelectMany(cluster => cluster.Pods).Select(pod => pod.Workload);

    private static Dictionary<string, object> Entries(RouteTable table) => table.Services.Select(one => ($"Service {one.Key}", (object)one))
        .Concat(table.Workloads.Select(one => ($"Workload {one.Uid}", (object)one)))
        .Concat(table.Authorizations.Select(one => ($"Policy {one.Key}", (object)one)))
        .ToDictionary(entry => entry.Item1, entry => entry.Item2);

    private static ChangeKind Kind(bool wasThere, bool isThere) =>
        !wasThere ? ChangeKind.Added : !isThere ? ChangeKind.Removed : ChangeKind.Changed;

    private static TableChange Mirrored(TableChange table) => table with
    {
        Entries = table.Entries
            .Select(entry => entry with
            {
                Change = entry.Change switch { ChangeKind.Added => ChangeKind.Removed, ChangeKind.Removed => ChangeKind.Added, var same => same },
                Fields = entry.Fields.Select(field => field with { Before = field.After, After = field.Before }).ToValueList(),
            })
            .ToValueList(),
    };

    /// <summary>The paths that close, by what each host on them answers when it looks at all that it has open.</summary>
    private static IEnumerable<(Workload At, string Why)> Closing((Mesh Before, Mesh After) pair, Journey journey)
    {
        foreach (var (way, end, _) in journey.Ends)
        {
            if (end.Arrival is not Arrival.Delivered delivered)
                continue;
            var (source, at) = (journey.Source, delivered.At);
            var why = new List<string>();
            switch (way.Decision.Carried())
            {
                case RouteDecision.Tunnel tunnel:
                    why.AddRange(Told(ClosingHost.Caller, Closed(pair.After, source, LiveConnection.Of(1, source, tunnel, at.Identity))));
                    break;
                case RouteDecision.DoubleTunnel crossing:
                    why.AddRange(Told(ClosingHost.Caller, Closed(pair.After, source, LiveConnection.Of(1, source, crossing, at.Identity))));
                    why.AddRange(Told(ClosingHost.Gateway, ClosedAtGateway(pair, crossing, Assert.IsType<GatewayDecision.Forward>(end.Forwarded))));
                    break;
            }

            why.AddRange(Told(
                ClosingHost.Callee, Closed(pair.After, at, new LiveConnection.Inbound(1, at.Uid, at.Identity, delivered.Connection))));
            if (why.Count > 0)
                yield return (at, string.Join(", ", why));
        }
    }

    private static IEnumerable<string> Told(ClosingHost host, IEnumerable<string> why) => why.Select(one => $"{host}: {one}");

    private static IEnumerable<string> ClosedAtGateway(
        (Mesh Before, Mesh After) pair, RouteDecision.DoubleTunnel crossing, GatewayDecision.Forward forward)
    {
        var (cluster, gateway) = GatewayFinder.Find(pair.Before, crossing)!;
        if (pair.After.Find(cluster.Id)?.Gateways.Any(one => one.Name == gateway.Name && one.Network == gateway.Network) is not true)
            return ["the gateway is gone"];
        var table = RouteTableCompiler.Compile(pair.After, new Viewpoint(cluster.Id, gateway.Network, ViewpointRole.Gateway));
        return Closed(table, new LiveConnection.Relayed(1, forward.Service.Key, forward.To.Uid));
    }

    private static IEnumerable<string> Closed(Mesh mesh, Workload at, LiveConnection connection) =>
        Closed(RouteTableCompiler.Compile(mesh, new Viewpoint(at.Cluster, at.Network, ViewpointRole.Node)), connection);

    private static IEnumerable<string> Closed(RouteTable table, LiveConnection connection) =>
        LiveConnections.Recheck(table, [connection]).Select(closing => closing.Why);

    private static Dictionary<string, Scope> Scopes(Mesh mesh) => mesh.Clusters
        .SelectMany(cluster => cluster.Services.Select(service => (Key: $"{cluster.Id} {service.Id}", ScopeResolver.Decide(cluster, service).Scope)))
        .ToDictionary(scope => scope.Key, scope => scope.Scope);

    private static IEnumerable<string> Takers(MeshIndex index) =>
        from service in index.Services
        from copy in service.Copies
        where index.ExportOf(copy).IsShared
        from taker in index.Mesh.Clusters.Select(cluster => cluster.Id).Prepend("")
        where taker.Length == 0 || (taker != copy.Cluster.Id && index.ImportOf(index.FindCluster(taker)!, copy).IsShared)
        select $"{service.Key} of {copy.Cluster.Id} by {taker}";

    private static IEnumerable<(string Text, bool IsNew)> Said(ValueList<ShareChange> shares) => shares.SelectMany(share =>
    {
        var (before, after) = (Texts(share, share.Before), Texts(share, share.After));
        return before.Except(after).Select(gone => (gone, false)).Concat(after.Except(before).Select(come => (come, true)));
    });

    private static string[] Texts(ShareChange share, ShareState? state) => state is not { IsExported: true }
        ? []
        : [.. state.Takers.Prepend("").Select(taker => $"{share.Service} of {share.Owner} by {taker}")];

    private static IEnumerable<string> Drift(MeshIndex index) => SharingDrift.Of(index).Select(Text);

    private static string Text(SharingDifference one) => $"{one.Service} {one.Owner} {one.Consumer}";

    private static IEnumerable<string> Conflicts(MeshIndex index) =>
        from cluster in index.Mesh.Clusters
        from seen in SharingDrift.ConflictsSeenBy(index, cluster.Id)
        from conflict in seen.Conflicts
        select $"{cluster.Id} {seen.Service} {conflict}";

    private static void AssertDifference(IEnumerable<string> before, IEnumerable<string> after, IEnumerable<(string Text, bool IsNew)> said)
    {
        var (old, now) = (before.ToArray(), after.ToArray());
        var expected = old.Except(now).Select(gone => (gone, false)).Concat(now.Except(old).Select(come => (come, true)));
        Assert.Equal(expected.Order(), said.Order());
    }
}
