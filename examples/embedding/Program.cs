using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

// Text to mesh. Where texts come from is the program's own matter: here a folder for each cluster.
var folder = args is [var given] ? given : "examples/two-clusters";
var clusters = Directory.EnumerateDirectories(Path.Combine(folder, "clusters")).Select(cluster => new ClusterSources(
    Path.GetFileName(cluster), cluster, Scope: null, Config: null, Texts(cluster, "*.yaml").ToValueList()));
var compilation = MeshCompiler.Compile(new MeshSources(Texts(folder, "mesh.scope").SingleOrDefault(), null, clusters.ToValueList()));
foreach (var finding in compilation.Diagnostics)
    Console.Error.WriteLine(finding);
if (compilation.HasErrors)
    return 3;

// Mesh to the route table of one viewpoint. The index serves every viewpoint.
var index = MeshIndex.Create(compilation.Mesh);
var east = index.Mesh.Clusters[0];
var table = RouteTableCompiler.Compile(index, new Viewpoint(east.Id, east.Network, ViewpointRole.Node));
Console.WriteLine($"{table.Viewpoint}: {table.Services.Count} services, {table.Workloads.Count} workloads");

// Where a connection goes, and what else a host may try.
var curl = table.Workloads.First(workload => workload.Owner == "curl");
var connection = new OutboundConnection(curl.Uid, Destination.Of("vault.sample", 80));
foreach (var decision in Router.Candidates(table, connection, roll: 0))
{
    Console.WriteLine(decision.Match(
        tunnel => $"{tunnel.To.Display}: one tunnel to {tunnel.Address} for {tunnel.Authority}",
        crossing => $"{crossing.To.Network}: through the gateway {crossing.Address} for {crossing.Authority}",
        plain => $"as it is to {plain.Address}",
        unresolved => $"to {unresolved.Host}, once it is resolved",
        refused => $"refused, {refused.Reason}: {refused.Message}"));
}

// Whether the callee lets it in, by the table of its own cluster.
var west = index.Mesh.Clusters[1];
var callee = RouteTableCompiler.Compile(index, new Viewpoint(west.Id, west.Network, ViewpointRole.Node));
var vault = callee.Workloads.First(workload => workload.Owner == "vault");
foreach (var peer in new[] { curl.Identity, default })
{
    var inbound = new InboundConnection(IPAddress.Loopback, peer, vault.Addresses[0], 8080);
    Console.WriteLine($"{peer} at {vault.Display}: {Authorizer.Decide(callee.PoliciesOf(vault), inbound)}");
}

return 0;

static IEnumerable<SourceText> Texts(string folder, string pattern) => Directory
    .EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
    .Select(file => new SourceText(file, File.ReadAllText(file)));
