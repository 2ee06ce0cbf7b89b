using System.Text.RegularExpressions;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

/// <summary>Each limit on what a peer may do is reached, ends what it should, and says its name.</summary>
public sealed partial class HostilePeerTests
{
    private const FrameFlags Whole = FrameFlags.EndHeaders;
    private const int Burst = 20;
    private const int PerSecond = 5;

    /// <summary>Floods whose single blow costs one of the allowance; the number counts the blows.</summary>
    private static readonly Dictionary<string, (Http2Abuse Abuse, Func<int, byte[]> Blow)> Floods = new()
    {
        ["streams that are reset at once (CVE-2023-44487)"] = (Http2Abuse.RapidReset, i => [.. Connect(i), .. Reset(i)]),
        ["the same with a request that is over"] =
            (Http2Abuse.RapidReset, i => [.. Wire.Headers(Id(i), Whole | FrameFlags.EndStream, Wire.Connect), .. Reset(i)]),
        ["WINDOW_UPDATE by 0 (CVE-2025-8671)"] = (Http2Abuse.InducedReset, i => [.. Connect(i), .. Wire.WindowUpdate(Id(i), 0)]),
        ["WINDOW_UPDATE past 2^31-1"] = (Http2Abuse.InducedReset, i => [.. Connect(i), .. Wire.WindowUpdate(Id(i), int.MaxValue)]),
        ["DATA after END_STREAM"] = (Http2Abuse.InducedReset, i =>
            [.. Wire.Headers(Id(i), Whole | FrameFlags.EndStream, Wire.Connect), .. Frame(FrameType.Data, Id(i), 1)]),
        ["HEADERS after END_STREAM"] = (Http2Abuse.InducedReset, i =>
            [.. Wire.Headers(Id(i), Whole | FrameFlags.EndStream, Wire.Connect), .. Connect(i)]),
        ["PRIORITY of another size"] = (Http2Abuse.InducedReset, i => [.. Connect(i), .. Frame(FrameType.Priority, Id(i), 1)]),
        ["malformed requests"] = (Http2Abuse.InducedReset, i => Wire.Headers(Id(i), Whole, new HeaderField("a", "b"))),
        ["headers above the limit"] = (Http2Abuse.InducedReset, i =>
            Wire.Headers(Id(i), Whole, [.. Wire.Connect, new("a", new string('x', 65_450))])),
        ["DATA after RST_STREAM"] = (Http2Abuse.InducedReset, i => i == 0 ? [.. Connect(0), .. Reset(0), .. Frame(FrameType.Data, 1, 1)] : Frame(FrameType.Data, 1, 1)),
        ["RST_STREAM of a stream that is no more"] = (Http2Abuse.StrayFrames, i => i == 0 ? [.. Connect(0), .. Reset(0), .. Reset(0)] : Reset(0)),
        ["SETTINGS"] = (Http2Abuse.SettingsFlood, _ => Wire.Settings()),
        ["acknowledgements of SETTINGS"] = (Http2Abuse.SettingsFlood, _ => Wire.Frame(FrameType.Settings, FrameFlags.Ack, 0)),
        ["PING"] = (Http2Abuse.PingFlood, _ => Frame(FrameType.Ping, 0, new byte[8])),
        ["answers to PINGs"] = (Http2Abuse.PingFlood, _ => Wire.Frame(FrameType.Ping, FrameFlags.Ack, 0, new byte[8])),
        ["PRIORITY"] = (Http2Abuse.PriorityFlood, i => Frame(FrameType.Priority, Id(i), new byte[5])),
        ["empty DATA"] = (Http2Abuse.EmptyFrames, i => i == 0 ? [.. Connect(0), .. Frame(FrameType.Data, 1)] : Frame(FrameType.Data, 1)),
        ["DATA of padding alone"] = (Http2Abuse.EmptyFrames, i => [.. i == 0 ? Connect(0) : [], .. Wire.Frame(FrameType.Data, FrameFlags.Padded, 1, 1, 0)]),
        ["WINDOW_UPDATE by crumbs"] = (Http2Abuse.WindowUpdateFlood, _ => Wire.WindowUpdate(0, 1)),
        ["WINDOW_UPDATE of a stream by crumbs"] = (Http2Abuse.WindowUpdateFlood, i => [.. i == 0 ? Connect(0) : [], .. Wire.WindowUpdate(1, 1)]),
        ["frames of unknown types"] = (Http2Abuse.UnknownFrames, i => Frame((FrameType)(10 + (i % 200)), i, new byte[i % 100])),
        ["GOAWAY"] = (Http2Abuse.GoAwayFlood, _ => Frame(FrameType.GoAway, 0, new byte[8])),
        ["changes of the table's size"] = (Http2Abuse.TableChurn, i => Block(Id(i), [0x20, .. Wire.Block(Wire.Connect)])),
    };

    public static TheoryData<string> NamesOfFloods => [.. Floods.Keys];

    [Theory]
    [MemberData(nameof(NamesOfFloods))]
    public void A_flood_ends_the_connection_when_its_allowance_is_used_up(string flood)
    {
        var (abuse, blow) = Floods[flood];
        var server = Wire.Server(Small);
        var blows = 0;
        while (server.FailureReason is null)
            Wire.Feed(server, blow(blows++));

        // The SETTINGS of the handshake were one already.
        Assert.Equal(abuse == Http2Abuse.SettingsFlood ? Burst : Burst + 1, blows);
        Assert.Equal((abuse, abuse.Describe()), (server.Abuse, server.FailureReason));
        var goAway = Wire.Take(server)[^1];
        Assert.Equal((FrameType.GoAway, Http2ErrorCode.EnhanceYourCalm), (goAway.Type, goAway.Code));
        Assert.Empty(Wire.Feed(server, Frame(FrameType.Ping, 0, new byte[8])));
        Assert.Empty(Wire.Take(server));
    }

    [Theory]
    [MemberData(nameof(NamesOfFloods))]
    public void Time_gives_back_what_it_gives_back_and_no_more(string flood)
    {
        var (abuse, blow) = Floods[flood];
        var server = Wire.Server(Small);
        server.Elapse(TimeSpan.FromDays(1));
        var blows = 0;
        for (; blows < Burst; blows++)
            Wire.Feed(server, blow(blows));
        for (var i = 0; i < 10; i++)
            server.Elapse(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < PerSecond; i++)
            Wire.Feed(server, blow(blows++));
        Assert.Null(server.FailureReason);
        Wire.Feed(server, blow(blows));
        Assert.Equal(abuse, server.Abuse);
    }

    [Theory]
    [MemberData(nameof(NamesOfFloods))]
    public void The_default_limits_end_every_flood_too(string flood)
    {
        var (abuse, blow) = Floods[flood];
        var server = Wire.Server();
        for (var blows = 0; server.FailureReason is null; blows++)
        {
            Assert.InRange(blows, 0, 10_001);
            Wire.Feed(server, blow(blows));
            Wire.Take(server);
            // Streams that are open and not reset would be refused after a while: their owner closes them.
            server.Reset(Id(blows - 100), Http2ErrorCode.Cancel);
        }
        Assert.Equal(abuse, server.Abuse);
    }

    [Fact]
    public void Streams_above_the_limit_are_refused_but_not_without_end()
    {
        var server = Wire.Server(Small with { MaxConcurrentStreams = 3 });
        var opened = 0;
        while (server.FailureReason is null)
            Wire.Feed(server, Connect(opened++));
        Assert.Equal((3 + Burst + 1, Http2Abuse.InducedReset), (opened, server.Abuse));
    }

    [Fact]
    public void Header_blocks_that_unpack_to_too_much_end_the_connection()
    {
        var server = Wire.Server();
        // 4,000 bytes put into the table once, and asked for 15 times by a byte each: 60 KiB of fields by every block.
        byte[] value = [0x40, 1, (byte)'a', 0x7f, .. Integer(4_000 - 0x7f), .. Enumerable.Repeat((byte)'x', 4_000)];
        Wire.Feed(server, Block(1, [.. value, .. Enumerable.Repeat((byte)0xbe, 15)]));
        var blocks = 1;
        while (server.FailureReason is null)
            Wire.Feed(server, Block(Id(blocks++), [.. Enumerable.Repeat((byte)0xbe, 15)]));
        Assert.Equal(Http2Abuse.HeaderExpansion, server.Abuse);
        Assert.InRange(blocks, 200, 400);
    }

    [Fact]
    public void One_block_that_unpacks_to_a_hundred_megabytes_ends_the_connection()
    {
        var server = Wire.Server();
        byte[] value = [0x40, 1, (byte)'a', 0x7f, .. Integer(4_000 - 0x7f), .. Enumerable.Repeat((byte)'x', 4_000)];
        Wire.Feed(server, Block(1, [.. value, .. Enumerable.Repeat((byte)0xbe, 30_000)]));
        Assert.Equal(Http2Abuse.HeaderExpansion, server.Abuse);
    }

    [Fact]
    public void A_header_block_without_end_ends_the_connection()
    {
        var size = Wire.Server();
        Wire.Feed(size, Wire.Frame(FrameType.Headers, FrameFlags.None, 1));
        for (var i = 0; size.FailureReason is null; i++)
            Wire.Feed(size, Wire.Frame(FrameType.Continuation, FrameFlags.None, 1, new byte[4_000]));
        Assert.Equal(Http2Abuse.HeaderSize, size.Abuse);

        var count = Wire.Server();
        Wire.Feed(count, Wire.Frame(FrameType.Headers, FrameFlags.None, 1));
        for (var i = 0; count.FailureReason is null; i++)
            Wire.Feed(count, Wire.Frame(FrameType.Continuation, FrameFlags.None, 1));
        Assert.Equal(Http2Abuse.ContinuationFlood, count.Abuse);
    }

    [Fact]
    public void Settings_with_too_many_entries_end_the_connection_before_they_are_gathered()
    {
        var limits = Http2Limits.Server with { MaxSettingsEntries = 3 };
        var server = Wire.Server(limits);
        Wire.Feed(server, Wire.Settings((0x99, 1), (0x99, 1), (0x99, 1)));
        Assert.Null(server.FailureReason);
        Wire.Feed(server, Wire.Settings((0x99, 1), (0x99, 1), (0x99, 1), (0x99, 1)).AsSpan(0, FrameHeader.Size));
        Assert.Equal(Http2Abuse.SettingsFlood, server.Abuse);
    }

    [Fact]
    public void Interim_responses_without_end_end_the_stream()
    {
        var client = Wire.Client(Http2Limits.Client with { MaxInterimResponses = 3 });
        var interim = Wire.Headers(1, Whole, new HeaderField(":status", "103"));
        Assert.Empty(Wire.Feed(client, [.. interim, .. interim, .. interim]));
        var reset = Wire.Feed(client, interim).Single();
        Assert.Equal((Http2EventKind.Reset, Http2ErrorCode.EnhanceYourCalm, Http2Abuse.InterimResponses), (reset.Kind, reset.Code, reset.Abuse));
        Assert.Null(client.FailureReason);
    }

    [Fact]
    public void Responses_that_the_peer_does_not_read_end_the_connection()
    {
        var limits = Http2Limits.Server with { MaxQueuedAnswerBytes = 1_000, MaxQueuedSendBytes = 1_000, SendQuantumBytes = 1_000 };
        var server = Wire.Server(limits);
        for (var i = 0; server.FailureReason is null; i++)
        {
            Wire.Feed(server, Connect(i));
            server.SendHeaders(Id(i), new ResponseHead(403, []).ToFields(), endStream: true);
            server.Reset(Id(i), Http2ErrorCode.NoError);
        }
        Assert.Equal(Http2Abuse.UnreadAnswers, server.Abuse);
        Assert.InRange(server.Output.Length, 3_000, 3_200);
    }

    [Fact]
    public void A_client_opens_no_streams_at_a_peer_that_reads_nothing()
    {
        var client = Wire.Client(Http2Limits.Client with { MaxQueuedAnswerBytes = 1_000, MaxQueuedSendBytes = 1_000, SendQuantumBytes = 1_000 });
        while (client.OpenStream(Wire.Connect.ToValueList(), endStream: false) is not 0 and var id)
            client.Reset(id, Http2ErrorCode.Cancel);
        Assert.InRange(client.Output.Length, 3_000, 3_200);
        Wire.Take(client);
        Assert.NotEqual(0, client.OpenStream(Wire.Connect.ToValueList(), endStream: false));
    }

    [Fact]
    public void What_the_watch_finds_ends_the_connection_by_its_name_and_once()
    {
        var server = Wire.Server();
        server.End(Http2Abuse.UnfinishedFrame);
        server.End(Http2Abuse.GoAwayIgnored);
        Assert.Equal(Http2Abuse.UnfinishedFrame, server.Abuse);
        Assert.Equal(Http2ErrorCode.EnhanceYourCalm, Wire.Take(server).Single().Code);
    }

    [Fact]
    public void Abuses_have_names_of_their_own_in_kebab_case()
    {
        var all = Enum.GetValues<Http2Abuse>();
        Assert.Equal(all.Length, all.Select(abuse => abuse.Label()).Distinct().Count());
        Assert.All(all, abuse => Assert.Matches(Kebab(), abuse.Label()));
        Assert.Equal(all.Length, all.Select(abuse => abuse.Describe()).Distinct().Count());
    }

    private static Http2Limits Small => Http2Limits.Server with
    {
        Floods = new Http2FloodLimits
        {
            RapidResets = new(Burst, PerSecond),
            InducedResets = new(Burst, PerSecond),
            StrayFrames = new(Burst, PerSecond),
            Settings = new(Burst, PerSecond),
            Pings = new(Burst, PerSecond),
            Priorities = new(Burst, PerSecond),
            EmptyFrames = new(Burst, PerSecond),
            WindowUpdates = new(Burst, PerSecond),
            UnknownFrames = new(Burst, PerSecond),
            GoAways = new(Burst, PerSecond),
            TableResizes = new(Burst, PerSecond),
            PerStream = 1,
        },
    };

    private static int Id(int i) => (2 * i) + 1;

    private static byte[] Connect(int i) => Wire.Headers(Id(i), Whole, Wire.Connect);

    private static byte[] Reset(int i) => Frame(FrameType.RstStream, Id(i), 0, 0, 0, 8);

    private static byte[] Frame(FrameType type, int streamId, params byte[] payload) => Wire.Frame(type, FrameFlags.None, streamId, payload);

    private static byte[] Block(int streamId, byte[] block) => Wire.Frame(FrameType.Headers, Whole, streamId, block);

    /// <summary>What follows a prefix that is full (RFC 7541, 5.1).</summary>
    private static byte[] Integer(int rest) => [(byte)((rest & 0x7f) | 0x80), (byte)(rest >> 7)];

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Kebab();
}
