using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tests.Support.Tunnel;

/// <summary>Runs a test's body on an event loop of its own, where connections are made and used.</summary>
public static class OnLoop
{
    /// <summary>Runs it, and fails with what its callbacks threw besides.</summary>
    /// <param name="body">The test.</param>
    /// <param name="portable">Whether the loop waits for sockets as it does where there is no epoll.</param>
    public static async Task RunAsync(Func<Task> body, bool portable = false)
    {
        Exception? fault = null;
        await using (var loop = EventLoop.Start("test", portable))
        {
            loop.Faulted += e => fault ??= e;
            await loop.RunAsync(body);
        }
        if (fault is not null)
            throw new InvalidOperationException("a callback of the loop failed", fault);
    }

    /// <summary>Runs it on the platform's fastest loop, and on one as there is everywhere.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static async Task RunOnEachKindAsync(Func<Task> body)
    {
        await RunAsync(body);
        await RunAsync(body, portable: true);
    }

    /// <summary>Runs it, and waits.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public static void Run(Func<Task> body) => RunAsync(body).GetAwaiter().GetResult();
}
