using System.Security.Cryptography;
using System.Text.Json;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Up;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Integration.Up;

/// <summary>What is said of a mesh folder against what its pods see when it runs: every pod, every service and port.</summary>
[Collection(MeshCollection.Name)]
public sealed class ReachTests
{
    /// <summary>That an endpoint with a fifth of the connections stays silent so often has a chance of one in 10^29.</summary>
    private const int MaxCalls = 300;

    [Theory]
    [InlineData("two-clusters", "")]
    [InlineData("boutique", "")]
    [InlineData("boutique", "mended")]
    public async Task Every_pair_of_the_matrix_is_what_the_running_mesh_does(string example, string changes)
    {
        await using var mesh = await RunningMesh.StartAsync(folder => Overlay(folder, changes), example: example);
        var view = MeshView.Of(mesh.Runtime.Compilation.Mesh);
        var survey = ReachSurvey.Of(view, ReachQuestion.All);
        var matrix = survey.Matrix(survey.Rows());
        var pods = PodDirectory.Pods(mesh.Runtime);
        Assert.Equal(
            matrix.Clients.Where(client => client.IsEnrolled).SelectMany(client => client.Pods.Select(pod => (client.Name.Cluster, client.Name.Namespace, pod))).ToHashSet(),
            pods.Select(pod => (pod.Workload.Cluster, pod.Workload.Namespace, pod.Workload.Name)).ToHashSet());
        var calls = 0;
        foreach (var pod in pods)
        {
            var client = Enumerable.Range(0, matrix.Clients.Count).Single(place =>
                matrix.Clients[place].Name.Means(pod.Workload) && matrix.Clients[place].Pods.Contains(pod.Workload.Name));
            for (var service = 0; service < matrix.Services.Count; service++)
                calls += await CheckAsync(view, pod, matrix.Services[service], matrix[client, service]);
        }

        Assert.True(calls >= pods.Count * matrix.Services.Count, $"{calls} calls of {pods.Count} pods to {matrix.Services.Count} services");
    }

    /// <summary>Puts the files of a folder of an example in the place of their namesakes.</summary>
    private static void Overlay(string folder, string changes)
    {
        if (changes.Length > 0)
            RunningMesh.Copy(Path.Combine(folder, changes), folder);
    }

    /// <summary>Calls until every end has been seen; each call must see one of them.</summary>
    private static async Task<int> CheckAsync(MeshView view, RunningPod pod, ReachService service, ReachCell cell)
    {
        var journey = Journeys.Of(view, pod.Workload, Destination.Of(service.Host, service.Port));
        var isTcp = IsTcp(journey, service.Port);
        var said = journey.Ends.Select(end => Said(end.Way.Decision, end.End, isTcp)).ToHashSet();
        var seen = new HashSet<Sight>();
        var calls = 0;
        while (calls < MaxCalls && !seen.SetEquals(said))
        {
            var response = await CallAsync(pod, service, isTcp);
            calls++;
            var sight = Seen(response);
            Assert.True(said.Contains(sight), $"{pod.Workload.Display} to {service}: saw {sight}, and said was {string.Join(" or ", said)}");
            Assert.Equal(view.Of(pod.Workload)!.ContentHash, response.Trace!.RouteTable);
            seen.Add(sight);
        }

        Assert.True(seen.SetEquals(said), $"{pod.Workload.Display} to {service}: in {calls} calls never saw {string.Join(" or ", said.Except(seen))}");
        Assert.Equal(
            cell.Paths.Select(path => path.End).OfType<ReachEnd.Refused>().Select(end => end.Reason).ToHashSet(),
            seen.Select(sight => sight.Refused).OfType<string>().ToHashSet());
        Assert.Equal(
            cell.Paths.Select(path => path.End).OfType<ReachEnd.Answered>().Select(end => end.By.ToString()).ToHashSet(),
            seen.Select(sight => sight.Endpoint).OfType<string>().Select(name => OwnerOf(view, name)).ToHashSet());
        return calls;
    }

    private static string OwnerOf(MeshView view, string display)
    {
        var pods = view.Mesh.Clusters.SelectMany(cluster => cluster.Pods).Select(pod => pod.Workload);
        return pods.Where(pod => pod.Display == display || Owner(pod) == display).Select(Owner).Distinct().Single();
    }

    private static Task<PodResponse> CallAsync(RunningPod pod, ReachService service, bool isTcp) =>
        isTcp
            ? pod.Client.EchoAsync(service.Host, service.Port, RandomNumberGenerator.GetBytes(100), CancellationToken.None)
            : pod.Client.GetAsync(new UriBuilder("http", service.Host, service.Port, "/reach").Uri, CancellationToken.None);

    private static bool IsTcp(Journey journey, int port) => journey.Ways
        .Select(way => ServiceOf(way.Decision)?.Port(port)?.AppProtocol)
        .Contains(AppProtocol.Tcp);

    private static MeshService? ServiceOf(RouteDecision decision) => decision.Match(
        tunnel => tunnel.Service, crossing => crossing.Service, plain => plain.Service, unresolved => ServiceOf(unresolved.Pattern), _ => null);

    /// <summary>What a trace shows of an end that was said.</summary>
    private static Sight Said(RouteDecision decision, WayEnd end, bool isTcp) => new(
        decision.Match(_ => "tunnel", _ => "double-tunnel", _ => "plain", _ => "unresolved", _ => "refused"),
        decision.Match<string?>(_ => "local", _ => "gateway", _ => "local", _ => "local", _ => null),
        end.Arrival.Match(
            delivered => Hops(decision, delivered.At.Identity),
            _ => Hops(decision, default),
            _ => "",
            _ => ""),
        end.Arrival.Match<string?>(
            delivered => NameOf(decision, delivered.At, isTcp), plain => plain.At?.Display, unread => unread.Through.Display, _ => null),
        end.Arrival.Match<string?>(_ => null, _ => null, _ => null, stopped => stopped.Reason));

    /// <summary>Behind a gateway the callee's node proxy says what made the pod, as telemetry does, and the pod alone its own name.</summary>
    private static string NameOf(RouteDecision decision, Workload at, bool isTcp) =>
        isTcp && decision is RouteDecision.DoubleTunnel ? Owner(at) : at.Display;

    private static string Owner(Workload pod) => $"{pod.Cluster}/{pod.Namespace}/{pod.Owner}";

    /// <summary>Where each hop goes, and whom its far end proves to be.</summary>
    private static string Hops(RouteDecision decision, SpiffeId callee) => decision.Match(
        tunnel => $"tunnel {tunnel.Address} {callee}",
        crossing => $"outer tunnel {crossing.Address} {crossing.OuterExpected[0]}, inner tunnel {crossing.Authority} {callee}",
        plain => $"connection {plain.Address} ",
        _ => "",
        _ => "");

    private static Sight Seen(PodResponse response)
    {
        var trace = response.Trace!;
        var hops = string.Join(", ", trace.Hops.Select((TraceHop hop) => $"{hop.Layer} {hop.Address} {hop.Identity}"));
        return new Sight(trace.Decision, trace.Via, hops, response.Error is null ? EndpointOf(response) : null, trace.Refused);
    }

    /// <summary>Who answered says so itself; bytes that come back do not, and the callee's node proxy has.</summary>
    private static string? EndpointOf(PodResponse response)
    {
        if (response.Status is null)
            return response.Trace!.Endpoint;
        var answer = JsonSerializer.Deserialize<PodAnswer>(response.Body, JsonSerializerOptions.Web)!;
        return $"{answer.Cluster}/{answer.Namespace}/{answer.Pod}";
    }

    private sealed record Sight(string Decision, string? Via, string Hops, string? Endpoint, string? Refused);
}
