using System.Net;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>What must hold at every step, and what was expected and came where it does not.</summary>
internal sealed class Oracle(SimulatedMesh mesh)
{
    public bool Holds(bool condition, string expected, string came) => condition ? true : throw mesh.Fail(expected, came);

    public void WithinLimit(string what, int count, int limit) => Holds(count <= limit, $"{what}: {limit} at most", $"{count}");

    /// <summary>What is bad has changed nothing, and what is good is in force.</summary>
    public void SameMesh(string who, Mesh expected, MeshCompilation came, bool isBad)
    {
        Holds(came.HasErrors == isBad, isBad ? "an error" : "no error", string.Join('\n', came.Diagnostics));
        Holds(expected == came.Mesh, $"{who} has the mesh that its good texts mean", $"another in clusters {Differences(expected, came.Mesh)}");
    }

    public void SameTable(string what, RouteTable expected, RouteTable came) => Holds(
        AreSame(expected, came),
        $"{what} is the one that is compiled from nothing",
        $"it differs: {Describe(RouteTableDelta.Between(expected, came))}");

    /// <summary>
    /// Which of the tables that its control plane has served a proxy has in force: one as a whole, and none that is older than
    /// what it had before.
    /// </summary>
    public int FindVersion(SimulatedProxy proxy, int least)
    {
        var served = proxy.Control.Served(proxy.Key);
        for (var version = least; version < served.Count; version++)
        {
            if (AreSame(served[version].Reference, proxy.Table))
                return version;
        }

        var near = served.Select(one => RouteTableDelta.Between(one.Reference, proxy.Table)).MinBy(Size);
        throw mesh.Fail(
            $"{proxy.Name} has a table in force that was served as a whole, number {least} to {served.Count - 1}",
            near is null ? "nothing was served" : near.IsEmpty ? "an older one" : $"a mixture: of the nearest it differs by {Describe(near)}");
    }

    public void Routes(SimulatedProxy node, OutboundConnection connection, RouteDecision decision)
    {
        var reference = node.Reference;
        var expected = reference.FindWorkload(connection.SourceUid) is { } source
            ? new ReferenceRouter(reference, source).Decide(connection.Destination)
            : [new RoutedOutcome(new RouteDecision.Refused(RefusalReason.UnknownSource, ""), 0, 1)];
        var came = decision is RouteDecision.Refused refused ? refused with { Message = "" } : decision;
        if (!expected.Any(outcome => outcome.Share > 0 && outcome.Decision.Equals(came)))
            throw mesh.Fail($"{node.Name} decides on {connection}: {string.Join(" or ", expected.Select(one => one.Decision))}", $"{came}");
    }

    public void Forwards(SimulatedProxy gateway, Destination authority, GatewayDecision decision)
    {
        if (authority is not Destination.Named named)
            return;
        var expected = ReferenceGatewayRouter.Targets(gateway.Reference, named.Host, named.Port).ToArray();
        var holds = decision.Match(forward => expected.Contains(forward.To.Uid), _ => expected.Length == 0);
        Holds(holds, $"{gateway.Name} passes {authority} on to one of [{string.Join(", ", expected)}]", $"{decision}");
    }

    public void LetsIn(
        SimulatedProxy node, Workload pod, IPAddress local, IPAddress peer, SpiffeId identity, Destination authority, InboundDecision decision)
    {
        var (reference, came) = (node.Reference, decision is InboundDecision.Connect ? "let in" : ((InboundDecision.Refused)decision).Message);
        if (reference.FindWorkload(pod.Uid) is not { } workload)
        {
            Holds(decision is InboundDecision.Refused, $"{node.Name} refuses what is for {pod.Uid}, which it does not know", came);
            return;
        }

        if (authority is Destination.Addressed addressed)
        {
            var takes = ReferenceInbound.Takes(reference, workload, local, addressed.Target.Address);
            var refuses = decision is InboundDecision.Refused { Status: HttpStatusCode.BadRequest };
            Holds(takes != refuses, $"{pod.Uid} {(takes ? "takes" : "does not take")} {authority}", came);
        }

        if (InboundResolver.Resolve(reference, workload, local, authority) is not InboundTarget.Application application)
        {
            Holds(decision is InboundDecision.Refused, $"{pod.Uid} does not take {authority}", came);
            return;
        }

        var connection = new InboundConnection(peer, identity, application.Address.Address, application.Address.Port);
        var expected = ReferenceAuthorizer.Decide(
            ApplicablePolicies.Of(reference.Authorizations, workload.Namespace, workload.AuthorizationPolicies), connection);
        Holds(
            expected is AuthorizationDecision.Allowed == decision is InboundDecision.Connect,
            $"{node.Name} decides on {connection} to {pod.Uid}: {expected}",
            came);
    }

    /// <summary>Of the open connections exactly those close that a look through the table does not allow, each once.</summary>
    public void ClosesRightly(SimulatedProxy proxy, IReadOnlyCollection<LiveConnection> open, IEnumerable<long> closing)
    {
        var expected = open.Where(one => !ReferenceLiveConnections.MayStay(proxy.Reference, one)).Select(one => one.Id).Order().ToArray();
        var came = closing.Order().ToArray();
        if (!expected.SequenceEqual(came))
        {
            throw mesh.Fail(
                $"{proxy.Name} closes [{string.Join(", ", open.Where(one => expected.Contains(one.Id)))}]",
                $"[{string.Join(", ", open.Where(one => came.Contains(one.Id)))}]");
        }
    }

    public bool IsExpected(Call call, ValueList<SpiffeId> expected, SpiffeId came)
    {
        if (expected.Contains(came))
            return true;
        Lost(call, $"{came} answers, and {string.Join(", ", expected)} were expected");
        return false;
    }

    /// <summary>A connection did not get through. While things change that may be; later it may not.</summary>
    public void Lost(Call call, string why)
    {
        mesh.Note($"call {call.Id} is lost: {why}");
        Holds(!call.MustArrive, $"call {call.Id} of {call.Source!.Uid} gets through, since nothing changes any more", why);
    }

    /// <summary>A callee refused. Policies may do that at any time.</summary>
    public void Refused(Call call, Workload pod, InboundDecision.Refused refused)
    {
        mesh.Note($"call {call.Id} is refused at {pod.Uid}: {refused.Message}");
        Holds(
            !call.MustArrive || refused.Status == HttpStatusCode.Unauthorized,
            $"call {call.Id} of {call.Source!.Uid} gets through to {pod.Uid}, since nothing changes any more",
            refused.Message);
    }

    /// <summary>Their viewpoints may differ: a node proxy need not know the name of its network.</summary>
    private static bool AreSame(RouteTable left, RouteTable right) =>
        left.ContentHash == right.ContentHash && RouteTableDelta.Between(left, right).IsEmpty;

    private static string Differences(Mesh expected, Mesh came) => string.Join(
        ", ", expected.Clusters.Concat(came.Clusters).Select(cluster => cluster.Id).Distinct().Where(id => expected.Find(id) != came.Find(id)));

    private static int Size(RouteTableDelta delta) =>
        delta.Services.Count + delta.RemovedServices.Count + delta.Workloads.Count + delta.RemovedWorkloads.Count
        + delta.Authorizations.Count + delta.RemovedAuthorizations.Count;

    private static string Describe(RouteTableDelta delta) => string.Join("; ", new[]
    {
        Describe("services", delta.Services.Select(one => one.Key.ToString())),
        Describe("no services", delta.RemovedServices.Select(one => one.ToString())),
        Describe("workloads", delta.Workloads.Select(one => one.Uid)),
        Describe("no workloads", delta.RemovedWorkloads),
        Describe("policies", delta.Authorizations.Select(one => one.Key.ToString())),
        Describe("no policies", delta.RemovedAuthorizations.Select(one => one.ToString())),
    }.Where(part => part.Length > 0));

    private static string Describe(string what, IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        return list.Length == 0 ? "" : $"{what} {list}";
    }
}
