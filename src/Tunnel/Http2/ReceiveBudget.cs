using System.Diagnostics;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// Shares the connection's receive window out among its streams, so that streams which nobody reads never stop the
/// others: what the windows of all streams allow together, and what ended streams have left unread, is no more than
/// the connection's window allows.
/// </summary>
/// <remarks>
/// Half of it is for windows that streams begin with, <see cref="Http2Limits.StreamStartBytes"/> for each that may be
/// open. The other half is for streams that are read: one may have as much of it as is left for the rest. So there is
/// something for whoever comes later, and streams give way as they are read when more want a share (a dynamic threshold,
/// as switches share buffers among queues).
/// </remarks>
internal sealed class ReceiveBudget(Http2Limits limits)
{
    private readonly int _start = limits.StreamStartBytes;
    private int _openStreams;

    /// <summary>What the peer may send on streams, or has sent and nobody has read; bytes.</summary>
    public int Committed { get; private set; }

    /// <summary>Whether there is room for one more stream.</summary>
    public bool MayOpen => _start <= limits.ConnectionWindowBytes - Committed;

    /// <summary>What streams may share besides what they begin with, and does not belong to one yet; bytes.</summary>
    private int Free => limits.ConnectionWindowBytes - Committed - (Math.Max(0, limits.MaxConcurrentStreams - _openStreams) * _start);

    /// <summary>Gives a stream the window that it begins with.</summary>
    public void Open(Http2Stream stream)
    {
        _openStreams++;
        Committed += _start;
        stream.CommittedBytes = _start;
    }

    /// <summary>Takes a window back that the peer will not use; what came of it stays counted until it is read.</summary>
    public void Settle(Http2Stream stream)
    {
        if (stream.CommittedBytes == 0)
            return;
        _openStreams--;
        Committed += stream.ReceiveWindow.Unread - stream.CommittedBytes;
        stream.CommittedBytes = 0;
    }

    /// <summary>Counts bytes that were read of a stream which is settled, or thrown away.</summary>
    public void Drain(int count)
    {
        Committed -= count;
        Debug.Assert(Committed >= 0, "no more is read than came");
    }

    /// <summary>Says by how much a stream's window becomes greater (or less than nothing: smaller) now that credit is due for it.</summary>
    public int Adjust(Http2Stream stream)
    {
        var size = stream.CommittedBytes;
        var share = _start + ((Free + (size - _start)) / 2);
        var wanted = (int)Math.Min(Math.Min(2L * size, Math.Max(limits.StreamWindowBytes, _start)), share);
        var delta = Math.Max(Math.Max(wanted, _start) - size, -stream.ReceiveWindow.Owed);
        stream.CommittedBytes += delta;
        Committed += delta;
        return delta;
    }
}
