using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Tests.Golden;

/// <summary>A line of <c>ask.txt</c>, and its answer in lines.</summary>
internal static partial class Question
{
    public static string Answer(string question, MeshSources sources, MeshCompilation compilation)
    {
        var mesh = compilation.Mesh;
        var lines = question == "scopes" ? Scopes(mesh)
            : question == "lint" ? LintRendering.Lint(sources, compilation)
            : question == "clusters" ? LintRendering.Drift(sources, compilation)
            : ShowsTable().Match(question) is { Success: true } table ? Table(mesh, Viewpoint(mesh, table))
            : question == "sharing" ? SharingRendering.Of(MeshIndex.Create(mesh))
            : question == "reach" ? ReachRendering.Of(mesh)
            : question == "drift" ? SharingRendering.Drift(MeshIndex.Create(mesh))
            : ListsConflicts().Match(question) is { Success: true } seen ? SharingRendering.Conflicts(MeshIndex.Create(mesh), seen.Groups["cluster"].Value)
            : ShowsCluster().Match(question) is { Success: true } shown ? ClusterRendering.Of(mesh.Find(shown.Groups["cluster"].Value)!)
            : Calls().Match(question) is { Success: true } call ? [Call(mesh, call)]
            : ListsPolicies().Match(question) is { Success: true } list ? PolicyRendering.Of(mesh.Find(list.Groups["cluster"].Value)!.Authorizations)
            : ShowsAttached().Match(question) is { Success: true } attached ? Attached(mesh, attached)
            : Arrives().Match(question) is { Success: true } arrival ? Inbound(mesh, arrival)
            : throw new FormatException($"`{question}` is no question; tests/golden/README.md lists them");
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append("  ").Append(line).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> Scopes(Mesh mesh) =>
        from cluster in mesh.Clusters
        from service in cluster.Services
        let decision = ScopeResolver.Decide(cluster, service)
        let scope = decision.Scope.ToString().ToLowerInvariant()
        let rule = decision.Rule is null ? "" : $" by {decision.Rule}"
        select $"{cluster.Id} {service.Name} {scope}{rule}";

    private static IEnumerable<string> Table(Mesh mesh, Viewpoint viewpoint)
    {
        var table = RouteTableCompiler.Compile(mesh, viewpoint);
        return table.Services.SelectMany(Rendering.Of).Concat(table.Workloads.SelectMany(Rendering.Of));
    }

    private static string Call(Mesh mesh, Match call)
    {
        var roll = Roll(call.Groups["roll"].Value);
        var (host, port) = (call.Groups["host"].Value, int.Parse(call.Groups["port"].Value, CultureInfo.InvariantCulture));
        if (call.Groups["gateway"] is { Success: true } gateway)
        {
            var viewpoint = ViewpointOf(mesh, gateway.Value, Named(call.Groups["network"]), ViewpointRole.Gateway);
            return Rendering.Of(GatewayRouter.Decide(RouteTableCompiler.Compile(mesh, viewpoint), host, port, roll));
        }

        var (cluster, ns, name) = (call.Groups["cluster"].Value, call.Groups["ns"].Value, call.Groups["name"].Value);
        var uid = $"{cluster}//Pod/{ns}/{name}";
        var network = mesh.Find(cluster)?.Workloads.FirstOrDefault(workload => workload.Uid == uid)?.Network;
        var table = RouteTableCompiler.Compile(mesh, ViewpointOf(mesh, cluster, network, ViewpointRole.Node));
        return Rendering.Of(Router.Decide(table, new OutboundConnection(uid, Destination.Of(host, port)), roll));
    }

    private static IEnumerable<string> Attached(Mesh mesh, Match question)
    {
        var policies = Callee(mesh, question).Workload.AuthorizationPolicies;
        return policies.IsEmpty ? ["none"] : policies.Select(policy => policy.ToString());
    }

    private static IEnumerable<string> Inbound(Mesh mesh, Match question)
    {
        var (table, workload) = Callee(mesh, question);
        var source = question.Groups["source"].Value;
        var identity = source == "plaintext" ? default
            : SpiffeId.TryParse("spiffe://" + source, out var id) ? id
            : throw new FormatException($"`{source}` is no identity");
        var address = question.Groups["address"] is { Success: true } ip ? ip.Value : "192.0.2.1";
        var connection = new InboundConnection(
            IPAddress.Parse(address),
            identity,
            workload.Addresses[0],
            int.Parse(question.Groups["port"].Value, CultureInfo.InvariantCulture));
        var policies = table.PoliciesOf(workload);
        var (decision, dryRun) = (Authorizer.Decide(policies, connection), Authorizer.DryRun(policies, connection));
        return decision == dryRun ? [$"{decision}"] : [$"{decision}", $"in dry run: {dryRun}"];
    }

    private static (RouteTable Table, Workload Workload) Callee(Mesh mesh, Match question)
    {
        var (cluster, ns, name) = (question.Groups["cluster"].Value, question.Groups["ns"].Value, question.Groups["name"].Value);
        var table = TableOf(mesh, cluster, ViewpointRole.Node);
        return (table, table.FindWorkload($"{cluster}//Pod/{ns}/{name}")!);
    }

    private static Viewpoint Viewpoint(Mesh mesh, Match table) => ViewpointOf(
        mesh,
        table.Groups["cluster"].Value,
        Named(table.Groups["network"]),
        Enum.Parse<ViewpointRole>(table.Groups["role"].Value, ignoreCase: true));

    private static RouteTable TableOf(Mesh mesh, string cluster, ViewpointRole role) =>
        RouteTableCompiler.Compile(mesh, ViewpointOf(mesh, cluster, null, role));

    /// <summary>A viewpoint in the cluster's own network where none is named.</summary>
    private static Viewpoint ViewpointOf(Mesh mesh, string cluster, string? network, ViewpointRole role) =>
        new(cluster, network ?? mesh.Find(cluster)?.Network ?? "", role);

    private static string? Named(Group network) => network.Success ? network.Value : null;

    /// <summary>Chance as a part of one: 0.5 is the middle of all rolls.</summary>
    private static ulong Roll(string part) =>
        (ulong)(double.Parse(part, CultureInfo.InvariantCulture) * ulong.MaxValue);

    [GeneratedRegex("^table (?<role>node|gateway) (?<cluster>[^ ]+)( in (?<network>[^ ]+))?$")]
    private static partial Regex ShowsTable();

    [GeneratedRegex("^services (?<cluster>[^ ]+)$")]
    private static partial Regex ShowsCluster();

    [GeneratedRegex("^conflicts (?<cluster>[^ ]+)$")]
    private static partial Regex ListsConflicts();

    [GeneratedRegex("^((gateway (?<gateway>[^ /]+)( in (?<network>[^ ]+))?)|((?<cluster>[^ /]+)/(?<ns>[^ /]+)/(?<name>[^ /]+))) -> (?<host>[^ ]+):(?<port>[0-9]+) @ (?<roll>0(\\.[0-9]+)?)$")]
    private static partial Regex Calls();

    [GeneratedRegex("^policies (?<cluster>[^ ]+)$")]
    private static partial Regex ListsPolicies();

    [GeneratedRegex("^attached (?<cluster>[^ /]+)/(?<ns>[^ /]+)/(?<name>[^ /]+)$")]
    private static partial Regex ShowsAttached();

    [GeneratedRegex("^inbound (?<cluster>[^ /]+)/(?<ns>[^ /]+)/(?<name>[^ /:]+):(?<port>[0-9]+) from (?<source>[^ ]+)( (?<address>[^ ]+))?$")]
    private static partial Regex Arrives();
}
