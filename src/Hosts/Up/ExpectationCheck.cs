using System.Security.Cryptography;
using System.Text.Json;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Up;

/// <summary>Compares what happens in a running mesh with what somebody expects.</summary>
internal static class ExpectationCheck
{
    /// <summary>How often a service is called until everybody who should answer has.</summary>
    public const int MaxRequests = 60;

    /// <summary>How often it is called when everybody has, to see that nobody else answers: where one is expected, and where several.</summary>
    public const int MinRequests = 8;

    public const int MinRequestsOfSeveral = 40;

    private const int EchoBytes = 1_000;

    public static async Task<ExpectationResult> RunAsync(
        MeshRuntime mesh, Expectation expected, CancellationToken cancellationToken)
    {
        var callers = PodDirectory.Pods(mesh).Where(pod => expected.From.Value.Means(pod.Workload)).ToArray();
        if (callers.Length == 0)
            return new ExpectationResult(expected, [], [], [], $"there is no pod `{expected.From.Value}` to call as");
        var observed = new Observed();
        for (var round = 0; round < MaxRequests; round++)
        {
            if (round >= (DependsOnChance(expected) ? MinRequestsOfSeveral : MinRequests) && observed.Current.Holds(expected))
                break;
            var caller = callers[round % callers.Length];
            var response = await CallAsync(mesh, caller, expected, cancellationToken);
            observed.Add(response, response.Error is null ? NamesOf(mesh, response, expected) : []);
        }

        return observed.Current.Compare(expected, $"did not answer in {MaxRequests} requests");
    }

    private static bool DependsOnChance(Expectation expected) =>
        expected.Outcome.Match(answers => answers.By.Count > 1, _ => false, _ => true);

    private static Task<PodResponse> CallAsync(
        MeshRuntime mesh, RunningPod caller, Expectation expected, CancellationToken cancellationToken)
    {
        var host = expected.Host.Value;
        return IsTcp(mesh, caller.Workload, expected)
            ? caller.Client.EchoAsync(host, expected.Port, RandomNumberGenerator.GetBytes(EchoBytes), cancellationToken)
            : caller.Client.GetAsync(new UriBuilder("http", host, expected.Port, "/check").Uri, cancellationToken);
    }

    /// <summary>Whether the service that is called is said to speak something else than HTTP.</summary>
    private static bool IsTcp(MeshRuntime mesh, Workload caller, Expectation expected)
    {
        var compiled = mesh.Compilation.Mesh;
        var viewpoint = new Viewpoint(caller.Cluster, caller.Network, ViewpointRole.Node);
        var service = NameResolver.Resolve(
            RouteTableCompiler.Compile(compiled, viewpoint), expected.Host.Value, caller.Namespace, compiled.DomainSuffix);
        return service?.Port(expected.Port)?.AppProtocol == AppProtocol.Tcp;
    }

    /// <summary>Who answered, by the names that the expectation uses for it where it uses any.</summary>
    private static IEnumerable<string> NamesOf(MeshRuntime mesh, PodResponse response, Expectation expected)
    {
        var (cluster, ns, name) = response.Status is null ? Traced(response) : Answered(response);
        var pod = mesh.Compilation.Mesh.Find(cluster)?.Pods
            .FirstOrDefault(pod => new WorkloadName(cluster, ns, name).Means(pod.Workload));
        return pod is null ? [$"{cluster}/{ns}/{name}"] : Observation.NamesOf(expected, pod.Workload);
    }

    private static (string Cluster, string Namespace, string Name) Answered(PodResponse response)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<PodAnswer>(response.Body, JsonSerializerOptions.Web);
            return answer is null ? ("?", "?", "?") : (answer.Cluster, answer.Namespace, answer.Pod);
        }
        catch (JsonException)
        {
            return ("?", "?", "something that does not say who it is");
        }
    }

    /// <summary>Echoed bytes do not say who sent them; the callee's node proxy did.</summary>
    private static (string Cluster, string Namespace, string Name) Traced(PodResponse response) =>
        response.Trace?.Endpoint?.Split('/') is [var cluster, var ns, var name] ? (cluster, ns, name) : ("?", "?", "?");

    private sealed class Observed
    {
        private readonly SortedSet<string> _answered = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _refused = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _via = new(StringComparer.Ordinal);

        public Observation Current => new(_answered.ToValueList(), _refused.ToValueList(), _via.ToValueList());

        public void Add(PodResponse response, IEnumerable<string> names)
        {
            _answered.UnionWith(names);
            if (response.Error is not null)
                _refused.Add(response.Trace?.Refused ?? response.Error);
            if (response.Trace?.Via is { } via)
                _via.Add(via);
        }
    }
}
