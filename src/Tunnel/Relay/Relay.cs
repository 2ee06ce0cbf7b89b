using System.Runtime.CompilerServices;
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

    private static ITransport Unwrap(ITransport transport) => transport is IWrapsStream { Stream: { } stream } ? stream : transport;

    /// <summary>One direction. It is one state machine for all ways, since there are two for each connection.</summary>
    private sealed class Direction(ITransport from, ITransport to)
    {
        private Http2StreamTransport? _stream;
        private EpollSocket? _socket;

        private enum Way
        {
            /// <summary>By a buffer.</summary>
            Copy,

            /// <summary>From a socket into the frames of a stream.</summary>
            Fill,

            /// <summary>From a stream to a socket: at once while it comes, and here what the socket did not take.</summary>
            Sink,
        }

        public long Bytes { get; private set; }

        public TunnelException? Failure { get; private set; }

        public async Task RunAsync()
        {
            var way = ChooseWay();
            try
            {
                while (true)
                {
                    // No buffer is held while there is nothing to relay.
                    var source = way == Way.Fill ? _socket! : way == Way.Sink ? _stream! : from;
                    await source.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
                    var next = way switch
                    {
                        Way.Fill => Fill(),
                        Way.Sink => Sink(),
                        _ => CopyAsync(),
                    };
                    if (!await next)
                        break;
                }
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
            Bytes += way == Way.Sink ? _stream!.BytesSunk : 0;
        }

        private Way ChooseWay()
        {
            var (source, sink) = (Unwrap(from), Unwrap(to));
            _socket = source as EpollSocket ?? sink as EpollSocket;
            _stream = source as Http2StreamTransport ?? sink as Http2StreamTransport;
            if (_socket is null || _stream is null || _socket.Loop != _stream.Loop)
                return Way.Copy;
            if (ReferenceEquals(_socket, source))
                return Way.Fill;
            _stream.SinkTo(_socket);
            return Way.Sink;
        }

        /// <summary>Fills frames with what the socket has; false at its end.</summary>
        private ValueTask<bool> Fill()
        {
            var count = _stream!.Fill(_socket!);
            if (count == 0)
                return ValueTask.FromResult(false);
            Bytes += Math.Max(0, count);
            if (count == Http2StreamTransport.NoRoom)
                return AfterAsync(_stream.WaitForRoomAsync());
            // A stream that has much to send lets others have their turn.
            return count > YieldBytes ? AfterAsync(_socket!.Loop.YieldAsync()) : ValueTask.FromResult(true);
        }

        /// <summary>Sends what the socket did not take when it came; false at the stream's end.</summary>
        private ValueTask<bool> Sink()
        {
            while (_stream!.Waiting is { Count: > 0 } waiting)
            {
                var sent = _socket!.TrySend([waiting]);
                _stream.Skip(sent);
                Bytes += sent;
                if (sent < waiting.Count)
                    return AfterAsync(_socket.WaitForRoomAsync());
            }
            return ValueTask.FromResult(!_stream.IsAtEnd);
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        private static async ValueTask<bool> AfterAsync(ValueTask wait)
        {
            await wait;
            return true;
        }

        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        private async ValueTask<bool> CopyAsync()
        {
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
