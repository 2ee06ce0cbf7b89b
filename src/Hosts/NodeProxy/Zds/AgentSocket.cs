using System.Collections.Immutable;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>A connection to the node agent: packets, and descriptors beside them. One caller receives at a time.</summary>
internal sealed class AgentSocket : IDisposable
{
    /// <summary>More descriptors than these in one packet are closed by the kernel, which says so.</summary>
    private const int MaxDescriptors = 8;

    private static readonly int HeaderBytes = Marshal.SizeOf<MessageCalls.ControlHeader>();

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
    private readonly byte[] _peeked = new byte[1];
    private readonly byte[] _buffer;
    private readonly ZdsLimits _limits;
    private readonly TimeProvider _time;

    private AgentSocket(ZdsLimits limits, TimeProvider time)
    {
        _buffer = new byte[limits.MessageBytes];
        (_limits, _time) = (limits, time);
    }

    /// <summary>Connects to the agent.</summary>
    /// <param name="address">Its socket.</param>
    /// <param name="limits">Say how long messages may be, and how long the agent may leave an answer.</param>
    /// <param name="time">The clock for that.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="SocketException">Nobody listens there, or not now.</exception>
    public static async ValueTask<AgentSocket> ConnectAsync(
        UnixDomainSocketEndPoint address, ZdsLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new AgentSocket(limits, time);
        try
        {
            await socket._socket.ConnectAsync(address, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Waits for a packet; null at the end of the connection.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="IOException">The same.</exception>
    public async ValueTask<AgentPacket?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // The platform waits, and leaves the packet where it is: it would lose the descriptors.
            if (await _socket.ReceiveAsync(_peeked, SocketFlags.Peek, cancellationToken) == 0)
                return null;
            if (TryReceive() is { } packet)
                return packet;
        }
    }

    /// <summary>Sends a packet.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    /// <exception cref="IOException">The agent does not read.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(_limits.AnswerTimeoutMilliseconds), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _socket.SendAsync(message, SocketFlags.None, either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"the node agent has read no answer for {_limits.AnswerTimeoutMilliseconds} ms", e);
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Receives a packet if one is there. All descriptors that come have an owner before anything else can fail.</summary>
    private unsafe AgentPacket? TryReceive()
    {
        var room = HeaderBytes + (MaxDescriptors * sizeof(int));
        var control = stackalloc byte[room];
        fixed (byte* bytes = _buffer)
        {
            var vector = new MessageCalls.Vector { Start = bytes, Length = (nuint)_buffer.Length };
            var header = new MessageCalls.Header { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)room };
            var received = MessageCalls.Receive(_socket.SafeHandle, &header, MessageCalls.CloseOnExec | MessageCalls.DoNotWait);
            if (received >= 0)
            {
                var descriptors = Descriptors(new ReadOnlySpan<byte>(control, (int)header.ControlLength));
                return new AgentPacket(
                    _buffer[..(int)received],
                    descriptors,
                    (header.Flags & MessageCalls.MessageWasCut) != 0,
                    (header.Flags & MessageCalls.ControlWasCut) != 0);
            }
        }

        var error = Marshal.GetLastPInvokeError();
        return error is MessageCalls.TryAgain or MessageCalls.Interrupted
            ? null
            : throw new IOException($"the node agent's socket cannot be read: error {error}");
    }

    private static ImmutableArray<SafeFileHandle> Descriptors(ReadOnlySpan<byte> control)
    {
        var descriptors = ImmutableArray.CreateBuilder<SafeFileHandle>();
        while (control.Length >= HeaderBytes)
        {
            var header = MemoryMarshal.Read<MessageCalls.ControlHeader>(control);
            var length = (int)Math.Min(header.Length, (nuint)control.Length);
            if (length < HeaderBytes)
                break;
            if (header is { Level: MessageCalls.SocketLevel, Type: MessageCalls.Rights })
            {
                foreach (var descriptor in MemoryMarshal.Cast<byte, int>(control[HeaderBytes..length]))
                    descriptors.Add(new SafeFileHandle(descriptor, ownsHandle: true));
            }

            // The next piece begins at a multiple of a word.
            var next = (length + nint.Size - 1) / nint.Size * nint.Size;
            control = control[Math.Min(next, control.Length)..];
        }

        return descriptors.ToImmutable();
    }
}
