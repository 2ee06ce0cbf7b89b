using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Pooling;

namespace ScopeMesh.Tests.Property.Tunnel;

/// <summary>The policy of inner tunnels, run as a pool runs it, with a gateway that chooses endpoints by chance.</summary>
public sealed class InnerPoolLaws
{
    private static readonly TunnelLimits Limits = TunnelLimits.Default with { MaxStreamsPerInnerTunnel = 200 };

    private static readonly Gen<Run> Runs =
        from endpoints in Gen.Choose(1, 8)
        from says in Gen.Elements(true, false)
        from limit in Gen.Elements(1, 4, 16, 64)
        from steps in Gen.Choose(1, 400)
        from seed in Gen.Choose(0, int.MaxValue)
        select new Run(endpoints, says, limit, steps, seed);

    [Fact]
    public void Bounds_hold_and_nothing_old_or_closed_is_used() =>
        Law.Holds(
            Runs,
            run =>
            {
                var pool = new Pool(run.Endpoints, run.Says, Limits with { MaxInnerTunnelsPerKey = run.Limit, MaxStreamsPerInnerTunnel = 20 }, run.Seed);
                for (var step = 0; step < run.Steps; step++)
                {
                    pool.Wait(pool.Dice.NextDouble() * 3);
                    if (pool.Dice.Next(3) > 0)
                        pool.Open();
                    else
                        pool.CloseOne();
                    pool.AssertBounds();
                }
            });

    [Fact]
    public void A_thousand_connections_are_spread_evenly_over_endpoints_that_say_who_they_are() =>
        Law.Holds(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var pool = new Pool(endpoints: 8, says: true, Limits, seed);
                for (var i = 0; i < 1000; i++)
                {
                    pool.Open();
                    pool.Wait(0.1);
                }
                Assert.Equal(1000, pool.Loads.Sum());
                Assert.InRange(Variation(pool.Loads), 0, 0.15);
                Assert.InRange(pool.Handshakes, 8, 100);
            },
            cases: 50);

    [Fact]
    public void Every_endpoint_is_found_and_then_no_tunnel_is_opened_in_vain() =>
        Law.Holds(
            Gen.Choose(1, 8).SelectMany(endpoints => Gen.Choose(0, int.MaxValue).Select(seed => (endpoints, seed))),
            run =>
            {
                var pool = new Pool(run.endpoints, says: true, Limits, run.seed);
                for (var i = 0; i < 200; i++)
                {
                    pool.Open();
                    pool.Wait(1);
                    pool.CloseOne();
                }
                Assert.Equal(run.endpoints, pool.Endpoints);
                var found = pool.Handshakes;
                pool.Open();
                pool.CloseOne();
                Assert.Equal(found, pool.Handshakes);
            },
            cases: 50);

    [Fact]
    public void A_new_endpoint_gets_its_share_when_tunnels_have_aged() =>
        Law.Holds(
            Gen.Choose(0, int.MaxValue),
            seed =>
            {
                var pool = new Pool(endpoints: 3, says: true, Limits, seed);
                for (var i = 0; i < 50; i++)
                    pool.OpenAndClose();
                pool.AddEndpoint();
                pool.Wait(Limits.InnerTunnelMaxAgeSeconds);
                for (var i = 0; i < 200; i++)
                {
                    pool.Open();
                    pool.Wait(0.5);
                }
                Assert.InRange(pool.Loads[3], 30, 70);
            },
            cases: 50);

    private static double Variation(int[] loads)
    {
        var mean = loads.Average();
        return Math.Sqrt(loads.Average(load => (load - mean) * (load - mean))) / mean;
    }

    private sealed record Run(int Endpoints, bool Says, int Limit, int Steps, int Seed);

    /// <summary>A pool as plain as can be around the policy. A dial is done before the next step.</summary>
    private sealed class Pool(int endpoints, bool says, TunnelLimits limits, int seed)
    {
        private readonly List<Tunnel> _tunnels = [];
        private int _endpoints = endpoints;
        private double _now;
        private int _inVain;
        private double _grewAt = double.NegativeInfinity;

        public Random Dice { get; } = new(seed);

        public int Handshakes { get; private set; }

        public int[] Loads => [.. Enumerable.Range(0, _endpoints).Select(e => _tunnels.Where(t => t.Endpoint == e).Sum(t => t.Streams))];

        public int Endpoints => _tunnels.Where(t => !t.Retired).Select(t => t.Endpoint).Distinct().Count();

        public void AddEndpoint() => _endpoints++;

        public void Wait(double seconds)
        {
            _now += seconds;
            _tunnels.RemoveAll(t => t.Streams == 0 && (t.Retired || InnerPoolPolicy.IsOld(t.Facts(_now, says), limits)));
        }

        public void OpenAndClose()
        {
            Open();
            Wait(1);
            CloseOne();
        }

        public void Open()
        {
            for (var attempt = 0; attempt < 2; attempt++)
            {
                var facts = _tunnels.Select(t => t.Facts(_now, says)).ToArray();
                var choice = InnerPoolPolicy.Choose(facts, _endpoints, isDialling: false, _now - _grewAt, _inVain, (ulong)Dice.NextInt64(), limits);
                if (choice.Retire >= 0)
                    _tunnels[choice.Retire].Retired = true;
                if (choice.Grow)
                    Dial();
                if (choice.Use < 0)
                    continue;
                var used = _tunnels[choice.Use];
                Assert.True(facts[choice.Use].TakesMore && !InnerPoolPolicy.IsOld(facts[choice.Use], limits));
                used.Streams++;
                return;
            }
        }

        public void CloseOne()
        {
            var open = _tunnels.Where(t => t.Streams > 0).ToList();
            if (open.Count > 0)
                open[Dice.Next(open.Count)].Streams--;
        }

        public void AssertBounds()
        {
            Assert.InRange(_tunnels.Count, 0, limits.MaxInnerTunnelsPerKey);
            Assert.All(_tunnels, t => Assert.InRange(t.Streams, 0, limits.MaxStreamsPerInnerTunnel));
        }

        private void Dial()
        {
            Handshakes++;
            _grewAt = _now;
            var endpoint = Dice.Next(_endpoints);
            _inVain = _tunnels.Exists(t => t.Endpoint == endpoint) ? _inVain + 1 : 0;
            _tunnels.Add(new Tunnel(endpoint, _now, Dice.NextDouble()));
        }
    }

    private sealed class Tunnel(int endpoint, double born, double share)
    {
        public int Endpoint => endpoint;

        public int Streams { get; set; }

        public bool Retired { get; set; }

        public InnerTunnelFacts Facts(double now, bool says) => new(says ? $"{endpoint}" : null, Streams, now - born, share, !Retired);
    }
}
