namespace ScopeMesh.Tunnel.Loops;

/// <summary>What a loop's thread waits on.</summary>
internal interface IPoller : IDisposable
{
    /// <summary>Waits until something has happened, and tells those whom it happened to.</summary>
    /// <param name="timeoutMilliseconds">0 to look only, -1 for as long as it takes.</param>
    void Wait(int timeoutMilliseconds);

    /// <summary>Ends the wait, now or the next one; from any thread.</summary>
    void Wake();
}

/// <summary>Waits to be woken: for platforms whose sockets are waited for by the platform itself.</summary>
internal sealed class SignalPoller : IPoller
{
    private readonly AutoResetEvent _signal = new(initialState: false);

    public void Wait(int timeoutMilliseconds) => _signal.WaitOne(timeoutMilliseconds);

    public void Wake() => _signal.Set();

    public void Dispose() => _signal.Dispose();
}
