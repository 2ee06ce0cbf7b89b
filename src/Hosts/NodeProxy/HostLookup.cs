using System.Collections.Immutable;
using System.Net.Sockets;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>Asks this machine's DNS for the addresses that decisions lack.</summary>
/// <param name="metrics">Counts what is asked.</param>
/// <param name="limits">Say how long it may take.</param>
/// <param name="time">The clock that says so.</param>
internal sealed class HostLookup(HostLookupMetrics metrics, TunnelLimits limits, TimeProvider time)
{
    /// <summary>The reason of a connection whose name DNS does not know.</summary>
    public const string Unresolved = "unresolved-host";

    /// <summary>The decision with an address, or null and why there is none.</summary>
    /// <param name="decision">The decision; one that has its address stays as it is.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async ValueTask<(RouteDecision? Decision, string? Error)> CompleteAsync(
        RouteDecision decision, Workload caller, CancellationToken cancellationToken)
    {
        if (decision is not RouteDecision.Unresolved named)
            return (decision, null);
        metrics.Requested(caller, named.Host);
        using var overdue = new CancellationTokenSource(TimeSpan.FromSeconds(limits.ConnectTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, cancellationToken);
        try
        {
            var addresses = await System.Net.Dns.GetHostAddressesAsync(named.Host, either.Token);
            return named.Choose(ImmutableArray.Create(addresses), Chance.Roll()) is { } address
                ? (named.At(address), null)
                : (null, $"`{named.Host}` has no address of {Families(named)}");
        }
        catch (SocketException error)
        {
            return (null, $"`{named.Host}` cannot be resolved: {error.Message}");
        }
        catch (OperationCanceledException) when (overdue.IsCancellationRequested)
        {
            return (null, $"`{named.Host}` cannot be resolved: no answer in {limits.ConnectTimeoutSeconds} s");
        }
    }

    private static string Families(RouteDecision.Unresolved named) => string.Join(
        " or ", named.Families.Select(family => family == AddressFamily.InterNetwork ? "IPv4" : "IPv6"));
}
