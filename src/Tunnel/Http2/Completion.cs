using System.Threading.Tasks.Sources;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>One wait after another, without an allocation for each. Continuations never run on the completer's stack.</summary>
internal sealed class Completion<T> : IValueTaskSource<T>, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<T> _core = new() { RunContinuationsAsynchronously = true };

    public bool IsWaiting { get; private set; }

    public ValueTask<T> Wait()
    {
        Begin();
        return new ValueTask<T>(this, _core.Version);
    }

    public ValueTask WaitVoid()
    {
        Begin();
        return new ValueTask(this, _core.Version);
    }

    public void Succeed(T result)
    {
        IsWaiting = false;
        _core.SetResult(result);
    }

    public void Fail(Exception error)
    {
        IsWaiting = false;
        _core.SetException(error);
    }

    public T GetResult(short token) => _core.GetResult(token);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Begin()
    {
        if (IsWaiting)
            throw new InvalidOperationException("one receive and one send may be under way at a time");
        _core.Reset();
        IsWaiting = true;
    }
}
