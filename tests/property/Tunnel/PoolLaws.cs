using System.Collections.Concurrent;
using System.Net;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Property.Tunnel;

public sealed class PoolLaws
{
    private static readonly TunnelLimits Limits = TunnelLimits.Default with { MaxStreamsPerConnection = 2, MaxConnectionsPerKey = 3 };

    [Fact]
    public void A_pool_keeps_its_limits_and_never_crosses_keys() =>
        Law.Holds(
            (from opens in Gen.Choose(0, 9) from key in Gen.Choose(0, 2) select (opens > 3, key)).ListOf(),
            steps => OnLoop.Run(() => RunAsync(steps)),
            cases: 30);

    private static async Task RunAsync(IEnumerable<(bool Opens, int Key)> steps)
    {
        await using var mesh = new Mesh();
        var open = new List<(int Key, Task<HboneTunnel> Tunnel)>();
        foreach (var (opens, key) in steps)
        {
            if (opens)
            {
                open.Add((key, mesh.OpenAsync(key)));
                continue;
            }
            var index = open.FindIndex(o => o.Key == key);
            if (index < 0)
                continue;
            foreach (var o in open.ToList())
            {
                if (!await SucceedsAsync(o.Tunnel))
                    open.Remove(o);
            }
            index = open.FindIndex(o => o.Key == key);
            if (index < 0)
                continue;
            await (await open[index].Tunnel).Transport.DisposeAsync();
            open.RemoveAt(index);
            await mesh.HasStreamsAsync(open.Count);
        }
        foreach (var (key, tunnel) in open)
        {
            if (!await SucceedsAsync(tunnel))
                continue;
            // The server says whose key its connection was dialled for, and by whom.
            var answer = await (await tunnel).Transport.ExchangeAsync([]);
            Assert.Equal($"{key} {mesh.SourceOf(key)}", System.Text.Encoding.ASCII.GetString(answer));
        }
        Assert.InRange(mesh.MostStreams, 0, Limits.MaxStreamsPerConnection);
        Assert.All(mesh.DialsAtOnce.Values, most => Assert.Equal(1, most));
    }

    /// <summary>The only failure that the pool may answer with here is its limit.</summary>
    private static async Task<bool> SucceedsAsync(Task<HboneTunnel> tunnel)
    {
        try
        {
            await tunnel;
            return true;
        }
        catch (TunnelException e)
        {
            Assert.Equal(TunnelFault.LimitReached, e.Fault);
            return false;
        }
    }

    private sealed class Mesh : IAsyncDisposable
    {
        private static readonly TestPki Pki = new();
        private static readonly ConcurrentDictionary<SpiffeId, WorkloadCertificate> Certificates = [];
        private readonly ConcurrentDictionary<int, int> _dialling = [];
        private readonly HbonePool _pool;
        private int _mostStreams;
        private int _allStreams;

        public Mesh() => _pool = new HbonePool(DialAsync, new Source(), TunnelLayer.Outer, Limits, TimeProvider.System);

        public int MostStreams => _mostStreams;

        public ConcurrentDictionary<int, int> DialsAtOnce { get; } = [];

        public SpiffeId SourceOf(int key) => key == 0 ? Ids.Client : Ids.Gateway;

        public Task<HboneTunnel> OpenAsync(int key) => _pool.OpenAsync(
            new PoolKey(SourceOf(key), [Ids.Server], new IPEndPoint(IPAddress.Loopback, key + 1), null),
            new HboneRequest(HboneAuthority.Of("a", 1), HboneHeaders.None),
            CancellationToken.None).AsTask();

        /// <summary>Waits until the servers have noticed what clients have closed.</summary>
        public async Task HasStreamsAsync(int count)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (Volatile.Read(ref _allStreams) != count)
                await Task.Delay(1, limit.Token);
        }

        public ValueTask DisposeAsync() => _pool.DisposeAsync();

        private async ValueTask<ITransport> DialAsync(DialTarget target, CancellationToken cancellationToken)
        {
            var key = target.Destination.Port - 1;
            var now = _dialling.AddOrUpdate(key, 1, (_, n) => n + 1);
            DialsAtOnce.AddOrUpdate(key, now, (_, most) => Math.Max(most, now));
            await Task.Yield();
            _dialling.AddOrUpdate(key, 0, (_, n) => n - 1);
            var (left, right) = MemoryTransport.CreatePair();
            _ = ServeAsync(right, key);
            return left;
        }

        private async Task ServeAsync(ITransport transport, int key)
        {
            var streams = 0;
            var tls = await SpiffeHandshake.AcceptAsync(
                transport, Certificate(Ids.Server), TunnelLayer.Outer, Limits, TimeProvider.System, CancellationToken.None);
            HboneHandler handler = async (request, token) =>
            {
                Interlocked.Increment(ref _allStreams);
                var now = Interlocked.Increment(ref streams);
                lock (_pool)
                    _mostStreams = Math.Max(_mostStreams, now);
                var accepted = request.Accept();
                try
                {
                    await accepted.ReceiveAllAsync(token);
                    await accepted.SendAsync(System.Text.Encoding.ASCII.GetBytes($"{key} {request.Peer}"), token);
                    await accepted.CompleteAsync(token);
                }
                catch (TunnelException)
                {
                    // The client has closed it.
                }
                finally
                {
                    Interlocked.Decrement(ref streams);
                    Interlocked.Decrement(ref _allStreams);
                }
            };
            await HboneServer.RunAsync(tls, handler, TunnelLayer.Outer, Limits, TimeProvider.System, CancellationToken.None);
        }

        private static WorkloadCertificate Certificate(SpiffeId id) => Certificates.GetOrAdd(id, i => Pki.Issue(i));

        private sealed class Source : ICertificateSource
        {
            public ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken) =>
                ValueTask.FromResult(Certificate(identity));
        }
    }
}
