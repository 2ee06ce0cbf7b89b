using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>The client of one HBONE connection, which opens tunnels in it.</summary>
public sealed class HboneClient : IAsyncDisposable
{
    private readonly TunnelLimits _limits;
    private readonly TimeProvider _time;
    private readonly LastBaggage _lastBaggage = new();

    private HboneClient(Http2Session session, VerifiedPeer peer, TunnelLimits limits, TimeProvider time) =>
        (Session, Peer, _limits, _time) = (session, peer, limits, time);

    /// <summary>Who is at the other end.</summary>
    public VerifiedPeer Peer { get; }

    /// <summary>The connection.</summary>
    public Http2Session Session { get; }

    /// <summary>Begins HTTP/2 on a TLS connection, which the client owns from now on.</summary>
    /// <param name="tunnel">The TLS connection.</param>
    /// <param name="layer">The part of the tunnel that it is, for errors.</param>
    /// <param name="limits">Its bounds.</param>
    /// <param name="time">The clock.</param>
    public static HboneClient Start(TlsTunnel tunnel, TunnelLayer layer, TunnelLimits limits, TimeProvider time) =>
        new(Http2Session.StartClient(tunnel.Transport, layer, limits, time), tunnel.Peer, limits, time);

    /// <summary>Opens a tunnel; returns when the peer has answered 200, which it does when the destination has taken the connection.</summary>
    /// <param name="request">Where to.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TunnelException">
    /// <see cref="TunnelFault.Refused"/> with the status, <see cref="TunnelFault.TimedOut"/>,
    /// <see cref="TunnelFault.LimitReached"/> when the connection takes no more streams, or why the connection failed.
    /// </exception>
    public ValueTask<HboneTunnel> OpenAsync(HboneRequest request, CancellationToken cancellationToken)
    {
        var stream = Session.TryOpen(request.ToHead(), int.MaxValue)
            ?? throw Session.Failure ?? Session.Failed(TunnelFault.LimitReached, "the connection takes no more streams");
        return AwaitAsync(stream, request, cancellationToken);
    }

    /// <summary>Closes the connection and its tunnels.</summary>
    public ValueTask DisposeAsync() => Session.DisposeAsync();

    /// <summary>Waits for the answer to a request that was sent.</summary>
    internal async ValueTask<HboneTunnel> AwaitAsync(
        Http2StreamTransport stream, HboneRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_limits.ResponseTimeoutSeconds, _time, cancellationToken);
        ResponseHead response;
        try
        {
            response = await stream.ResponseAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsOver)
        {
            throw Session.Failed(
                TunnelFault.TimedOut, $"no answer to CONNECT `{request.Authority}` within {_limits.ResponseTimeoutSeconds} s");
        }
        if (response.Status == 200)
        {
            var headers = HboneHeaders.Parse(response.Fields, _lastBaggage);
            return new HboneTunnel(stream, Peer, headers.Baggage) { Endpoint = headers.Endpoint };
        }
        await stream.DisposeAsync();
        throw new TunnelException(
            Session.Layer,
            TunnelFault.Refused,
            $"{Session.Layer.Describe()}: the peer answered CONNECT `{request.Authority}` with status {response.Status}",
            response.Status);
    }
}
