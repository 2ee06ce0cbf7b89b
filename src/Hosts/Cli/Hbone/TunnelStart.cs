using System.Net;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Cli.Hbone;

/// <summary>A tunnel inside of another one.</summary>
/// <param name="Request">Where it leads.</param>
/// <param name="Peers">Who may be at its end.</param>
/// <param name="IsShared">Whether connections may share it.</param>
internal sealed record InnerTunnel(HboneRequest Request, AcceptedPeers Peers, bool IsShared);

/// <summary>Where tunnels start: plain connections come in, and each goes through one of its own.</summary>
internal sealed class TunnelStart : IHboneRole, ICertificateSource
{
    private const long UnknownCapacity = 1;

    private readonly HboneSettings _settings;
    private readonly HboneRequest _request;
    private readonly HbonePools _pools;
    private readonly PoolKey _key;

    /// <param name="settings">What it runs by.</param>
    /// <param name="via">Where the peer listens.</param>
    /// <param name="request">What to ask it for.</param>
    public TunnelStart(HboneSettings settings, IPEndPoint via, HboneRequest request)
    {
        _settings = settings;
        _request = request;
        _pools = new HbonePools(DialAsync, this, settings.Limits, settings.Time);
        _key = new PoolKey(settings.Ours.Identity, settings.Peers, via, SourceAddress: null);
    }

    /// <summary>The tunnel inside of each, where there is one.</summary>
    public InnerTunnel? Inner { get; init; }

    public async Task ServeAsync(SocketTransport near, CancellationToken stopping)
    {
        var started = _settings.Time.GetTimestamp();
        using var cut = new CancellationTokenSource();
        await using var drain = stopping.UnsafeRegister(
            _ => cut.CancelAfter(TimeSpan.FromSeconds(_settings.Limits.DrainTimeoutSeconds)), null);
        var record = new ConnectionRecord
        {
            Direction = ConnectionDirection.Outbound,
            Source = new ConnectionEnd { Address = near.RemoteEndPoint },
            Destination = new ConnectionEnd { Address = _key.Destination },
            Authority = (Inner?.Request ?? _request).Authority.ToString(),
        };
        RelayResult? result = null;
        TunnelException? failure;
        try
        {
            var tunnel = await OpenAsync(cut.Token);
            await using var far = tunnel.Transport;
            record = record with { Destination = record.Destination with { Identity = tunnel.Peer.Identity } };
            result = await Relay.RunAsync(near, far, cut.Token);
            failure = result.Failure;
        }
        catch (TunnelException error)
        {
            // Who called must not take it for the end of an answer.
            near.Abort();
            failure = error;
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            near.Abort();
            failure = new TunnelException(TunnelLayer.Outer, TunnelFault.Closed, "the tunnel was not open yet when the drain's time was over");
        }

        _settings.Log.Ended(
            record with
            {
                BytesSent = result?.BytesAToB ?? 0,
                BytesReceived = result?.BytesBToA ?? 0,
                Duration = _settings.Time.GetElapsedTime(started),
            },
            failure);
    }

    public ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_settings.Ours);

    public async ValueTask DisposeAsync()
    {
        await _pools.DrainAsync(CancellationToken.None);
        await _pools.DisposeAsync();
    }

    private async ValueTask<HboneTunnel> OpenAsync(CancellationToken cancellationToken)
    {
        var pools = _pools.Current;
        if (Inner is { IsShared: true })
        {
            var key = new InnerKey(_key, _request.Authority.ToString(), Inner.Peers);
            return await pools.Inner.OpenAsync(key, _request, Inner.Request, UnknownCapacity, cancellationToken);
        }
        var outer = await pools.Outer.OpenAsync(_key, _request, cancellationToken);
        return Inner is null
            ? outer
            : await DoubleTunnel.OpenAsync(
                outer.Transport, _settings.Ours, Inner.Peers, Inner.Request, _settings.Limits, _settings.Time, cancellationToken);
    }

    private async ValueTask<ITransport> DialAsync(DialTarget target, CancellationToken cancellationToken) =>
        await SocketTransport.ConnectAsync(target.Destination, target.Source, _settings.Limits, _settings.Time, cancellationToken);
}
