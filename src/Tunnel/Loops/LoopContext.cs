namespace ScopeMesh.Tunnel.Loops;

/// <summary>Brings code that awaited something from outside back to its loop.</summary>
internal sealed class LoopContext(EventLoop loop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => loop.PostContinuation(d, state);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (EventLoop.Current != loop)
            throw new NotSupportedException("nobody waits for a loop; post to it");
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
