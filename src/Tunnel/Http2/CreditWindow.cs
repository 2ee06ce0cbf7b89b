namespace ScopeMesh.Tunnel.Http2;

/// <summary>The window that we grant: shrinks as bytes arrive, and grows again by the credit that we announce for what was consumed.</summary>
internal struct CreditWindow(int size)
{
    private FlowWindow _window = new(size);
    private int _size = size;

    public readonly int Available => _window.Available;

    /// <summary>Bytes that were consumed, and for which no credit was announced yet.</summary>
    public int Owed { get; private set; }

    /// <summary>Bytes that came and were not consumed.</summary>
    public readonly int Unread => _size - Available - Owed;

    /// <summary>Whether what is owed is half of the window, so that a WINDOW_UPDATE is rare and never late.</summary>
    public readonly bool IsHalfOwed => Owed > 0 && Owed >= _size / 2;

    /// <summary>Counts bytes that arrived; false when the peer was not allowed to send so many.</summary>
    public bool TryReceive(int count) => _window.TryTake(count);

    /// <summary>Counts bytes that were consumed.</summary>
    public void Consume(int count) => Owed += count;

    /// <summary>Makes the window as great again as it was, or greater or smaller than that.</summary>
    /// <param name="extra">Bytes by which it becomes greater; less than nothing, but no less than <c>-Owed</c>, where it becomes smaller.</param>
    /// <returns>The credit to announce now; 0 for none.</returns>
    public int Announce(int extra = 0)
    {
        var credit = Owed + extra;
        Owed = 0;
        _size += extra;
        _window.TryShift(credit);
        return credit;
    }

    /// <summary>Makes the window greater or smaller without a word, since the peer does the same by our SETTINGS.</summary>
    public void Shift(int delta)
    {
        _window.TryShift(delta);
        _size += delta;
    }
}
