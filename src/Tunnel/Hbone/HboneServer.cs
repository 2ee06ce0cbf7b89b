using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>Serves one tunnel: answers the request and carries its bytes. When it returns, the tunnel is closed.</summary>
/// <param name="request">The request.</param>
/// <param name="cancellationToken">Fires when the connection is cut off.</param>
public delegate Task HboneHandler(HboneServerRequest request, CancellationToken cancellationToken);

/// <summary>The server of HBONE connections.</summary>
public static class HboneServer
{
    /// <summary>Serves a connection to its end.</summary>
    /// <param name="tunnel">The TLS connection, which is closed in the end.</param>
    /// <param name="handler">Serves each tunnel. A request that it leaves without an answer gets 503.</param>
    /// <param name="layer">The part of the tunnel that the connection is, for errors.</param>
    /// <param name="limits">Its bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopping">Lets open tunnels end, within the drain's limit, and takes no more.</param>
    /// <returns>Why the connection ended.</returns>
    public static async Task<TunnelException?> RunAsync(
        TlsTunnel tunnel, HboneHandler handler, TunnelLayer layer, TunnelLimits limits, TimeProvider time, CancellationToken stopping)
    {
        var session = Http2Session.StartServer(tunnel.Transport, layer, limits, time);
        using var cut = new CancellationTokenSource();
        var tunnels = new TunnelCount();
        await using (stopping.UnsafeRegister(_ => _ = session.DrainAsync(CancellationToken.None), null))
        {
            while (await session.AcceptAsync(CancellationToken.None) is { } incoming)
            {
                tunnels.Begin();
                _ = ServeAsync(incoming, tunnel.Peer, handler, tunnels, cut.Token);
            }
        }
        await session.Ended;
        await cut.CancelAsync();
        await tunnels.AllEnded();
        return session.Failure;
    }

    private static async Task ServeAsync(
        Http2IncomingRequest incoming, VerifiedPeer peer, HboneHandler handler, TunnelCount tunnels, CancellationToken cut)
    {
        // The acceptor goes on to the next request whatever this one waits for.
        await Task.Yield();
        Exception? failure = null;
        try
        {
            await using var stream = incoming.Stream;
            if (!incoming.Head.IsConnect || !HboneAuthority.TryParse(incoming.Head.Authority, out var authority))
            {
                stream.Reject(400);
                return;
            }
            var request = new HboneServerRequest(stream, new HboneRequest(authority, HboneHeaders.Parse(incoming.Head.Fields)), peer);
            try
            {
                await handler(request, cut);
            }
            finally
            {
                if (!request.IsAnswered)
                    request.Reject(503);
            }
        }
        catch (Exception e) when (e is not (TunnelException or OperationCanceledException))
        {
            failure = e;
        }
        catch (Exception e) when (e is TunnelException or OperationCanceledException)
        {
            // The tunnel's own end; its handler has had its say.
        }
        finally
        {
            tunnels.End(failure);
        }
    }

    /// <summary>How many tunnels are being served, and what a handler threw that it should not have.</summary>
    private sealed class TunnelCount
    {
        private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _failure;
        private int _count = 1;

        public void Begin() => Interlocked.Increment(ref _count);

        public void End(Exception? failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            if (Interlocked.Decrement(ref _count) > 0)
                return;
            if (_failure is null)
                _allEnded.TrySetResult();
            else
                _allEnded.TrySetException(_failure);
        }

        public Task AllEnded()
        {
            End(null);
            return _allEnded.Task;
        }
    }
}
