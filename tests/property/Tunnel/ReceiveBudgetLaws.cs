using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

public sealed class ReceiveBudgetLaws
{
    private static readonly Gen<Http2Limits> Limits =
        from connection in Gen.Choose(65_535, 1_000_000)
        from stream in Gen.Choose(1_024, 300_000)
        from streams in Gen.Choose(1, 40)
        select Http2Limits.Server with
        {
            ConnectionWindowBytes = connection,
            StreamWindowBytes = stream,
            MaxConcurrentStreams = streams,
            Floods = Unlimited,
        };

    private static readonly Gen<(int Action, int Stream, int Amount)> Steps =
        from action in Gen.Choose(0, 9) from stream in Gen.Choose(0, 99) from amount in Gen.Choose(1, 200_000) select (action, stream, amount);

    private static Http2FloodLimits Unlimited => Http2FloodLimits.Default with
    {
        InducedResets = new Allowance(1_000_000, 0),
        RapidResets = new Allowance(1_000_000, 0),
    };

    /// <summary>Whatever others send and leave unread, ended or not: a stream that is read gets all that is sent on it.</summary>
    [Fact]
    public void Streams_that_nobody_reads_never_stop_one_that_is_read() =>
        Law.Holds(from limits in Limits from steps in Steps.ListOf() select (limits, steps), run =>
        {
            var world = new StalledReaders(run.limits);
            foreach (var step in run.steps)
            {
                Take(world, step);
                world.Check();
            }
            foreach (var stream in world.Open)
                world.Send(stream, int.MaxValue / 2);
            world.Check();

            world.MakeRoom();
            var read = world.OpenStream();
            if (read == 0)
            {
                Assert.True(
                    world.Server.CommittedBytes + run.limits.StreamStartBytes > run.limits.ConnectionWindowBytes,
                    "a stream was refused for which there is room");
                return;
            }
            var sent = 0L;
            while (sent < 2L * run.limits.ConnectionWindowBytes)
            {
                var more = world.Send(read, 100_000);
                Assert.True(more > 0, $"the stream that is read hangs after {sent} bytes");
                sent += more;
                world.Read(read);
                world.Check();
            }
        });

    [Fact]
    public void A_stream_alone_is_given_as_great_a_window_as_may_be() =>
        Law.Holds(Limits, limits =>
        {
            var world = new StalledReaders(limits);
            var stream = world.OpenStream();
            for (var turn = 0; turn < 60; turn++)
            {
                world.Send(stream, int.MaxValue / 2);
                world.Read(stream);
            }
            var most = Math.Min(limits.StreamWindowBytes, limits.ConnectionWindowBytes / 4);
            Assert.InRange(world.Send(stream, int.MaxValue / 2), most - 1, Math.Max(most, limits.StreamWindowBytes));
        });

    [Fact]
    public void Streams_that_are_all_read_have_windows_of_one_size_in_the_end() =>
        Law.Holds(from limits in Limits from streams in Gen.Choose(2, 12) select (limits with { MaxConcurrentStreams = 40 }, streams), run =>
        {
            var (limits, count) = run;
            var world = new StalledReaders(limits);
            // The first has the window to itself for a while.
            for (var turn = 0; turn < 20 * count; turn++)
            {
                if (turn % 20 == 0)
                    world.OpenStream();
                Round(world);
            }
            for (var turn = 0; turn < 300; turn++)
                Round(world);
            var sizes = world.Open.Select(stream =>
            {
                var size = world.Send(stream, int.MaxValue / 2);
                world.Read(stream);
                return size;
            }).ToList();
            Assert.InRange(sizes.Max(), sizes.Min(), (2 * sizes.Min()) + 8);
        });

    private static void Round(StalledReaders world)
    {
        foreach (var stream in world.Open)
        {
            world.Send(stream, int.MaxValue / 2);
            world.Read(stream);
        }
    }

    private static void Take(StalledReaders world, (int Action, int Stream, int Amount) step)
    {
        switch (step.Action)
        {
            case <= 2:
                world.OpenStream();
                break;
            case <= 5 when world.Open.Count > 0:
                world.Send(world.Open[step.Stream % world.Open.Count], step.Amount);
                break;
            case <= 7 when world.Unread.Count > 0:
                world.Read(world.Unread[step.Stream % world.Unread.Count], step.Amount);
                break;
            case > 7 when world.Open.Count > 0:
                world.End(world.Open[step.Stream % world.Open.Count], step.Amount % 4);
                break;
        }
    }
}
