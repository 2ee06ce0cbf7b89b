using System.CommandLine;
using System.IO.Enumeration;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>The verbs that list what a mesh holds, so that one can ask about it.</summary>
internal static class SessionLists
{
    /// <summary>The option that stands for a pattern.</summary>
    public const string Matching = "--matching";

    public static Command Services() => Create("services", "Lists Services with their scopes.", (mesh, isWanted, format, output) =>
    {
        var services = MeshServices.Of(mesh).Where(service => isWanted(service.FullName)).ToArray();
        if (format == OutputFormat.Text)
        {
            Columns.Write(output, MeshServices.Rows(services, policy: null));
            return;
        }

        Output.WriteJson(services.Select(service => new
        {
            service.Facts.Cluster,
            Namespace = service.Facts.Namespace.Name,
            service.Facts.Service,
            service.Policy.Decide(service.Facts).Scope,
            Because = MeshServices.Because(service.Facts, service.Policy),
        }), output);
    });

    public static Command Pods() => Create("pods", "Lists pods and what else can be called.", (mesh, isWanted, format, output) =>
    {
        var pods = mesh.Clusters.SelectMany(cluster => cluster.Workloads).Where(pod => isWanted(pod.Display)).ToArray();
        if (format == OutputFormat.Text)
        {
            Columns.Write(output, [["CLUSTER", "NAMESPACE", "NAME", "OWNER", "NETWORK", "ADDRESS", "STATE"], .. pods.Select(Row)]);
            return;
        }

        Output.WriteJson(pods.Select(pod => new
        {
            pod.Cluster,
            pod.Namespace,
            pod.Name,
            Owner = pod.Owner.Length > 0 ? pod.Owner : null,
            pod.Network,
            Addresses = pod.Addresses.Select(address => address.ToString()),
            Identity = pod.Identity.IsNone ? null : pod.Identity.ToString(),
            IsReady = pod.Status == HealthStatus.Healthy,
        }), output);
    });

    private static string[] Row(Workload pod) =>
    [
        pod.Cluster,
        pod.Namespace,
        pod.Name,
        pod.Owner.Length > 0 ? pod.Owner : "-",
        pod.Network.Length > 0 ? pod.Network : "-",
        pod.Addresses.IsEmpty ? "-" : string.Join(',', pod.Addresses.Items),
        pod.Status == HealthStatus.Healthy ? "ready" : "not ready",
    ];

    private static Verb Create(
        string name, string description, Action<Mesh, Func<string, bool>, OutputFormat, TextWriter> write)
    {
        var folder = new Argument<string>("MESH") { Description = "a mesh folder", DefaultValueFactory = _ => "." };
        var matching = new Option<string>(Matching)
        {
            Description = "a part of CLUSTER/NAMESPACE/NAME, or all of it with * and ? for letters",
            HelpName = "PATTERN",
            DefaultValueFactory = _ => "",
        };
        var format = Output.FormatOption();
        return new Verb(name, description, $"{name} 'east/*'") { folder, matching, format }.Does(parsed =>
        {
            var pattern = parsed.GetRequiredValue(matching);
            write(
                MeshReading.For(parsed, parsed.GetRequiredValue(folder)).Mesh,
                full => IsMatch(full, pattern),
                parsed.GetRequiredValue(format),
                parsed.InvocationConfiguration.Output);
            return ExitCode.Ok;
        });
    }

    private static bool IsMatch(string name, string pattern) => pattern.AsSpan().IndexOfAny('*', '?') < 0
        ? name.Contains(pattern, StringComparison.Ordinal)
        : FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
