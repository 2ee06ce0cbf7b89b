using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;
using ScopeMesh.Tests.Support.Policy.Meshes;

namespace ScopeMesh.Tests.Property.Policy.Reaching;

/// <summary>Who reaches what, on meshes of every shape.</summary>
public sealed class ReachLaws
{
    private const int Cases = 300;
    private const double Rounding = 1e-6;

    private static readonly Gen<ReachMatrix> Matrices =
        from clients in Gen.Choose(0, 6)
        from services in Gen.Choose(0, 6)
        from cells in Gen.Elements(0, 0, 1, 2).ArrayOf(clients * services)
        select Matrix(clients, services, (client, service) => cells[(client * services) + service]);

    [Fact]
    public void Every_cell_is_what_the_slow_router_and_authorizer_give_step_by_step() =>
        Law.Holds(PeopledMeshes.WithoutAffinity, CheckCells, Cases);

    [Fact]
    public void Where_callers_keep_their_endpoints_every_end_is_one_that_the_steps_give() =>
        Law.Holds(
            PeopledMeshes.All,
            mesh => Each(mesh, (cell, stepped) => Assert.All(
                cell.Paths, path => Assert.Contains(Text(path), stepped.Select(end => end.Text)))),
            Cases);

    [Fact]
    public void Every_kind_of_outcome_is_among_those_that_are_compared()
    {
        var texts = new HashSet<string>();
        Law.Holds(
            PeopledMeshes.WithoutAffinity,
            mesh =>
            {
                foreach (var path in Of(mesh).Outcomes.SelectMany(cell => cell.Paths))
                    texts.Add(path.End is ReachEnd.Refused refused ? refused.Reason : $"{path.Means} {path.IsToWaypoint}");
            },
            Cases * 2);
        string[] kinds =
        [
            "Tunnel False", "Tunnel True", "DoubleTunnel False", "Plain False", "unknown-host", "unknown-port", "no-healthy-endpoint",
            "no-address", "unknown-waypoint", "policy-denied", "identity-mismatch", "unavailable",
        ];
        Assert.Empty(kinds.Except(texts));
    }

    [Fact]
    public void Folding_loses_nothing() =>
        Law.Holds(
            Gen.Frequency((3, Matrices), (1, PeopledMeshes.All.Select(Of))),
            matrix => Assert.Equal(matrix, FoldedMatrix.Of(matrix).Unfold()));

    [Fact]
    public void No_two_groups_of_a_folded_matrix_are_equal() =>
        Law.Holds(
            Matrices,
            matrix =>
            {
                var folded = FoldedMatrix.Of(matrix);
                Assert.Equal(folded.ClientGroups.Count, folded.Rows.Distinct().Count());
                var columns = Enumerable.Range(0, folded.ServiceGroups.Count).Select(place => folded.Rows.Select(row => row[place]).ToValueList());
                if (matrix.Clients.Count > 0)
                    Assert.Equal(folded.ServiceGroups.Count, columns.Distinct().Count());
                Assert.Equal(Enumerable.Range(0, matrix.Clients.Count), folded.ClientGroups.SelectMany(group => group).Order());
                Assert.Equal(Enumerable.Range(0, matrix.Services.Count), folded.ServiceGroups.SelectMany(group => group).Order());
            });

    [Fact]
    public void The_order_of_files_changes_nothing() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from seed in MeshGenerators.Seeds
            select (mesh, seed),
            pair => Assert.Equal(
                Of(MeshCompiler.Compile(pair.mesh.ToSources()).Mesh),
                Of(MeshCompiler.Compile(pair.mesh.ToSources(MeshGenerators.Shuffle(pair.seed))).Mesh)),
            Cases);

    [Fact]
    public void A_part_of_a_matrix_has_the_cells_of_the_whole() =>
        Law.Holds(
            from mesh in PeopledMeshes.All
            from cluster in Gen.Elements("c0", "c1", "*")
            from host in Gen.Elements("web.*", "db.shop", "*")
            select (mesh, cluster, host),
            at =>
            {
                var whole = Of(at.mesh);
                var part = Of(at.mesh, new ReachQuestion(ClientPattern.Parse(at.cluster)!, ServicePattern.Parse(at.host)!));
                Assert.Equal(whole.Services.Where(service => part.Services.Contains(service)), part.Services);
                foreach (var (cluster, _, pod) in Pods(part))
                    Assert.True(at.cluster == "*" || at.cluster == cluster);
                var cells = Cells(whole);
                Assert.All(Cells(part), cell => Assert.Equal(cells[cell.Key], cell.Value));
                Assert.Equal(
                    cells.Keys.Count(key => (at.cluster == "*" || key.Cluster == at.cluster) && part.Services.Contains(key.Service)), Cells(part).Count);
            },
            Cases);

    [Fact]
    public void What_is_saved_holds_as_long_as_nothing_changes() =>
        Law.Holds(
            PeopledMeshes.All,
            mesh =>
            {
                var matrix = Of(mesh);
                var snapshot = ReachSnapshot.Of(matrix);
                var read = ExpectationReader.Read(new SourceText("expect.yaml", snapshot.Text));
                Assert.Empty(read.Diagnostics);
                Assert.Equal(snapshot.Expectations, read.Expectations.Count);
                Assert.True(read.Expectations.Count + snapshot.LeftOut >= matrix.Clients.Count * matrix.Services.Count);
                var expected = new ExpectedReach(MeshView.Of(mesh));
                Assert.All(read.Expectations, expectation => Assert.Null(expected.Check(expectation).Why));
            },
            Cases);

    private static void CheckCells(Mesh mesh) => Each(mesh, (cell, stepped) =>
    {
        var expected = stepped.GroupBy(end => end.Text, end => end.Part).OrderBy(end => end.Key, StringComparer.Ordinal).ToArray();
        var actual = cell.Paths.GroupBy(Text, path => path.Part).OrderBy(end => end.Key, StringComparer.Ordinal).ToArray();
        Assert.Equal(expected.Select(end => end.Key), actual.Select(end => end.Key));
        Assert.All(expected.Select(end => end.Sum()).Zip(actual.Select(end => end.Sum()), (want, got) => want - got), off => Assert.Equal(0, off, Rounding));
        var refused = expected.Where(end => end.Key.Contains("refused", StringComparison.Ordinal)).Sum(end => end.Sum());
        Assert.Equal(
            refused == 0 ? JourneyVerdict.Reached : refused > 1 - Rounding ? JourneyVerdict.Refused : JourneyVerdict.Partly,
            cell.Verdict);
    });

    private static void Each(Mesh mesh, Action<ReachCell, IReadOnlyList<SteppedEnd>> check)
    {
        var stepped = new SteppedMesh(mesh);
        var pods = mesh.Clusters.SelectMany(cluster => cluster.Pods).ToDictionary(pod => (pod.Workload.Cluster, pod.Name.Namespace, pod.Name.Name));
        var cells = Cells(Of(mesh));
        Assert.Equal(pods.Keys.ToHashSet(), Pods(Of(mesh)).ToHashSet());
        foreach (var ((cluster, ns, pod, service), cell) in cells)
            check(cell, stepped.Follow(pods[(cluster, ns, pod)].Workload, service.Host, service.Port));
    }

    /// <summary>A path in the words of the steps.</summary>
    private static string Text(ReachPath path)
    {
        var way = path.Means switch
        {
            ReachMeans.None => "",
            ReachMeans.Tunnel => "tunnel ",
            ReachMeans.DoubleTunnel => $"double {path.Gateway} ",
            ReachMeans.Plain => "plain ",
        };
        return way + path.End.Match(
            answered => answered.IsChecked
                ? $"{(path.IsToWaypoint ? "waypoint " : "")}{answered.By} by [{string.Join(", ", answered.Policies)}]"
                : $"{answered.By} unchecked",
            outside => outside.To,
            unread => unread.Cluster,
            refused => $"{(refused.At is { } at ? $"to {at} " : "")}refused {refused.Reason}"
                + (refused.Stage == Stage.Authorization ? $" by [{string.Join(", ", refused.Policies)}]" : ""));
    }

    private static ReachMatrix Of(Mesh mesh) => Of(mesh, ReachQuestion.All);

    private static ReachMatrix Of(Mesh mesh, ReachQuestion question)
    {
        var survey = ReachSurvey.Of(MeshView.Of(mesh), question);
        return survey.Matrix(survey.Rows());
    }

    private static IEnumerable<(string Cluster, string Namespace, string Pod)> Pods(ReachMatrix matrix) =>
        matrix.Clients.SelectMany(client => client.Pods.Select(pod => (client.Name.Cluster, client.Name.Namespace, pod)));

    private static Dictionary<(string Cluster, string Namespace, string Pod, ReachService Service), ReachCell> Cells(ReachMatrix matrix)
    {
        var cells =
            from client in Enumerable.Range(0, matrix.Clients.Count)
            from pod in matrix.Clients[client].Pods
            from service in Enumerable.Range(0, matrix.Services.Count)
            let name = matrix.Clients[client].Name
            select KeyValuePair.Create((name.Cluster, name.Namespace, pod, matrix.Services[service]), matrix[client, service]);
        return new(cells);
    }

    private static ReachMatrix Matrix(int clients, int services, Func<int, int, int> cell)
    {
        var outcomes = Enumerable.Range(0, 3).Select(number => new ReachCell(
            JourneyVerdict.Refused,
            [new ReachPath(ReachMeans.None, null, false, new ReachEnd.Refused(Stage.Route, $"reason-{number}", null, []), 1)]));
        return new ReachMatrix(
            Enumerable.Range(0, clients).Select(number => new ReachClient(new WorkloadName("c", "n", $"client-{number}"), [$"pod-{number}"], true, true)).ToValueList(),
            Enumerable.Range(0, services).Select(number => new ReachService($"host-{number}", 80, $"host-{number}")).ToValueList(),
            outcomes.ToValueList(),
            Enumerable.Range(0, clients).Select(client => Enumerable.Range(0, services).Select(service => cell(client, service)).ToValueList()).ToValueList());
    }
}
