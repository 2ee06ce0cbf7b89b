using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Up;

/// <summary>A call that shows a mesh at work, for whoever sees it first.</summary>
/// <param name="Caller">Who calls.</param>
/// <param name="Host">The name that is called.</param>
/// <param name="Port">The port that is called.</param>
internal sealed record SuggestedCall(RunningPod Caller, string Host, int Port)
{
    /// <summary>How many callers, and how many services of each, are tried for a call that arrives.</summary>
    private const int Tries = 32;

    /// <summary>
    /// The first call that arrives: callers that serve nothing before others, services that are shared before others. Where
    /// none does, the first; null where there is nobody to call.
    /// </summary>
    /// <param name="mesh">The mesh as its folder says.</param>
    /// <param name="pods">The pods that run.</param>
    public static SuggestedCall? Among(Mesh mesh, IReadOnlyList<RunningPod> pods)
    {
        var services = (
            from cluster in mesh.Clusters
            from service in cluster.Services
            where service.Ports.AsSpan() is [{ AppProtocol: not AppProtocol.Tcp }, ..]
            orderby ScopeResolver.Decide(cluster, service).Scope == Scope.Global descending
            select service).DistinctBy(service => service.Name).Take(Tries).ToArray();
        var calls =
            from pod in pods.OrderByDescending(pod => pod.Workload.Services.IsEmpty).Take(Tries)
            from service in services
            select new SuggestedCall(pod, $"{service.Name.Name}.{service.Name.Namespace}", service.Ports[0].ServicePort);
        var view = MeshView.Of(mesh);
        return calls.FirstOrDefault(call => call.Arrives(view)) ?? calls.FirstOrDefault();
    }

    private bool Arrives(MeshView view) =>
        Journeys.Of(view, Caller.Workload, Destination.Of(Host, Port)).Verdict == JourneyVerdict.Reached;
}
