using System.CommandLine;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh explain</c>: why a connection goes where it goes.</summary>
internal static class ExplainConnectionCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("MESH") { Description = "a mesh folder", DefaultValueFactory = _ => "." };
        var from = new Option<string>("--from")
        {
            Description = "the caller: CLUSTER/NAMESPACE/NAME, a pod or a Deployment",
            Required = true,
        };
        var to = new Option<string>("--to")
        {
            Description = "what it calls: HOST:PORT or IP:PORT, by any name that it may use; without a port, the service's only one",
            Required = true,
        };
        var all = new Option<bool>("--all") { Description = "write every candidate, policy and end, however many" };
        var format = Output.FormatOption();
        var verb = new Verb(
            "explain",
            "Says why a connection goes where it goes: name, scope, candidates, ways, identities, policies, and the nearest change.",
            "scopemesh explain examples/two-clusters --from east/sample/curl --to vault.sample:80")
        {
            folder, from, to, all, format,
        };
        return verb.Does(parsed =>
        {
            var mesh = MeshServices.ReadMesh(parsed.GetRequiredValue(folder));
            var view = MeshView.Of(mesh);
            var callers = Callers.Find(mesh, parsed.GetRequiredValue(from));
            var destination = Destinations.Read(view, callers[0], parsed.GetRequiredValue(to));
            var explanation = ConnectionExplainer.Explain(view, callers[0], destination, callers.Count - 1);
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
                Output.WriteJson(ExplanationDump.Of(explanation));
            else
                Console.Out.Write(ConnectionExplanationText.Render(explanation, parsed.GetRequiredValue(all)));
            return explanation.Journey.Verdict == JourneyVerdict.Reached ? ExitCode.Ok : ExitCode.No;
        });
    }
}

/// <summary>Workloads by the names that people use for them.</summary>
internal static class Callers
{
    /// <summary>The pods that <c>CLUSTER/NAMESPACE/NAME</c> means: the one of that name, else those of an owner of that name.</summary>
    /// <exception cref="InputException">It is no such name, or there is no such pod.</exception>
    public static IReadOnlyList<Workload> Find(Mesh mesh, string name)
    {
        if (name.Split('/') is not [{ Length: > 0 } id, { Length: > 0 } ns, { Length: > 0 } pod])
            throw new InputException(ExitCode.Usage, $"`{name}` is no CLUSTER/NAMESPACE/NAME");
        if (mesh.Find(id) is not { } cluster)
        {
            throw new InputException(
                ExitCode.Unavailable,
                $"there is no cluster `{id}`; there are {Listing(mesh.Clusters.Select(known => known.Id))}");
        }

        var inNamespace = cluster.Workloads.Where(workload => workload.Namespace == ns).ToArray();
        var found = Array.FindAll(inNamespace, workload => workload.Name == pod);
        if (found.Length == 0)
        {
            found = [.. inNamespace
                .Where(workload => workload.Owner == pod)
                .OrderBy(workload => workload.Status != HealthStatus.Healthy)
                .ThenBy(workload => workload.Name, StringComparer.Ordinal)];
        }

        return found.Length > 0
            ? found
            : throw new InputException(
                ExitCode.Unavailable,
                $"there is no pod or owner `{pod}` in namespace `{ns}` of cluster `{id}`; there {Known(inNamespace)}");
    }

    private static string Known(Workload[] workloads) => workloads.Length == 0
        ? "is no pod in that namespace"
        : $"are {Listing(workloads.Select(workload => workload.Owner.Length > 0 ? workload.Owner : workload.Name).Distinct().Order(StringComparer.Ordinal))}";

    private static string Listing(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}

/// <summary>Destinations as people write them.</summary>
internal static class Destinations
{
    /// <summary>Reads <c>HOST:PORT</c>, <c>[IPv6]:PORT</c>, a URL's beginning, or a name whose service has one port.</summary>
    /// <exception cref="InputException">It is none of these, or which port is meant cannot be told.</exception>
    public static Destination Read(MeshView view, Workload source, string text)
    {
        if (text.StartsWith("http://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var url))
            return Destination.Of(url.IdnHost, url.Port);
        if (System.Net.IPEndPoint.TryParse(text, out var end) && end.Port > 0)
            return new Destination.Addressed(end);
        var colon = text.LastIndexOf(':');
        if (colon > 0 && int.TryParse(text.AsSpan(colon + 1), out var port) && port is > 0 and <= 65535)
            return Destination.Of(text[..colon], port);
        if (colon >= 0 || System.Net.IPAddress.TryParse(text, out _))
            throw new InputException(ExitCode.Usage, $"`{text}` is no HOST:PORT; a port is 1 to 65535");
        var service = NameResolver.Resolve(view.Of(source)!, text, source.Namespace, view.DomainSuffix);
        return service?.Ports is [var only]
            ? new Destination.Named(text, only.ServicePort)
            : throw new InputException(
                ExitCode.Usage,
                service is null
                    ? $"say which port of `{text}` is called: `{text}:80`"
                    : $"say which port of `{text}` is called; it has {string.Join(", ", service.Ports.Select(known => known.ServicePort))}");
    }
}
