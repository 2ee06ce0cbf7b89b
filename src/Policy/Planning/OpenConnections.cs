using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>The connections that hosts hold open before a change, and which of them their tables after it no longer allow.</summary>
internal static class OpenConnections
{
    /// <summary>For each path that connections take and that closes: who took them, and which hosts close them and why.</summary>
    /// <param name="comparison">The mesh before and after.</param>
    /// <param name="journey">What becomes of connections before.</param>
    public static IEnumerable<(Workload At, ValueList<ClosingReason> Reasons)> Closing(MeshComparison comparison, Journey journey)
    {
        foreach (var (way, end, _) in journey.Ends)
        {
            if (end.Arrival is not Arrival.Delivered delivered)
                continue;
            var reasons = Held(comparison.Before.Mesh, journey.Source, way.Decision, end, delivered)
                .Select(held => (held.Host, Why: WhyClose(comparison, held)))
                .Where(closing => closing.Why is not null)
                .Select(closing => new ClosingReason(closing.Host, closing.Why!))
                .ToValueList();
            if (!reasons.IsEmpty)
                yield return (delivered.At, reasons);
        }
    }

    /// <summary>What each host on the way of a connection holds of it.</summary>
    internal static IEnumerable<HeldConnection> Held(
        Mesh mesh, Workload source, RouteDecision decision, WayEnd end, Arrival.Delivered delivered)
    {
        const long anyId = 0;
        var atCaller = new Viewpoint(source.Cluster, source.Network, ViewpointRole.Node);
        switch (decision.Carried())
        {
            case RouteDecision.Tunnel tunnel:
                yield return new HeldConnection(
                    ClosingHost.Caller, atCaller, null, LiveConnection.Of(anyId, source, tunnel, delivered.At.Identity));
                break;
            case RouteDecision.DoubleTunnel crossing:
                yield return new HeldConnection(
                    ClosingHost.Caller, atCaller, null, LiveConnection.Of(anyId, source, crossing, delivered.At.Identity));
                if (end.Forwarded is GatewayDecision.Forward forward && GatewayFinder.Find(mesh, crossing) is { } gateway)
                {
                    yield return new HeldConnection(
                        ClosingHost.Gateway,
                        new Viewpoint(gateway.Cluster.Id, gateway.Gateway.Network, ViewpointRole.Gateway),
                        gateway.Gateway.Name,
                        new LiveConnection.Relayed(anyId, forward.Service.Key, forward.To.Uid));
                }

                break;
        }

        yield return new HeldConnection(
            ClosingHost.Callee,
            new Viewpoint(delivered.At.Cluster, delivered.At.Network, ViewpointRole.Node),
            null,
            new LiveConnection.Inbound(anyId, delivered.At.Uid, delivered.At.Identity, delivered.Connection));
    }

    private static string? WhyClose(MeshComparison comparison, HeldConnection held)
    {
        // Nobody is left to ask the table of a gateway that is gone.
        if (held.Gateway is { } name && !IsThere(comparison.After.Mesh, held.Viewpoint, name))
            return "the gateway is gone";
        return LiveConnections.WhyClose(comparison.After.Table(held.Viewpoint), held.Connection);
    }

    private static bool IsThere(Mesh mesh, Viewpoint viewpoint, NamespacedName gateway) =>
        mesh.Find(viewpoint.Cluster)?.Gateways.Any(one => one.Name == gateway && one.Network == viewpoint.Network) ?? false;
}

/// <summary>What one host holds of a connection.</summary>
/// <param name="Host">Which on its way.</param>
/// <param name="Viewpoint">Whose table it follows.</param>
/// <param name="Gateway">The gateway's name, where it is one.</param>
/// <param name="Connection">What it holds.</param>
internal sealed record HeldConnection(ClosingHost Host, Viewpoint Viewpoint, NamespacedName? Gateway, LiveConnection Connection);
