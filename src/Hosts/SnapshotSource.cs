namespace ScopeMesh.Hosts;

/// <summary>A value that is replaced from time to time. Whoever waits sees the newest one, not each one.</summary>
internal sealed class SnapshotSource<T>(T initial)
{
    private Published<T> _current = new(initial);

    public Published<T> Current => Volatile.Read(ref _current);

    /// <summary>Replaces the value and wakes whoever waits for that. Safe from any thread.</summary>
    public void Publish(T value)
    {
        var old = Interlocked.Exchange(ref _current, new Published<T>(value));
        old.Supersede();
    }
}

/// <summary>A value as it was published.</summary>
internal sealed class Published<T>(T value)
{
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public T Value => value;

    /// <summary>Done once there is a newer value.</summary>
    public Task Superseded => _superseded.Task;

    public void Supersede() => _superseded.TrySetResult();
}
