using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

public sealed class PeerWatchTests
{
    private const int Hour = 3600;
    private static readonly Http2Patience Patience = Http2Patience.Default;

    [Fact]
    public void A_reader_that_pauses_for_hours_is_left_alone()
    {
        Assert.Equal(Http2Abuse.None, Stream(Enumerable.Repeat(new StreamFacts(10, 10, IsBlocked: true), 23), Hour));
        Assert.Equal(Http2Abuse.StalledWindow, Stream(Enumerable.Repeat(new StreamFacts(10, 10, IsBlocked: true), 26), Hour));
    }

    [Fact]
    public void A_window_that_is_opened_by_crumbs_is_as_good_as_shut()
    {
        var dribble = Enumerable.Range(0, 26).Select(i => new StreamFacts(100 * i, 1, IsBlocked: true));
        var slow = Enumerable.Range(0, 26).Select(i => new StreamFacts(1_000 * i, 1, IsBlocked: true));
        Assert.Equal(Http2Abuse.StalledWindow, Stream(dribble, Hour));
        Assert.Equal(Http2Abuse.None, Stream(slow, Hour));
    }

    [Fact]
    public void A_stream_on_which_nothing_went_ends_after_an_hour_and_one_that_was_used_never()
    {
        Assert.Equal(Http2Abuse.None, Stream(Enumerable.Repeat(new StreamFacts(0, 0, IsBlocked: false), 60), 60));
        Assert.Equal(Http2Abuse.UnusedStream, Stream(Enumerable.Repeat(new StreamFacts(0, 0, IsBlocked: false), 63), 60));
        Assert.Equal(Http2Abuse.None, Stream(Enumerable.Repeat(new StreamFacts(1, 0, IsBlocked: false), 1_000), Hour));
        Assert.Equal(Http2Abuse.None, Stream(Enumerable.Repeat(new StreamFacts(0, 1, IsBlocked: false), 1_000), Hour));
    }

    [Fact]
    public void Under_pressure_patience_is_a_minute()
    {
        Assert.Equal(Http2Abuse.StalledWindow, Stream(Enumerable.Repeat(new StreamFacts(1, 1, IsBlocked: true), 63), 1, isPressed: true));
        Assert.Equal(Http2Abuse.UnusedStream, Stream(Enumerable.Repeat(new StreamFacts(0, 0, IsBlocked: false), 63), 1, isPressed: true));
        Assert.Equal(Http2Abuse.None, Stream(Enumerable.Repeat(new StreamFacts(1, 0, IsBlocked: false), 63), 1, isPressed: true));
    }

    [Fact]
    public void A_frame_that_is_not_finished_ends_the_connection_but_not_one_frame_after_the_other()
    {
        Assert.Equal(Http2Abuse.UnfinishedFrame, Connection(Enumerable.Repeat(new ConnectionFacts(7, IsInsideFrame: true, false, 0), 33)));
        Assert.Equal(Http2Abuse.None, Connection(Enumerable.Range(0, 100).Select(i => new ConnectionFacts(i, IsInsideFrame: true, false, 0))));
        Assert.Equal(Http2Abuse.None, Connection(Enumerable.Range(0, 100).Select(i => new ConnectionFacts(7, i % 20 != 0, false, 0))));
    }

    [Fact]
    public void New_streams_long_after_the_last_goaway_end_the_connection()
    {
        Assert.Equal(Http2Abuse.None, Connection(Enumerable.Range(0, 30).Select(i => new ConnectionFacts(0, false, IsGoAwayFinal: true, i))));
        Assert.Equal(Http2Abuse.GoAwayIgnored, Connection(Enumerable.Range(0, 40).Select(i => new ConnectionFacts(0, false, IsGoAwayFinal: true, i))));
        // Streams that go on are the drain's business.
        Assert.Equal(Http2Abuse.None, Connection(Enumerable.Repeat(new ConnectionFacts(0, false, IsGoAwayFinal: true, 5), 1_000)));
    }

    [Fact]
    public void The_codec_says_whether_it_is_inside_of_a_frame()
    {
        var server = Wire.Server();
        byte[] connect = Wire.Headers(1, FrameFlags.EndHeaders, Wire.Connect);
        byte[] pieces = [.. Wire.Headers(3, FrameFlags.None, Wire.Connect), .. Wire.Frame(FrameType.Continuation, FrameFlags.EndHeaders, 3)];
        byte[] data = Wire.Frame(FrameType.Data, FrameFlags.None, 1, new byte[100]);
        byte[] unknown = Wire.Frame((FrameType)99, FrameFlags.None, 0, new byte[100]);

        Assert.Equal([false, true, true, true, false], Inside(server, connect, 1, 4, 5, 3));
        Assert.Equal([false, true, true, true, false], Inside(server, pieces, 20, 10, pieces.Length - 31, 1));
        Assert.Equal([false, true, false, false], Inside(server, data, 5, 50, 54));
        Assert.Equal([false, true, false], Inside(server, unknown, 50, 59));
        Assert.Equal(5, server.FramesReceived);
    }

    private static List<bool> Inside(Http2Connection connection, byte[] bytes, params int[] cuts)
    {
        List<bool> inside = [connection.IsInsideFrame];
        for (var (i, at) = (0, 0); at < bytes.Length; at += cuts[i++])
        {
            Wire.Feed(connection, i < cuts.Length - 1 ? bytes.AsSpan(at, cuts[i]) : bytes.AsSpan(at));
            inside.Add(connection.IsInsideFrame);
            if (i == cuts.Length - 1)
                break;
        }
        return inside;
    }

    private static Http2Abuse Stream(IEnumerable<StreamFacts> looks, int everySeconds, bool isPressed = false)
    {
        var (watch, now) = (default(StreamWatch), TimeSpan.FromDays(3));
        foreach (var facts in looks)
        {
            watch = PeerWatch.Look(watch, facts, now, isPressed, Patience, out var verdict);
            if (verdict != Http2Abuse.None)
                return verdict;
            now += TimeSpan.FromSeconds(everySeconds);
        }
        return Http2Abuse.None;
    }

    private static Http2Abuse Connection(IEnumerable<ConnectionFacts> looks)
    {
        var (watch, now) = (default(ConnectionWatch), TimeSpan.Zero);
        foreach (var facts in looks)
        {
            watch = PeerWatch.Look(watch, facts, now, Patience, out var verdict);
            if (verdict != Http2Abuse.None)
                return verdict;
            now += TimeSpan.FromSeconds(1);
        }
        return Http2Abuse.None;
    }
}
