using FsCheck.Fluent;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

public sealed class Http2ConnectionLaws
{
    [Fact]
    public void Any_bytes_are_events_or_an_end_but_never_an_exception() =>
        Law.Holds(TunnelGens.Bytes.SelectMany(tail => TunnelGens.Script.Select(script => (byte[])[.. script, .. tail])), bytes =>
        {
            var server = new Http2Connection(isServer: true, Http2Limits.Server);
            Run(server, bytes, [int.MaxValue]);
            var client = new Http2Connection(isServer: false, Http2Limits.Client);
            client.OpenStream([new(":method", "CONNECT"), new(":authority", "a:1")], endStream: false);
            Run(client, bytes.AsSpan(Http2Connection.Preface.Length), [int.MaxValue]);
        });

    [Fact]
    public void It_means_the_same_however_it_is_cut() =>
        Law.Holds(from script in TunnelGens.Script from cuts in TunnelGens.Cuts select (script, cuts), run =>
        {
            var (whole, pieces) = (new Http2Connection(true, Http2Limits.Server), new Http2Connection(true, Http2Limits.Server));
            Assert.Equal(Run(whole, run.script, [int.MaxValue]), Run(pieces, run.script, run.cuts));
            Assert.Equal(whole.Output.Span.ToArray(), pieces.Output.Span.ToArray());
        });

    /// <summary>
    /// Two ends that send, read, and change their minds about windows: every byte arrives once and in order, and
    /// neither side ever says that the other broke the rules.
    /// </summary>
    [Fact]
    public void Two_ends_keep_to_each_others_windows() =>
        Law.Holds(
            (from action in Gen.Choose(0, 5) from stream in Gen.Choose(0, 2) from amount in Gen.Choose(1, 60_000) select (action, stream, amount)).ListOf(),
            steps =>
            {
                var limits = Http2Limits.Server with { StreamWindowBytes = 50_000, ConnectionWindowBytes = 80_000, MaxConcurrentStreams = 3, MaxQueuedSendBytes = 100_000 };
                var world = new World(limits);
                foreach (var (action, stream, amount) in steps)
                {
                    switch (action)
                    {
                        case 0:
                            world.Send(stream, amount);
                            break;
                        case 1:
                            world.Read(stream, amount);
                            break;
                        case 2:
                            world.ShrinkWindows(amount);
                            break;
                        default:
                            world.Carry(amount);
                            break;
                    }
                }
                world.Settle();
            });

    private static List<string> Run(Http2Connection connection, ReadOnlySpan<byte> bytes, int[] cuts)
    {
        var seen = new List<string>();
        for (var i = 0; !bytes.IsEmpty; i++)
        {
            var piece = bytes[..Math.Min(bytes.Length, cuts[i % cuts.Length])];
            bytes = bytes[piece.Length..];
            while (true)
            {
                var happened = connection.Receive(ref piece);
                if (happened.Kind == Http2EventKind.None)
                    break;
                if (happened.Kind == Http2EventKind.Data)
                    seen.AddRange(Describe(happened.StreamId, happened.Data.ToArray()));
                if (happened.Kind != Http2EventKind.Data || happened.EndStream)
                    seen.Add($"{happened.Kind} {happened.StreamId} {happened.Code} {happened.EndStream} {happened.Reason} {happened.Opaque} {happened.Request}");
            }
        }
        return seen;
    }

    private static IEnumerable<string> Describe(int stream, byte[] data) => data.Select(b => $"{b} on {stream}");

    /// <summary>A client that sends on three streams, a server that reads them, and the wire between.</summary>
    private sealed class World
    {
        private readonly Http2Connection _client = new(isServer: false, Http2Limits.Client);
        private readonly Http2Connection _server;
        private readonly List<byte> _toServer = [];
        private readonly List<byte> _toClient = [];
        private readonly int[] _ids = new int[3];
        private readonly int[] _sent = new int[3];
        private readonly int[] _received = new int[3];
        private readonly int[] _read = new int[3];

        public World(Http2Limits limits)
        {
            _server = new Http2Connection(isServer: true, limits);
            for (var i = 0; i < _ids.Length; i++)
                _ids[i] = _client.OpenStream([new(":method", "CONNECT"), new(":authority", "a:1")], endStream: false);
            Carry(int.MaxValue);
        }

        public void Send(int stream, int amount)
        {
            var bytes = new byte[amount];
            for (var i = 0; i < amount; i++)
                bytes[i] = (byte)(_sent[stream] + i);
            var taken = _client.SendData(_ids[stream], bytes, endStream: false);
            Assert.InRange(taken, 0, amount);
            _sent[stream] += taken;
        }

        public void Read(int stream, int amount)
        {
            var count = Math.Min(amount, _received[stream] - _read[stream]);
            _server.Consume(_ids[stream], count);
            _read[stream] += count;
        }

        /// <summary>The client hears of a smaller window than the server keeps, which is never wrong.</summary>
        public void ShrinkWindows(int size)
        {
            var settings = new ByteBuffer();
            FrameWriter.Settings(settings, Http2Settings.Initial with { InitialWindowSizeBytes = Math.Min(size, _server.Limits.StreamStartBytes) });
            _toClient.AddRange(Taken(_server));
            _toClient.AddRange(settings.Span);
        }

        private static ReadOnlySpan<byte> Taken(Http2Connection side) => side.TakeOutput() is { } output ? output.Span : default;

        public void Carry(int amount)
        {
            _toServer.AddRange(Taken(_client));
            _toClient.AddRange(Taken(_server));
            Feed(_server, Take(_toServer, amount));
            Feed(_client, Take(_toClient, amount));
        }

        /// <summary>When all is carried and read, all windows are open again but for what is not announced yet.</summary>
        public void Settle()
        {
            for (var turn = 0; turn < 4; turn++)
            {
                for (var stream = 0; stream < _ids.Length; stream++)
                    Read(stream, int.MaxValue);
                Carry(int.MaxValue);
            }
            Assert.Equal(_sent, _received);
            Assert.True(_client.MaySendData);
        }

        private static byte[] Take(List<byte> wire, int amount)
        {
            var taken = wire.GetRange(0, Math.Min(amount, wire.Count)).ToArray();
            wire.RemoveRange(0, taken.Length);
            return taken;
        }

        private void Feed(Http2Connection connection, ReadOnlySpan<byte> bytes)
        {
            while (true)
            {
                var happened = connection.Receive(ref bytes);
                if (happened.Kind == Http2EventKind.None)
                    return;
                Assert.False(happened.Kind is Http2EventKind.Failed or Http2EventKind.Reset, happened.Reason);
                if (happened.Kind != Http2EventKind.Data)
                    continue;
                var stream = Array.IndexOf(_ids, happened.StreamId);
                foreach (var value in happened.Data)
                    Assert.Equal((byte)_received[stream]++, value);
            }
        }
    }
}
