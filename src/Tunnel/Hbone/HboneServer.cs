using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>Serves one tunnel: answers the request and carries its bytes. When it returns, the tunnel is closed.</summary>
/// <param name="request">The request.</param>
/// <param name="cancellationToken">
/// Fires when the connection ended before the tunnel did. A tunnel whose directions had both ended by then is whole: what
/// was received of it is still delivered.
/// </param>
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
        var tunnels = new ServedTunnels();
        await using (stopping.UnsafeRegister(_ => session.Loop.Post(_ => _ = session.DrainAsync(CancellationToken.None)), null))
        {
            while (await session.AcceptAsync() is { } incoming)
            {
                _ = ServeAsync(incoming, tunnel.Peer, handler, tunnels, tunnels.Begin(incoming.Stream));
            }
        }
        await session.Ended;
        tunnels.Cut(served => !served.IsComplete);
        var allEnded = tunnels.AllEnded();
        await EndedOrStoppedAsync(allEnded, limits, time, stopping);
        tunnels.Cut(_ => true);
        await allEnded;
        return session.Failure;
    }

    /// <summary>Whole tunnels take the time that their applications take to read; a host that stops gives them as much as open ones.</summary>
    private static async Task EndedOrStoppedAsync(Task allEnded, TunnelLimits limits, TimeProvider time, CancellationToken stopping)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stopping.UnsafeRegister(_ => stopped.TrySetResult(), null))
        {
            if (await Task.WhenAny(allEnded, stopped.Task) == allEnded)
                return;
        }
        await Task.WhenAny(allEnded, Task.Delay(TimeSpan.FromSeconds(limits.DrainTimeoutSeconds), time, CancellationToken.None));
    }

    private static async Task ServeAsync(
        Http2IncomingRequest incoming, VerifiedPeer peer, HboneHandler handler, ServedTunnels tunnels, CancellationToken cut)
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
            var request = new HboneServerRequest(stream, new HboneRequest(authority, HboneHeaders.Parse(incoming.Head.Fields, tunnels.LastBaggage)), peer);
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
            tunnels.End(incoming.Stream, failure);
        }
    }

    /// <summary>The tunnels that are being served, and what a handler threw that it should not have.</summary>
    private sealed class ServedTunnels
    {
        private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Dictionary<Http2StreamTransport, CancellationTokenSource> _served = [];
        private Exception? _failure;
        private bool _isLast;

        public LastBaggage LastBaggage { get; } = new();

        public CancellationToken Begin(Http2StreamTransport stream)
        {
            var cut = new CancellationTokenSource();
            lock (_served)
                _served.Add(stream, cut);
            return cut.Token;
        }

        public void End(Http2StreamTransport stream, Exception? failure)
        {
            lock (_served)
            {
                _failure ??= failure;
                if (_served.Remove(stream, out var cut))
                    cut.Dispose();
                CheckEnded();
            }
        }

        /// <summary>Cancels some of those that are still served.</summary>
        public void Cut(Predicate<Http2StreamTransport> which)
        {
            CancellationTokenSource[] cuts;
            lock (_served)
                cuts = [.. _served.Where(pair => which(pair.Key)).Select(pair => pair.Value)];
            foreach (var cut in cuts)
            {
                try
                {
                    cut.Cancel();
                }
                catch (ObjectDisposedException)
                {
                    // It has ended meanwhile.
                }
            }
        }

        /// <summary>Ends when all have; no more may begin.</summary>
        public Task AllEnded()
        {
            lock (_served)
            {
                _isLast = true;
                CheckEnded();
            }
            return _allEnded.Task;
        }

        private void CheckEnded()
        {
            if (!_isLast || _served.Count > 0)
                return;
            if (_failure is null)
                _allEnded.TrySetResult();
            else
                _allEnded.TrySetException(_failure);
        }
    }
}
