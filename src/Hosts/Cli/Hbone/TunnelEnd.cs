using System.Net;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Cli.Hbone;

/// <summary>Where tunnels end: a server, or a gateway whose peers go on inside of them.</summary>
/// <param name="settings">What it runs by.</param>
/// <param name="to">Where each tunnel leads; null for where it asks to go.</param>
/// <param name="direction">What lines call it.</param>
internal sealed class TunnelEnd(HboneSettings settings, IPEndPoint? to, ConnectionDirection direction) : IHboneRole
{
    public async Task ServeAsync(SocketTransport transport, CancellationToken stopping)
    {
        var record = new ConnectionRecord
        {
            Direction = direction,
            Source = new ConnectionEnd { Address = transport.RemoteEndPoint },
            Destination = new ConnectionEnd { Address = transport.LocalEndPoint },
        };
        try
        {
            var tls = await SpiffeHandshake.AcceptAsync(
                transport, settings.Ours, settings.Peers, TunnelLayer.Outer, settings.Limits, settings.Time, stopping);
            var failure = await HboneServer.RunAsync(
                tls, (request, cut) => ServeAsync(record, request, cut), TunnelLayer.Outer, settings.Limits, settings.Time, stopping);
            if (failure is { Fault: not TunnelFault.Closed })
                settings.Log.Ended(record, failure);
        }
        catch (TunnelException failure)
        {
            settings.Log.Ended(record, failure);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task ServeAsync(ConnectionRecord connection, HboneServerRequest request, CancellationToken cut)
    {
        var started = settings.Time.GetTimestamp();
        var record = connection with
        {
            Source = connection.Source with { Identity = request.Peer.Identity },
            Destination = ConnectionEnd.Unknown,
            Authority = request.Authority.ToString(),
        };
        RelayResult? result = null;
        TunnelException? failure = null;
        try
        {
            await using var upstream = await ConnectAsync(request.Authority, cut);
            record = record with { Destination = new ConnectionEnd { Address = upstream.RemoteEndPoint } };
            result = await Relay.RunAsync(request.Accept(), upstream, cut);
            failure = result.Failure;
        }
        catch (TunnelException error)
        {
            failure = error;
            if (!request.IsAnswered)
                request.Reject((int)HttpStatusCode.ServiceUnavailable);
        }

        settings.Log.Ended(
            record with
            {
                BytesReceived = result?.BytesAToB ?? 0,
                BytesSent = result?.BytesBToA ?? 0,
                Duration = settings.Time.GetElapsedTime(started),
            },
            failure);
    }

    private ValueTask<SocketTransport> ConnectAsync(HboneAuthority authority, CancellationToken cut) => to is null
        ? HostDialer.ConnectAsync(authority, settings.Limits, settings.Time, cut)
        : SocketTransport.ConnectAsync(to, source: null, settings.Limits, settings.Time, cut);
}
