using FsCheck.Fluent;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

public sealed class FrameLaws
{
    [Fact]
    public void Headers_of_frames_survive_the_wire() =>
        Law.Holds(
            from length in Gen.Choose(0, FrameHeader.MaxLength)
            from type in Gen.Choose(0, 255)
            from flags in Gen.Choose(0, 255)
            from id in Gen.Choose(0, int.MaxValue)
            select new FrameHeader(length, (FrameType)type, (FrameFlags)flags, id),
            header =>
            {
                var bytes = new byte[FrameHeader.Size];
                header.Write(bytes);
                return FrameHeader.Read(bytes) == header;
            });

    [Fact]
    public void Settings_survive_the_wire() =>
        Law.Holds(
            from table in Gen.Choose(0, int.MaxValue)
            from push in Gen.Elements(true, false)
            from streams in Gen.Choose(0, int.MaxValue)
            from window in Gen.Choose(0, int.MaxValue)
            from frame in Gen.Choose(16_384, FrameHeader.MaxLength)
            select new Http2Settings
            {
                HeaderTableSizeBytes = (uint)table,
                EnablePush = push,
                MaxConcurrentStreams = (uint)streams,
                InitialWindowSizeBytes = window,
                MaxFrameSizeBytes = frame,
            },
            settings =>
            {
                var bytes = new ByteBuffer();
                settings.Write(bytes);
                return Http2Settings.Initial.TryApply(bytes.Span, out var read, out _) && read == settings;
            });

    [Fact]
    public void A_flow_window_falls_below_zero_by_settings_alone() =>
        Law.Holds(
            (from kind in Gen.Choose(0, 2) from amount in Gen.Choose(0, 100_000) select (kind, amount)).ListOf(),
            steps =>
            {
                var window = new FlowWindow(65_535);
                long model = 65_535;
                foreach (var (kind, amount) in steps)
                {
                    if (kind == 0 && window.TryTake(amount))
                    {
                        model -= amount;
                        Assert.True(window.Available >= 0);
                    }
                    else if (kind > 0 && window.TryShift(kind == 1 ? amount : -amount))
                    {
                        model += kind == 1 ? amount : -amount;
                    }
                    Assert.Equal(model, window.Available);
                }
            });

    [Fact]
    public void Credit_that_is_consumed_is_announced_but_for_less_than_half_a_window() =>
        Law.Holds(Gen.Choose(1, 1_000).SelectMany(size => Gen.Choose(0, size).Two().ListOf().Select(steps => (size, steps))), run =>
        {
            var window = new CreditWindow(run.size);
            var (unread, unannounced, size) = (0, 0, run.size);
            foreach (var (receive, extra) in run.steps)
            {
                var count = Math.Min(receive, window.Available);
                Assert.True(window.TryReceive(count));
                Assert.False(window.TryReceive(window.Available + 1));
                unread += count;
                Assert.Equal(unread, window.Unread);
                var read = Math.Min(unread, receive);
                window.Consume(read);
                (unread, unannounced) = (unread - read, unannounced + read);
                if (window.IsHalfOwed)
                {
                    // A window may be made greater, or smaller by what is owed.
                    var change = Math.Max(extra - 500, -unannounced);
                    Assert.Equal(unannounced + change, window.Announce(change));
                    (unannounced, size) = (0, size + change);
                }
                Assert.InRange(unannounced, 0, size / 2);
                Assert.Equal(size - unread - unannounced, window.Available);
            }
        });
}
