using System.Security.Cryptography;
using System.Text.Json;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Up;

/// <summary>What one expectation came to.</summary>
/// <param name="Expected">The expectation.</param>
/// <param name="Answered">Who answered, so far as answers tell, ordered.</param>
/// <param name="Refused">The reasons of refusals, ordered.</param>
/// <param name="Via">The ways that connections took, ordered.</param>
/// <param name="Why">What differs; null where all is as expected.</param>
internal sealed record CheckResult(
    Expectation Expected, ValueList<string> Answered, ValueList<string> Refused, ValueList<string> Via, string? Why)
{
    public bool Holds => Why is null;
}

/// <summary>Compares what happens in a running mesh with what somebody expects.</summary>
internal static class ExpectationCheck
{
    /// <summary>How often a service is called until everybody who should answer has.</summary>
    public const int MaxRequests = 60;

    /// <summary>How often it is called when everybody has, to see that nobody else answers: where one is expected, and where several.</summary>
    public const int MinRequests = 8;

    public const int MinRequestsOfSeveral = 40;

    private const int EchoBytes = 1_000;

    public static async Task<CheckResult> RunAsync(MeshRuntime mesh, Expectation expected, CancellationToken cancellationToken)
    {
        var callers = PodDirectory.Pods(mesh).Where(pod => PodDirectory.IsNamed(pod.Workload, expected.From.Value)).ToArray();
        if (callers.Length == 0)
            return new CheckResult(expected, [], [], [], $"there is no pod `{expected.From.Value}` to call as");
        var wanted = expected.Outcome is ExpectedOutcome.Answers answers
            ? answers.By.Select(name => name.Value.ToString()).ToHashSet(StringComparer.Ordinal)
            : [];
        var observed = new Observed();
        for (var round = 0; round < MaxRequests; round++)
        {
            if (round >= (wanted.Count > 1 ? MinRequestsOfSeveral : MinRequests) && wanted.IsSubsetOf(observed.Answered))
                break;
            var caller = callers[round % callers.Length];
            var response = await CallAsync(mesh, caller, expected, cancellationToken);
            observed.Add(response, Name(mesh, response, wanted));
        }

        return new CheckResult(
            expected,
            observed.Answered.ToValueList(),
            observed.Refused.ToValueList(),
            observed.Via.ToValueList(),
            observed.DiffersFrom(expected, wanted));
    }

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

    /// <summary>Who answered, by the name that the expectation uses for it where it uses one.</summary>
    private static string? Name(MeshRuntime mesh, PodResponse response, HashSet<string> wanted)
    {
        if (response.Error is not null)
            return null;
        var (cluster, ns, name) = response.Status is null ? Traced(response) : Answered(response);
        var pod = mesh.Compilation.Mesh.Find(cluster)?.Pods
            .FirstOrDefault(pod => pod.Workload.Namespace == ns && (pod.Workload.Name == name || pod.Workload.Owner == name));
        var byName = $"{cluster}/{ns}/{name}";
        var byOwner = $"{cluster}/{ns}/{pod?.Workload.Owner ?? name}";
        return wanted.Contains(byName) ? byName : byOwner;
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
        public SortedSet<string> Answered { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Refused { get; } = new(StringComparer.Ordinal);

        public SortedSet<string> Via { get; } = new(StringComparer.Ordinal);

        public void Add(PodResponse response, string? name)
        {
            if (name is not null)
                Answered.Add(name);
            else
                Refused.Add(response.Trace?.Refused ?? response.Error ?? "no answer");
            if (response.Trace?.Via is { } via)
                Via.Add(via);
        }

        public string? DiffersFrom(Expectation expected, HashSet<string> wanted)
        {
            if (expected.Outcome is ExpectedOutcome.Refused refused)
            {
                if (Answered.Count > 0)
                    return $"{string.Join(", ", Answered)} answered";
                if (!Refused.SetEquals([refused.Reason.Value]))
                    return $"refused for another reason: {string.Join(", ", Refused)}";
            }
            else if (Refused.Count > 0)
            {
                return $"refused: {string.Join(", ", Refused)}";
            }
            else if (!Answered.SetEquals(wanted))
            {
                return Difference(wanted);
            }

            var via = expected.Via?.Value.ToString().ToLowerInvariant();
            return via is null || Via.SetEquals([via]) ? null : $"went by {(Via.Count == 0 ? "no way" : string.Join(", ", Via))}";
        }

        private string Difference(HashSet<string> wanted)
        {
            var others = Answered.Except(wanted).ToArray();
            return others.Length > 0
                ? $"{string.Join(", ", others)} answered too"
                : $"{string.Join(", ", wanted.Except(Answered).Order(StringComparer.Ordinal))} did not answer in {MaxRequests} requests";
        }
    }
}
