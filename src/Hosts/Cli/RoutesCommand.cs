using System.CommandLine;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh routes</c>: the route table that a control plane would serve.</summary>
internal static class RoutesCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("MESH") { Description = "a mesh folder", DefaultValueFactory = _ => "." };
        var cluster = new Option<string>("--cluster") { Description = "the cluster that looks", Required = true };
        var network = new Option<string?>("--network") { Description = "the network that looks; by default the cluster's own" };
        var role = ChoiceOption.Create(
            "--role", "node: what node proxies are told; gateway: what east-west gateways are told", ViewpointRole.Node);
        var format = Output.FormatOption();
        var verb = new Verb(
            "routes", "Prints the route table that a control plane would serve of a mesh folder.",
            "scopemesh routes examples/two-clusters --cluster east")
        {
            folder, cluster, network, role, format,
        };
        return verb.Does(parsed =>
        {
            var reading = MeshReading.For(parsed, parsed.GetRequiredValue(folder));
            var viewpoint = Find(
                reading.Mesh, parsed.GetRequiredValue(cluster), parsed.GetValue(network), parsed.GetRequiredValue(role));
            Write(
                parsed.InvocationConfiguration.Output, reading.Mesh, reading.View.Table(viewpoint), parsed.GetRequiredValue(format));
            return ExitCode.Ok;
        });
    }

    /// <summary>The viewpoint that is meant; a name that nobody has is told with those that there are.</summary>
    private static Viewpoint Find(Mesh mesh, string cluster, string? network, ViewpointRole role)
    {
        if (mesh.Find(cluster) is not { } found)
            throw InputException.NotThere("cluster", cluster, mesh.Clusters.Select(known => known.Id));
        var networks = mesh.Clusters.Select(known => known.Network).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (network is not null && !networks.Contains(network))
            throw InputException.NotThere("network", network, networks);
        return new Viewpoint(found.Id, network ?? found.Network, role);
    }

    private static void Write(TextWriter output, Mesh mesh, RouteTable table, OutputFormat format)
    {
        if (format == OutputFormat.Text)
        {
            RoutesText.Write(output, table, service => Scopes(mesh, table.Viewpoint, service));
            return;
        }

        var dump = RouteTableDump.Of(table);
        Output.WriteJson(dump with
        {
            Services = RouteTableDump.ServicesOf(table).Select(service =>
                ServiceDump.Of(service) with { Scopes = Scopes(mesh, table.Viewpoint, service) }),
        }, output);
    }

    /// <summary>What the clusters decided whose copies the viewpoint sees: its own, and those that are shared.</summary>
    private static ScopeDump[] Scopes(Mesh mesh, Viewpoint viewpoint, MeshService service)
    {
        var all = mesh.Clusters.SelectMany(cluster => cluster.Services
            .Where(copy => copy.Key == service.Key)
            .Select(copy => Decide(cluster, copy))).ToArray();
        var own = Array.Find(all, copy => copy.Cluster == viewpoint.Cluster && viewpoint.Role == ViewpointRole.Node);
        return own is { Scope: ScopeLang.Scope.Local }
            ? [own]
            : Array.FindAll(all, copy => copy.Scope == Scope.Global);
    }

    private static ScopeDump Decide(Cluster cluster, ClusterService service)
    {
        var facts = ScopeResolver.Facts(cluster, service);
        return new ScopeDump(
            cluster.Id, cluster.ScopePolicy.Decide(in facts).Scope, MeshServices.Because(in facts, cluster.ScopePolicy));
    }
}
