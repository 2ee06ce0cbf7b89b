using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Tests.Property.Simulation;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

/// <summary>
/// Peers that keep to the rules, as fast as machines allow: no time passes at all, so that only what useful traffic earns
/// keeps them within their allowances.
/// </summary>
public sealed class HonestPeerLaws
{
    private static readonly Gen<ulong> Seeds = Gen.Choose(0, int.MaxValue).Select(seed => (ulong)seed);

    /// <summary>More streams by far than may be reset in a burst, and more PINGs, for bursts of 100 at a time.</summary>
    [Fact]
    public void Bursts_of_streams_that_are_opened_and_ended_in_any_way_exceed_no_limit() =>
        Law.Holds(Seeds, seed =>
        {
            var (dice, pair) = (new Dice(seed), new HonestPair(Http2Limits.Client, Http2Limits.Server));
            for (var burst = 0; burst < 30; burst++)
            {
                var ids = Enumerable.Range(0, 100).Select(_ => pair.Open()).ToList();
                // Some callers give up before they are answered: a connection that closes gives up all its streams.
                var givenUp = dice.Permille(30) ? 1_000 : dice.Below(50);
                foreach (var id in ids.Where(_ => dice.Permille(givenUp)))
                    pair.Client.Reset(id, Http2ErrorCode.Cancel);
                pair.Exchange();
                foreach (var id in ids)
                {
                    pair.Echo(id, dice.Below(2_000));
                    pair.End(id, dice.Below(5));
                }
                pair.Exchange();
            }
        }, cases: 15);

    [Fact]
    public void Great_transfers_through_small_windows_exceed_no_limit() =>
        Law.Holds(Seeds, seed =>
        {
            var dice = new Dice(seed);
            var client = Http2Limits.Client with { StreamWindowBytes = dice.Between(1_024, 16_384), ConnectionWindowBytes = 65_535 };
            var pair = new HonestPair(client, Http2Limits.Server with { StreamWindowBytes = dice.Between(1_024, 16_384), ConnectionWindowBytes = 65_535 });
            var ids = Enumerable.Range(0, 4).Select(_ => pair.Open()).ToList();
            pair.Exchange();
            // 20 MB at least, each way, in pieces of a window.
            for (var turn = 0; turn < 10_000; turn++)
                pair.Echo(dice.Pick(ids), 4_096);
            Assert.True(pair.Echoed > 1_000_000, $"{pair.Echoed} bytes are no great transfer");
        }, cases: 4);

    [Fact]
    public void A_ping_each_second_for_days_exceeds_no_limit()
    {
        var pair = new HonestPair(Http2Limits.Client, Http2Limits.Server);
        for (var second = 0; second < 300_000; second++)
        {
            pair.Client.Ping((ulong)second);
            pair.Server.Ping((ulong)second);
            pair.Client.Elapse(TimeSpan.FromSeconds(1));
            pair.Server.Elapse(TimeSpan.FromSeconds(1));
            pair.Exchange();
        }
    }

    /// <summary>What is gone and comes back is at most the burst, whatever the order of frames and time.</summary>
    [Fact]
    public void An_allowance_is_a_burst_and_what_time_and_traffic_give_back() =>
        Law.Holds((from kind in Gen.Choose(0, 3) from amount in Gen.Choose(0, 3_000) select (kind, amount)).ListOf(), steps =>
        {
            var meter = new FloodMeter(Http2FloodLimits.Default with { Pings = new Allowance(50, 10) });
            var left = 50m;
            foreach (var (kind, amount) in steps)
            {
                switch (kind)
                {
                    case 0:
                        meter.Elapse(TimeSpan.FromMilliseconds(amount));
                        left = Math.Min(50, left + (amount / 100m));
                        break;
                    case 1:
                        meter.Earn(Http2Abuse.PingFlood);
                        left = Math.Min(50, left + 1);
                        break;
                    default:
                        left -= amount % 20;
                        Assert.Equal(left >= 0, meter.TrySpend(Http2Abuse.PingFlood, amount % 20));
                        break;
                }
            }
        });

    /// <summary>A slow reader of all looks says when a stream has rested too long; the watch says it at the same look.</summary>
    [Fact]
    public void A_stream_is_ended_exactly_when_it_rested_too_long() =>
        Law.Holds(
            (from wait in Gen.Choose(1, 40) from sent in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Choose(1, 300))) from got in Gen.Frequency((9, Gen.Constant(0)), (1, Gen.Constant(1)))
             from blocked in Gen.Frequency((6, Gen.Constant(true)), (1, Gen.Constant(false))) select (wait, sent, got, blocked)).ListOf(),
            steps =>
            {
                var patience = new Http2Patience { StalledWindowSeconds = 100, UnusedStreamSeconds = 70, ProgressBytes = 200 };
                var (watch, now) = (default(StreamWatch), TimeSpan.FromHours(1));
                var looks = new List<(TimeSpan At, StreamFacts Facts)>();
                var facts = new StreamFacts(0, 0, IsBlocked: false);
                foreach (var (wait, sent, got, blocked) in steps)
                {
                    now += TimeSpan.FromSeconds(wait);
                    facts = new StreamFacts(facts.BytesSent + sent, facts.BytesReceived + got, blocked);
                    looks.Add((now, facts));
                    watch = PeerWatch.Look(watch, facts, now, isPressed: false, patience, out var verdict);
                    Assert.Equal(Rested(looks, patience), verdict);
                    if (verdict != Http2Abuse.None)
                        return;
                }
            });

    private static Http2Abuse Rested(List<(TimeSpan At, StreamFacts Facts)> looks, Http2Patience patience)
    {
        var (now, last) = looks[^1];
        // Goes through all looks, from each beginning of a stall or a step of progress to the next.
        (TimeSpan At, StreamFacts Facts)? since = null;
        foreach (var look in looks)
        {
            if (!look.Facts.IsBlocked)
                since = null;
            else if (since is null || look.Facts.BytesSent - since.Value.Facts.BytesSent >= patience.ProgressBytes)
                since = look;
        }
        if (since is { } begun && (now - begun.At).TotalSeconds > patience.StalledWindowSeconds)
            return Http2Abuse.StalledWindow;
        return last.BytesSent + last.BytesReceived == 0 && (now - looks[0].At).TotalSeconds > patience.UnusedStreamSeconds
            ? Http2Abuse.UnusedStream
            : Http2Abuse.None;
    }
}
