using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tests.Unit.Tunnel.Loops;

/// <summary>The order of what happens in a loop's turns.</summary>
public sealed class EventLoopTests
{
    [Fact]
    public async Task What_waits_for_the_next_turn_goes_on_after_what_was_gathered_has_been_sent()
    {
        await using var loop = EventLoop.Start();
        var order = await loop.RunAsync(async () =>
        {
            var sends = new Sends();
            EventLoop.Current!.AtTurnEnd(sends);
            await EventLoop.Current.YieldAsync();
            sends.Order.Add("what was ready");
            await EventLoop.NextTurnAsync();
            sends.Order.Add("the next turn");
            Assert.Equal(loop, EventLoop.Current);
            return sends.Order;
        });
        Assert.Equal(["what was ready", "sent", "the next turn"], order);
    }

    [Fact]
    public async Task Where_there_is_no_loop_nobody_waits()
    {
        Assert.Null(EventLoop.Current);
        await EventLoop.NextTurnAsync();
        Assert.Null(EventLoop.Current);
    }

    private sealed class Sends : ITurnEnd
    {
        public List<string> Order { get; } = [];

        public int Depth => 0;

        public void OnTurnEnd() => Order.Add("sent");
    }
}
