using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts.Connections;

namespace ScopeMesh.Tests.Unit.Hosts.Connections;

public sealed class ConnectionListenerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Serves_so_many_at_a_time_and_the_next_when_one_has_ended()
    {
        var (socket, end) = LoopbackSockets.Listen();
        var served = Channel.CreateUnbounded<TaskCompletionSource>();
        await using var listener = ConnectionListener.Start(
            socket,
            async (_, stopping) =>
            {
                var done = new TaskCompletionSource();
                await served.Writer.WriteAsync(done, stopping);
                await done.Task.WaitAsync(stopping);
            },
            2,
            NullLogger.Instance);
        using var first = await LoopbackSockets.DialAsync(end);
        using var second = await LoopbackSockets.DialAsync(end);
        using var third = await LoopbackSockets.DialAsync(end);

        var one = await NextAsync(served);
        await NextAsync(served);
        Assert.False(served.Reader.TryRead(out _));
        one.SetResult();
        await NextAsync(served);
    }

    [Fact]
    public async Task One_that_fails_unexpectedly_takes_no_other_with_it()
    {
        var (socket, end) = LoopbackSockets.Listen();
        var served = Channel.CreateUnbounded<TaskCompletionSource>();
        await using var listener = ConnectionListener.Start(
            socket,
            async (_, stopping) =>
            {
                await served.Writer.WriteAsync(new TaskCompletionSource(), stopping);
                throw new InvalidOperationException("a defect");
            },
            1,
            NullLogger.Instance);
        for (var number = 0; number < 3; number++)
        {
            using var caller = await LoopbackSockets.DialAsync(end);
            await NextAsync(served);
        }
    }

    private static Task<TaskCompletionSource> NextAsync(Channel<TaskCompletionSource> served) =>
        served.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
