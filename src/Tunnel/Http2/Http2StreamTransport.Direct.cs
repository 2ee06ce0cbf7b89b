using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Loops.Linux;

namespace ScopeMesh.Tunnel.Http2;

/// <content>
/// The way of bytes between a stream and a socket of the same loop, without a buffer between: what came for the stream is
/// sent from where it was decrypted, and what is received is put where its DATA frame is.
/// </content>
public sealed partial class Http2StreamTransport
{
    /// <summary>What <see cref="Fill"/> says where nothing may be sent yet.</summary>
    internal const int NoRoom = -2;

    private readonly List<ArraySegment<byte>> _borrowed = [];
    private EpollSocket? _sink;

    internal EventLoop Loop => _session.Loop;

    /// <summary>How many bytes went to the sink at once.</summary>
    internal long BytesSunk { get; private set; }

    /// <summary>Whether somebody waits until something may be sent.</summary>
    internal bool WantsRoom { get; private set; }

    /// <summary>From now on what comes is sent to a socket at once, as far as that takes it; the rest is to be received.</summary>
    internal void SinkTo(EpollSocket socket) => _sink = socket;

    /// <summary>What was received and waits, as far as it lies together; empty where nothing does.</summary>
    internal ArraySegment<byte> Waiting => _inbox.First;

    /// <summary>Drops what was taken of <see cref="Waiting"/>.</summary>
    internal void Skip(int count)
    {
        _inbox.Skip(count);
        Consume(count);
    }

    /// <summary>Receives from a socket into the next DATA frame.</summary>
    /// <returns>How many bytes, 0 at the socket's end, -1 where there is nothing yet, <see cref="NoRoom"/>.</returns>
    /// <exception cref="TunnelException">The socket or the stream failed.</exception>
    internal int Fill(EpollSocket socket)
    {
        ThrowIfNotSending();
        var room = _session.Connection.RoomFor(Id);
        if (room <= 0)
            return NoRoom;
        var count = -1;
        var span = _session.Connection.ReserveData(room);
        try
        {
            count = socket.TryReceive(span);
        }
        finally
        {
            _session.Connection.CommitData(Id, room, count);
        }
        if (count <= 0)
            return count;
        _bytesSent += count;
        _session.Flush();
        return count;
    }

    /// <summary>Waits until something may be sent, in turn with other streams.</summary>
    internal ValueTask WaitForRoomAsync()
    {
        ThrowIfNotSending();
        WantsRoom = true;
        var wait = _sender.WaitVoid();
        _session.Enqueue(this);
        return wait;
    }

    /// <summary>There may be room now.</summary>
    internal void OnRoom()
    {
        WantsRoom = false;
        _sender.Succeed(0);
    }

    /// <summary>What was borrowed goes to the sink, and what that does not take is kept.</summary>
    internal void SettleBorrowed()
    {
        var sent = 0;
        var pieces = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_borrowed);
        try
        {
            if (_receiveFailure is null)
                sent = _sink!.TrySend(pieces);
        }
        catch (TunnelException)
        {
            // Whoever relays finds out by itself.
        }
        Consume(sent);
        BytesSunk += sent;
        foreach (var piece in pieces)
        {
            var skipped = Math.Min(sent, piece.Count);
            sent -= skipped;
            Keep(piece.AsSpan(skipped));
        }
        _borrowed.Clear();
    }

    private void ThrowIfNotSending()
    {
        Loop.Verify();
        if (_sendFailure is not null)
            throw _sendFailure;
        if (_sendEnded)
            throw _session.Failed(TunnelFault.Closed, "our direction of the stream has ended");
    }

    /// <summary>Leaves bytes where they are until all of this receive has been looked at; false where that cannot be.</summary>
    private bool Borrow(ReadOnlySpan<byte> data)
    {
        if (_sink is null || _inbox.Count > 0 || data.IsEmpty || !_session.TryLocate(data, out var piece))
            return false;
        if (_borrowed.Count == 0)
            _session.SettleLater(this);
        _borrowed.Add(piece);
        return true;
    }

    private void Keep(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return;
        if (_receiveFailure is not null)
        {
            Consume(data.Length);
            return;
        }
        _inbox.Put(data);
        if (_receiver.IsWaiting && _receiveBuffer.IsEmpty)
            CompleteReceive(0);
    }
}
