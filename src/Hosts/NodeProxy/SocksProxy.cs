using System.Net.Sockets;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>
/// Serves the programs of a pod that call out by SOCKS. The port says which pod calls. A user name, if one is given,
/// names the connection's trace.
/// </summary>
internal sealed class SocksProxy(
    OutboundProxy outbound,
    ConnectionRelay relay,
    ConnectionLog log,
    TraceLog traces,
    NodeLimits limits,
    TimeProvider time)
{
    /// <summary>Serves one connection to its end.</summary>
    public async Task ServeAsync(string sourceUid, SocketTransport client, ConnectionStop stop)
    {
        try
        {
            if (await ReadAsync(client, stop.Draining) is { } request)
                await ServeAsync(sourceUid, client, request, stop.Cut);
        }
        catch (Exception error) when (error is TunnelException or OperationCanceledException or SocketException)
        {
            // Before a request is read there is nobody to tell, and after it the record has been written.
        }
    }

    private async Task<Socks5Request?> ReadAsync(SocketTransport client, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(limits.SocksRequestTimeoutSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        return await Socks5.ReadAsync(client, either.Token);
    }

    private async Task ServeAsync(
        string sourceUid, SocketTransport client, Socks5Request request, CancellationToken cut)
    {
        var started = time.GetTimestamp();
        var applicationPort = client.RemoteEndPoint?.Port ?? 0;
        var trace = TraceParents.Next();
        var outcome = await outbound.OpenAsync(sourceUid, applicationPort, request.Destination, trace, cut);
        var record = outcome.ToRecord(applicationPort, request.Destination);
        if (request.UserName is { Length: > 0 } id)
            traces.Add(Trace(id, sourceUid, request.Destination, outcome));
        if (outcome.Transport is not { } upstream)
        {
            await Socks5.ReplyAsync(client, outcome.Reply, cut);
            outcome.TellFailure(log, record with { Duration = time.GetElapsedTime(started) });
            return;
        }

        await using (upstream)
        {
            await Socks5.ReplyAsync(client, Socks5Reply.Succeeded, cut);
            await relay.RunAsync(record, client, upstream, outcome.Describe, started, cut);
        }
    }

    private static ConnectionTrace Trace(string id, string sourceUid, Destination destination, OutboundOutcome outcome)
    {
        var source = outcome.Source;
        var end = outcome.Destination;
        return new ConnectionTrace
        {
            Id = id,
            From = source?.Display ?? sourceUid,
            FromIdentity = source?.Identity.ToString() ?? "",
            To = destination.ToString()!,
            Decision = outcome.Decision.Match(_ => "tunnel", _ => "double-tunnel", _ => "plain", _ => "unresolved", _ => "refused"),
            Service = outcome.Service?.Hostname,
            Via = outcome.Via,
            RouteTable = outcome.TableHash,
            Hops = outcome.Hops,
            Endpoint = end.Workload is null ? null : $"{end.Cluster}/{end.Namespace}/{end.Workload}",
            Refused = outcome.Refused,
            Error = outcome.Error,
        };
    }
}
