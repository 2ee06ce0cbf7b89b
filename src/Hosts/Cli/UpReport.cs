using System.Net;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Hosts.Up;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;
using Spectre.Console;

namespace ScopeMesh.Hosts.Cli;

/// <summary>What runs: clusters, services with their scope, pods with their ports, and what to try next.</summary>
internal static class UpReport
{
    public static void Write(MeshRuntime mesh, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            WriteJson(mesh);
            return;
        }

        Output.Console.Write(Clusters(mesh));
        Output.Console.Write(Services(mesh));
        Output.Console.Write(Pods(mesh));
        Output.Console.WriteLine(
            $"addresses are real everywhere but at sockets; ports below 1024 are {UnderlayMap.PortShift} higher there");
        foreach (var line in Next(mesh))
            Output.Console.WriteLine(line);
    }

    /// <summary>What runs, a line each, so that what changed can be told.</summary>
    public static IReadOnlySet<string> Lines(MeshRuntime mesh) =>
        new SortedSet<string>(
            [
                .. Running(mesh).Select(running => $"cluster {running.Cluster.Id} on {running.Cluster.Network}"),
                .. Running(mesh).SelectMany(running => running.Cluster.Gateways
                    .Select(gateway => $"gateway {running.Cluster.Id} {Gateway(gateway)}")),
                .. Scopes(mesh).Select(scope =>
                    $"service {scope.Service.Name} in {scope.Cluster.Id}: "
                    + $"{scope.Decision.Scope.ToString().ToLowerInvariant()}, {Because(scope.Decision)}"),
                .. PodDirectory.Pods(mesh).Select(pod =>
                    $"pod {pod.Workload.Display} at {string.Join(", ", pod.Workload.Addresses)}, socks {pod.Socks}"),
            ],
            StringComparer.Ordinal);

    private static Table Clusters(MeshRuntime mesh)
    {
        var table = Titled("clusters").AddColumns("cluster", "network", "gateways", "control plane", "admin and metrics");
        foreach (var (cluster, runtime) in Running(mesh))
        {
            table.AddRow(
                Cell(cluster.Id),
                Cell(cluster.Network.Length == 0 ? "(none)" : cluster.Network),
                Cell(string.Join("\n", cluster.Gateways.Select(Gateway))),
                Cell(runtime.Control),
                Cell(string.Join("\n", Admins(runtime).Select(admin => $"{admin.Host} http://{admin.Address}"))));
        }

        return table;
    }

    private static Table Services(MeshRuntime mesh)
    {
        var table = Titled("services").AddColumns("service", "cluster", "scope", "because", "address", "ports");
        foreach (var (cluster, service, decision) in Scopes(mesh))
        {
            table.AddRow(
                Cell(service.Name),
                Cell(cluster.Id),
                decision.Scope == Scope.Global ? "[green]global[/]" : "local",
                Cell(Because(decision)),
                Cell(service.Addresses.IsEmpty ? "headless" : string.Join(", ", service.Addresses)),
                Cell(string.Join(", ", service.Ports.Select(port => port.ServicePort))));
        }

        return table;
    }

    private static Table Pods(MeshRuntime mesh)
    {
        var table = Titled("pods").AddColumns("pod", "identity", "address", "ports", "socks");
        var socks = PodDirectory.Pods(mesh).ToDictionary(pod => pod.Workload.Uid, pod => pod.Socks);
        foreach (var pod in mesh.Compilation.Mesh.Clusters.SelectMany(cluster => cluster.Pods))
        {
            table.AddRow(
                Cell(pod.Workload.Display),
                Cell(pod.Workload.Identity),
                Cell(string.Join(", ", pod.Workload.Addresses)),
                Cell(string.Join(", ", pod.Ports.Select(port => port.Number))),
                Cell(socks.GetValueOrDefault(pod.Workload.Uid)?.ToString() ?? "not in the mesh"));
        }

        return table;
    }

    /// <summary>Three commands that work as they stand, for whatever the mesh holds.</summary>
    private static IEnumerable<string> Next(MeshRuntime mesh)
    {
        if (SuggestedCall.Among(mesh.Compilation.Mesh, PodDirectory.Pods(mesh)) is not { Caller: var caller } call)
            yield break;
        var url = $"http://{call.Host}:{call.Port}/hello";
        var name = $"{caller.Workload.Cluster}/{caller.Workload.Namespace}/{caller.Workload.Owner}";
        yield return "";
        yield return "try next, in another terminal:";
        yield return $"  curl --socks5-hostname {caller.Socks} {url}";
        yield return $"  dotnet run -c Release --no-build --project src/Hosts -- request --as {name} {url} --trace";
        yield return $"  dotnet run -c Release --no-build --project src/Hosts -- request --as {name} {url} --count 20";
        yield return $"edit a file in {mesh.Options.MeshFolder} while it runs; Ctrl-C ends it";
    }

    private static void WriteJson(MeshRuntime mesh) => Output.WriteJson(new
    {
        Clusters = Running(mesh).Select(running => new
        {
            running.Cluster.Id,
            running.Cluster.Network,
            running.Cluster.TrustDomain,
            Control = running.Runtime.Control.ToString(),
            Gateways = running.Cluster.Gateways.Select(Gateway),
            Admin = Admins(running.Runtime).ToDictionary(admin => admin.Host, admin => admin.Address.ToString()),
        }),
        Services = Scopes(mesh).Select(scope => new
        {
            Cluster = scope.Cluster.Id,
            Service = scope.Service.Name.ToString(),
            Scope = scope.Decision.Scope.ToString().ToLowerInvariant(),
            scope.Decision.Rule,
        }),
        Pods = PodDirectory.Pods(mesh).Select(pod => new
        {
            Name = pod.Workload.Display,
            pod.Workload.Owner,
            Identity = pod.Workload.Identity.ToString(),
            Addresses = pod.Workload.Addresses.Select(address => address.ToString()),
            Socks = pod.Socks.ToString(),
            Admin = pod.Admin.ToString(),
        }),
    });

    private static IEnumerable<(Cluster Cluster, ClusterRuntime Runtime)> Running(MeshRuntime mesh) =>
        from cluster in mesh.Compilation.Mesh.Clusters
        where mesh.Clusters.ContainsKey(cluster.Id)
        select (cluster, mesh.Clusters[cluster.Id]);

    private static IEnumerable<(Cluster Cluster, ClusterService Service, ScopeDecision Decision)> Scopes(MeshRuntime mesh) =>
        from cluster in mesh.Compilation.Mesh.Clusters
        from service in cluster.Services
        orderby service.Name, cluster.Id
        select (cluster, service, ScopeResolver.Decide(cluster, service));

    private static IEnumerable<(string Host, IPEndPoint Address)> Admins(ClusterRuntime runtime) =>
    [
        ("control", runtime.ControlAdmin),
        .. runtime.Nodes.Select(node => ($"node {node.Key}", node.Value.Admin)),
        .. runtime.Gateways.Select(gateway => ($"gateway {gateway.Key.Name}", gateway.Value.Admin)),
    ];

    private static string Gateway(EastWestGateway gateway) =>
        $"{gateway.Name} {string.Join(", ", [.. gateway.Addresses.Select(address => address.ToString()), .. gateway.Hostnames])}:{gateway.HbonePort}";

    private static string Because(ScopeDecision decision) => decision.Reason switch
    {
        ScopeReason.RuleMatched => $"rule {decision.Rule}",
        ScopeReason.NoRuleMatched => "no rule matches",
        ScopeReason.NamespaceUnknown => "its namespace is not known",
    };

    private static Table Titled(string title) =>
        new Table().RoundedBorder().Title(title);

    private static string Cell(object value) => Markup.Escape(value.ToString() ?? "");
}
