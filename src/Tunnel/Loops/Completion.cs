using System.Threading.Tasks.Sources;

namespace ScopeMesh.Tunnel.Loops;

/// <summary>
/// One wait after another on a loop, without an allocation for each. Who waits goes on in the same turn, but never on
/// the stack of who completes. Everything happens on the loop, so contexts of execution are not captured.
/// </summary>
internal sealed class Completion<T>(EventLoop loop) : IValueTaskSource<T>, IValueTaskSource
{
    private Action<object?>? _continuation;
    private object? _state;
    private T? _result;
    private Exception? _error;
    private bool _isCompleted;

    public bool IsWaiting { get; private set; }

    /// <summary>Tells one wait from the next.</summary>
    public short Version { get; private set; }

    public ValueTask<T> Wait()
    {
        Begin();
        return new ValueTask<T>(this, Version);
    }

    public ValueTask WaitVoid()
    {
        Begin();
        return new ValueTask(this, Version);
    }

    public void Succeed(T result)
    {
        _result = result;
        End();
    }

    public void Fail(Exception error)
    {
        _error = error;
        End();
    }

    public ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        return !_isCompleted ? ValueTaskSourceStatus.Pending
            : _error is null ? ValueTaskSourceStatus.Succeeded
            : _error is OperationCanceledException ? ValueTaskSourceStatus.Canceled
            : ValueTaskSourceStatus.Faulted;
    }

    public T GetResult(short token)
    {
        Check(token);
        if (!_isCompleted)
            throw new InvalidOperationException("the wait has not ended");
        var (result, error) = (_result, _error);
        (_result, _error) = (default, null);
        if (error is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        return result!;
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        Check(token);
        if (_isCompleted)
        {
            loop.Schedule(continuation, state);
            return;
        }
        (_continuation, _state) = (continuation, state);
    }

    private void Begin()
    {
        if (IsWaiting)
            throw new InvalidOperationException("one receive and one send may be under way at a time");
        unchecked
        {
            Version++;
        }
        IsWaiting = true;
        _isCompleted = false;
    }

    private void End()
    {
        IsWaiting = false;
        _isCompleted = true;
        if (_continuation is not { } continuation)
            return;
        var state = _state;
        (_continuation, _state) = (null, null);
        loop.Schedule(continuation, state);
    }

    private void Check(short token)
    {
        if (token != Version)
            throw new InvalidOperationException("a wait is awaited once");
    }
}
