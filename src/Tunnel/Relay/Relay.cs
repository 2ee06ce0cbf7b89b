using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Loops.Linux;

namespace ScopeMesh.Tunnel;

/// <summary>How a relay ended.</summary>
/// <param name="BytesAToB">Bytes that the second transport took from the first.</param>
/// <param name="BytesBToA">Bytes that the first transport took from the second.</param>
/// <param name="Failure">What broke it; null where both directions came to their ends.</param>
public sealed record RelayResult(long BytesAToB, long BytesBToA, TunnelException? Failure);

/// <summary>
/// Carries bytes between two transports, each direction to its own end: the end of one is passed on, and the
/// other goes on. When one breaks, both are aborted, so that nobody takes half a stream for a whole one.
/// </summary>
public static class Relay
{
    private const int NoRoom = -2;
    private const int YieldBytes = 16 * 1024;

    /// <summary>Relays until both directions have ended, or one has failed. Leaves disposing to the caller.</summary>
    /// <param name="a">One transport.</param>
    /// <param name="b">The other.</param>
    /// <param name="cancellationToken">Aborts both; the result then names <see cref="TunnelFault.Closed"/>.</param>
    public static async Task<RelayResult> RunAsync(ITransport a, ITransport b, CancellationToken cancellationToken)
    {
        using var stop = cancellationToken.UnsafeRegister(
            static pair =>
            {
                var (left, right) = ((ITransport, ITransport))pair!;
                left.Abort();
                right.Abort();
            },
            (a, b));
        var forth = new Direction(a, b);
        var back = new Direction(b, a);
        await Task.WhenAll(forth.RunAsync(), back.RunAsync());
        var failure = cancellationToken.IsCancellationRequested
            ? new TunnelException(TunnelLayer.Transport, TunnelFault.Closed, "the relay was stopped")
            : First(forth, back);
        return new RelayResult(forth.Bytes, back.Bytes, failure);
    }

    /// <summary>The failure that made the other one: the one that came first, and is not our own abort.</summary>
    private static TunnelException? First(Direction forth, Direction back) =>
        forth.Failure is { Fault: not TunnelFault.Closed } cause ? cause : back.Failure ?? forth.Failure;

    private sealed class Direction(ITransport from, ITransport to)
    {
        public long Bytes { get; private set; }

        public TunnelException? Failure { get; private set; }

        public async Task RunAsync()
        {
            try
            {
                await CarryAsync();
                await to.CompleteAsync(CancellationToken.None);
            }
            catch (TunnelException e) when (e.Fault == TunnelFault.NotWanted)
            {
                // One side has said all that it had to say; the other still gets it to the end.
            }
            catch (TunnelException e)
            {
                Failure = e;
                from.Abort();
                to.Abort();
            }
        }

        private Task CarryAsync() => (Unwrap(from), Unwrap(to)) switch
        {
            (EpollSocket socket, Http2StreamTransport stream) when socket.Loop == stream.Loop => FillAsync(socket, stream),
            (Http2StreamTransport stream, EpollSocket socket) when socket.Loop == stream.Loop => SinkAsync(stream, socket),
            _ => CopyAsync(),
        };

        private static ITransport Unwrap(ITransport transport) => transport is IWrapsStream { Stream: { } stream } ? stream : transport;

        /// <summary>From a socket into the frames of a stream.</summary>
        private async Task FillAsync(EpollSocket socket, Http2StreamTransport stream)
        {
            while (true)
            {
                await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
                var count = stream.Fill(socket);
                if (count == 0)
                    return;
                Bytes += Math.Max(0, count);
                // A stream that has much to send lets others have their turn.
                if (count == NoRoom)
                    await stream.WaitForRoomAsync();
                else if (count > YieldBytes)
                    await socket.Loop.YieldAsync();
            }
        }

        /// <summary>From a stream to a socket: at once while it comes, and here what the socket did not take.</summary>
        private async Task SinkAsync(Http2StreamTransport stream, EpollSocket socket)
        {
            stream.SinkTo(socket);
            try
            {
                while (true)
                {
                    while (stream.Waiting is { Count: > 0 } waiting)
                    {
                        var sent = socket.TrySend([waiting]);
                        stream.Skip(sent);
                        Bytes += sent;
                        if (sent < waiting.Count)
                            await socket.WaitForRoomAsync();
                    }
                    if (await stream.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None) == 0 && stream.IsAtEnd)
                        return;
                }
            }
            finally
            {
                Bytes += stream.BytesSunk;
            }
        }

        private async Task CopyAsync()
        {
            while (await RelayAsync())
            {
            }
        }

        /// <summary>Relays what there is next; false at the end. No buffer is held while there is nothing.</summary>
        private async ValueTask<bool> RelayAsync()
        {
            await from.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
            var buffers = EventLoop.Require().RelayBuffers;
            var buffer = buffers.Rent();
            try
            {
                var count = await from.ReceiveAsync(buffer, CancellationToken.None);
                if (count == 0)
                    return false;
                await to.SendAsync(buffer.AsMemory(0, count), CancellationToken.None);
                Bytes += count;
                return true;
            }
            finally
            {
                buffers.Return(buffer);
            }
        }
    }
}

/// <summary>A transport that is a stream with something around it.</summary>
internal interface IWrapsStream
{
    Http2StreamTransport? Stream { get; }
}
