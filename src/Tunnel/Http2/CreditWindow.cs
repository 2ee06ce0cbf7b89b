namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// The window that we grant: shrinks as bytes arrive, and grows again as they are consumed. Credit is
/// announced when it amounts to half of the window, so that a WINDOW_UPDATE is rare and never late.
/// </summary>
internal struct CreditWindow(int size)
{
    private FlowWindow _window = new(size);
    private int _size = size;
    private int _owed;

    public readonly int Available => _window.Available;

    /// <summary>Counts bytes that arrived; false when the peer was not allowed to send so many.</summary>
    public bool TryReceive(int count) => _window.TryTake(count);

    /// <summary>Counts bytes that were consumed.</summary>
    /// <returns>The credit to announce now; 0 for none.</returns>
    public int Consume(int count)
    {
        _owed += count;
        if (_owed < _size / 2)
            return 0;
        var credit = _owed;
        _owed = 0;
        _window.TryShift(credit);
        return credit;
    }

    /// <summary>Makes the window greater or smaller, for bytes in flight as well.</summary>
    public void Resize(int size)
    {
        _window.TryShift(size - _size);
        _size = size;
    }
}
