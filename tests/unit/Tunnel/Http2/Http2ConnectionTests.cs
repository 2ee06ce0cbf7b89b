using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

public sealed class Http2ConnectionTests
{
    private const FrameFlags Whole = FrameFlags.EndHeaders;
    private static readonly HeaderField[] Ok = [new(":status", "200")];

    [Fact]
    public void A_client_begins_with_the_preface_its_settings_and_the_connections_window()
    {
        var client = new Http2Connection(isServer: false, Http2Limits.Client);
        Assert.True(client.Output.Span.StartsWith(Http2Connection.Preface));

        var frames = Wire.Take(client);

        Assert.Equal([FrameType.Settings, FrameType.WindowUpdate], frames.Select(f => f.Type));
        // ENABLE_PUSH 0, INITIAL_WINDOW_SIZE 41,943, MAX_FRAME_SIZE 1 MiB, MAX_HEADER_LIST_SIZE 16 KiB
        Assert.Equal("00020000000000040000a3d7000500100000000600004000", Convert.ToHexStringLower(frames[0].Payload));
        Assert.Equal(Wire.Big(16 * 1024 * 1024 - 65_535), frames[1].Payload);
    }

    [Fact]
    public void A_server_says_how_many_streams_and_headers_it_takes()
    {
        var frames = Wire.Take(new Http2Connection(isServer: true, Http2Limits.Server));
        // MAX_CONCURRENT_STREAMS 200, INITIAL_WINDOW_SIZE 41,943, MAX_FRAME_SIZE 1 MiB, MAX_HEADER_LIST_SIZE 64 KiB
        Assert.Equal("0003000000c800040000a3d7000500100000000600010000", Convert.ToHexStringLower(frames[0].Payload));
    }

    [Fact]
    public void Acknowledges_settings_and_pings()
    {
        var server = new Http2Connection(isServer: true, Http2Limits.Server);
        Wire.Take(server);

        var seen = Wire.Feed(server, [.. Http2Connection.Preface, .. Wire.Settings((3, 7)), .. Wire.Frame(FrameType.Ping, FrameFlags.None, 0, 1, 2, 3, 4, 5, 6, 7, 8)]);

        Assert.Equal([new Seen(Http2EventKind.Settings, 0)], seen.Select(Bare));
        Assert.Equal(7u, server.PeerSettings.MaxConcurrentStreams);
        var frames = Wire.Take(server);
        Assert.Equal((FrameType.Settings, FrameFlags.Ack), (frames[0].Type, frames[0].Flags));
        Assert.Equal((FrameType.Ping, FrameFlags.Ack), (frames[1].Type, frames[1].Flags));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], frames[1].Payload);
    }

    [Fact]
    public void A_connect_becomes_a_request_its_data_events_and_its_end_an_end()
    {
        var server = Wire.Server();

        var seen = Wire.Feed(
            server,
            [
                .. Wire.Headers(1, Whole, [.. Wire.Connect, new("baggage", "x=y")]),
                .. Wire.Frame(FrameType.Data, FrameFlags.None, 1, 1, 2),
                .. Wire.Frame(FrameType.Data, FrameFlags.None, 1),
                .. Wire.Frame(FrameType.Data, FrameFlags.EndStream, 1, 3),
            ]);

        Assert.Equal(new RequestHead("CONNECT", "a:1", [new("baggage", "x=y")]), seen[0].Request);
        Assert.Equal([1, 2, 3], seen[1..].SelectMany(s => s.Data));
        Assert.Equal([false, true], seen[1..].Select(s => s.EndStream));
    }

    [Fact]
    public void A_request_that_is_no_connect_is_a_request_too()
    {
        HeaderField[] get = [new(":method", "GET"), new(":scheme", "https"), new(":path", "/"), new(":authority", "a")];
        var seen = Wire.Feed(Wire.Server(), Wire.Headers(1, Whole | FrameFlags.EndStream, get));
        Assert.Equal("GET", seen.Single().Request?.Method);
        Assert.True(seen.Single().EndStream);
    }

    [Fact]
    public void Padding_and_priority_are_taken_off_and_return_their_credit()
    {
        var server = Wire.Server(Http2Limits.Server with { StreamWindowBytes = 100_000, ConnectionWindowBytes = 100_000 });
        var block = Wire.Block(Wire.Connect);
        Wire.Feed(server, Wire.Frame(
            FrameType.Headers, Whole | FrameFlags.Padded | FrameFlags.Priority, 1, [3, 0, 0, 0, 0, 16, .. block, 0, 0, 0]));

        var seen = Enumerable.Range(0, 2000)
            .SelectMany(_ => Wire.Feed(server, Wire.Frame(FrameType.Data, FrameFlags.Padded, 1, [254, .. new byte[254]])))
            .ToList();

        // Were padding not credited, the windows would be used up long before.
        Assert.Empty(seen);
        Assert.Contains(Wire.Take(server), f => f is { Type: FrameType.WindowUpdate, StreamId: 1 });
    }

    [Fact]
    public void A_header_block_may_come_in_pieces_but_not_in_too_many()
    {
        var limits = Http2Limits.Server with { MaxContinuationFrames = 3 };
        var block = Wire.Block(Wire.Connect);
        byte[] begun = Wire.Frame(FrameType.Headers, FrameFlags.None, 1, block[..1]);
        byte[] middle = Wire.Frame(FrameType.Continuation, FrameFlags.None, 1);
        byte[] end = Wire.Frame(FrameType.Continuation, Whole, 1, block[1..]);

        Assert.Equal(Http2EventKind.Request, Wire.Feed(Wire.Server(limits), [.. begun, .. middle, .. middle, .. end]).Single().Kind);
        Assert.Equal(
            new Seen(Http2EventKind.Failed, 0, Http2ErrorCode.EnhanceYourCalm),
            Bare(Wire.Feed(Wire.Server(limits), [.. begun, .. middle, .. middle, .. middle, .. end]).Single()));
    }

    [Fact]
    public void A_header_list_above_the_limit_gets_431_and_the_connection_goes_on()
    {
        var server = Wire.Server(Http2Limits.Server with { MaxHeaderListBytes = 200 });
        Assert.Empty(Wire.Feed(server, Wire.Headers(1, Whole, [.. Wire.Connect, new("a", ""), new("b", ""), new("c", ""), new("d", "")])));
        var frames = Wire.Take(server);
        Assert.Equal((FrameType.Headers, 1), (frames[0].Type, frames[0].StreamId));
        Assert.Equal((FrameType.RstStream, Http2ErrorCode.NoError), (frames[1].Type, frames[1].Code));
        Assert.Equal(Http2EventKind.Request, Wire.Feed(server, Wire.Headers(3, Whole, Wire.Connect)).Single().Kind);
    }

    [Fact]
    public void A_header_block_above_the_limit_ends_the_connection()
    {
        var server = Wire.Server(Http2Limits.Server with { MaxHeaderListBytes = 200 });
        var seen = Wire.Feed(server, Wire.Frame(FrameType.Headers, FrameFlags.None, 1, new byte[500]));
        Assert.Equal(Http2ErrorCode.EnhanceYourCalm, seen.Single().Code);
    }

    [Fact]
    public void More_streams_than_allowed_are_refused_and_the_others_go_on()
    {
        var server = Wire.Server(Http2Limits.Server with { MaxConcurrentStreams = 1 });
        var seen = Wire.Feed(server, [.. Wire.Headers(1, Whole, Wire.Connect), .. Wire.Headers(3, Whole, Wire.Connect)]);
        Assert.Equal([1], seen.Select(s => s.StreamId));
        Assert.Equal((3, Http2ErrorCode.RefusedStream), (Wire.Take(server).Single().StreamId, Http2ErrorCode.RefusedStream));
        Assert.Equal(1, server.OpenStreams);
    }

    [Fact]
    public void A_client_opens_no_more_streams_than_the_server_allows()
    {
        var client = Wire.Client();
        Wire.Feed(client, Wire.Settings((3, 2)));
        Assert.Equal(3, client.OpenStream(Wire.Connect.ToValueList(), endStream: false));
        Assert.Equal(0, client.OpenStream(Wire.Connect.ToValueList(), endStream: false));
        client.Reset(3, Http2ErrorCode.Cancel);
        Assert.Equal(5, client.OpenStream(Wire.Connect.ToValueList(), endStream: false));
    }

    [Fact]
    public void Data_waits_for_both_windows_and_goes_in_frames_that_the_peer_takes()
    {
        var client = Wire.Client(Http2Limits.Client with { SendQuantumBytes = 1 << 20, MaxQueuedSendBytes = 1 << 20 });
        var data = new byte[100_000];

        Assert.Equal(65_535, client.SendData(1, data, endStream: true));
        Assert.Equal([16_384, 16_384, 16_384, 16_383], Wire.Take(client).Select(f => f.Payload.Length));
        Assert.Equal(0, client.SendData(1, data.AsSpan(65_535), endStream: true));
        Wire.Feed(client, Wire.WindowUpdate(1, 1_000_000));
        Assert.Equal(0, client.SendData(1, data.AsSpan(65_535), endStream: true));
        Wire.Feed(client, Wire.WindowUpdate(0, 1_000_000));
        Assert.Equal(34_465, client.SendData(1, data.AsSpan(65_535), endStream: true));
        Assert.Equal([FrameFlags.None, FrameFlags.None, FrameFlags.EndStream], Wire.Take(client).Select(f => f.Flags));
        Assert.Equal(-1, client.SendData(1, data, endStream: true));
    }

    [Fact]
    public void One_send_is_a_quantum_at_most_and_none_when_too_much_waits()
    {
        var client = Wire.Client(Http2Limits.Client with { SendQuantumBytes = 1_000, MaxQueuedSendBytes = 2_500 });
        var sent = Enumerable.Range(0, 5).Select(_ => client.SendData(1, new byte[5_000], endStream: false)).ToList();
        Assert.Equal([1_000, 1_000, 1_000, 0, 0], sent);
        Assert.True(client.IsOutputFull);
        Wire.Take(client);
        Assert.Equal(1_000, client.SendData(1, new byte[5_000], endStream: false));
    }

    [Fact]
    public void A_window_that_settings_made_negative_must_grow_above_zero_first()
    {
        var client = Wire.Client();
        Assert.Equal(65_535, client.SendData(1, new byte[65_535], endStream: false));
        Wire.Feed(client, [.. Wire.WindowUpdate(0, 1_000_000), .. Wire.Settings((4, 10))]);
        Wire.Feed(client, Wire.WindowUpdate(1, 65_525));
        Assert.Equal(0, client.SendData(1, new byte[1], endStream: false));
        Wire.Feed(client, Wire.WindowUpdate(1, 1));
        Assert.Equal(1, client.SendData(1, new byte[2], endStream: false));
    }

    [Fact]
    public void Credit_is_announced_when_half_of_a_window_was_consumed()
    {
        var server = Wire.Server(Http2Limits.Server with { StreamWindowBytes = 65_536, ConnectionWindowBytes = 131_072, MaxConcurrentStreams = 1 });
        Wire.Feed(server, [.. Wire.Headers(1, Whole, Wire.Connect), .. Wire.Frame(FrameType.Data, FrameFlags.None, 1, new byte[65_535])]);
        server.Consume(1, 32_767);
        Assert.Empty(Wire.Take(server));
        server.Consume(1, 1);
        Assert.Equal(Wire.WindowUpdate(1, 32_768)[9..], Wire.Take(server).Single().Payload);
        server.Consume(1, 32_767);
        Assert.Equal(0, Wire.Take(server).Count(f => f.StreamId == 1));
    }

    [Fact]
    public void Data_of_a_stream_that_we_reset_is_dropped_and_its_credit_returns_to_the_connection()
    {
        var server = Wire.Server(Http2Limits.Server with { ConnectionWindowBytes = 65_535 });
        Wire.Feed(server, Wire.Headers(1, Whole, Wire.Connect));
        server.Reset(1, Http2ErrorCode.Cancel);
        Wire.Take(server);
        Assert.Empty(Wire.Feed(server, Wire.Frame(FrameType.Data, FrameFlags.None, 1, new byte[40_000])));
        Assert.Equal((FrameType.WindowUpdate, 0), (Wire.Take(server).Single().Type, 0));
    }

    [Fact]
    public void Interim_responses_are_passed_over()
    {
        var client = Wire.Client();
        var seen = Wire.Feed(client, [.. Wire.Headers(1, Whole, new HeaderField(":status", "103")), .. Wire.Headers(1, Whole, Ok)]);
        Assert.Equal(200, seen.Single().Response?.Status);
    }

    [Fact]
    public void Trailers_end_a_stream()
    {
        var client = Wire.Client();
        var seen = Wire.Feed(client, [.. Wire.Headers(1, Whole, Ok), .. Wire.Headers(1, Whole | FrameFlags.EndStream, new HeaderField("x", "y"))]);
        Assert.Equal(new Seen(Http2EventKind.Trailers, 1, EndStream: true), Bare(seen[1]));
    }

    [Fact]
    public void Unknown_frames_settings_and_priorities_are_ignored()
    {
        var server = Wire.Server();
        var seen = Wire.Feed(
            server,
            [
                .. Wire.Frame((FrameType)0xbe, (FrameFlags)0xff, 77, 1, 2, 3),
                .. Wire.Frame(FrameType.Priority, FrameFlags.None, 9, 0, 0, 0, 9, 1),
                .. Wire.Settings((0x99, 5)),
            ]);
        Assert.Equal([Http2EventKind.Settings], seen.Select(s => s.Kind));
    }

    [Fact]
    public void Goaway_ends_the_streams_above_its_last_and_no_new_ones_begin()
    {
        var client = Wire.Client();
        client.OpenStream(Wire.Connect.ToValueList(), endStream: false);
        var seen = Wire.Feed(client, Wire.Frame(FrameType.GoAway, FrameFlags.None, 0, 0, 0, 0, 1, 0, 0, 0, 0));
        Assert.Equal(new Seen(Http2EventKind.GoAway, 1), Bare(seen.Single()));
        Assert.Equal(1, client.OpenStreams);
        Assert.False(client.MayOpenStreams);
        Assert.Equal(0, client.OpenStream(Wire.Connect.ToValueList(), endStream: false));
    }

    [Fact]
    public void A_graceful_goaway_takes_streams_until_its_second_step()
    {
        var server = Wire.Server();
        server.GoAway(Http2ErrorCode.NoError, isFinal: false);
        Assert.Equal(Wire.Big(int.MaxValue), Wire.Take(server).Single().Payload[..4]);
        Assert.Single(Wire.Feed(server, Wire.Headers(1, Whole, Wire.Connect)));
        server.GoAway(Http2ErrorCode.NoError, isFinal: true);
        Assert.Equal(Wire.Big(1), Wire.Take(server).Single().Payload[..4]);
        Assert.Empty(Wire.Feed(server, [.. Wire.Headers(3, Whole, Wire.Connect), .. Wire.Frame(FrameType.Data, FrameFlags.None, 3, 1)]));
    }

    [Fact]
    public void Answers_that_nobody_reads_end_the_connection()
    {
        var server = Wire.Server(Http2Limits.Server with { MaxQueuedAnswerFrames = 10 });
        var ping = Wire.Frame(FrameType.Ping, FrameFlags.None, 0, new byte[8]);
        for (var i = 0; i < 10; i++)
            Assert.Empty(Wire.Feed(server, ping));
        Wire.Take(server);
        for (var i = 0; i < 10; i++)
            Assert.Empty(Wire.Feed(server, ping));
        Assert.Equal(Http2ErrorCode.EnhanceYourCalm, Wire.Feed(server, ping).Single().Code);
    }

    [Fact]
    public void More_data_than_the_windows_allow_ends_the_stream_or_the_connection()
    {
        var data = Wire.Frame(FrameType.Data, FrameFlags.None, 1, new byte[65_536]);
        var narrowStream = Wire.Server(Http2Limits.Server with { StreamWindowBytes = 65_535 });
        Assert.Equal(
            new Seen(Http2EventKind.Reset, 1, Http2ErrorCode.FlowControlError),
            Bare(Wire.Feed(narrowStream, [.. Wire.Headers(1, Whole, Wire.Connect), .. data])[^1]));
        var narrowConnection = Wire.Server(Http2Limits.Server with { ConnectionWindowBytes = 65_535 });
        Assert.Equal(
            new Seen(Http2EventKind.Failed, 0, Http2ErrorCode.FlowControlError),
            Bare(Wire.Feed(narrowConnection, [.. Wire.Headers(1, Whole, Wire.Connect), .. data])[^1]));
    }

    /// <summary>A fuzzed script found that it did: the first bytes of a frame were credited before the rest had come.</summary>
    [Fact]
    public void Credit_of_data_that_is_dropped_does_not_depend_on_how_it_is_cut()
    {
        var limits = Http2Limits.Server with { ConnectionWindowBytes = 65_535 };
        var (whole, pieces) = (Wire.Server(limits), Wire.Server(limits));
        var data = Wire.Frame(FrameType.Data, FrameFlags.Padded, 1, [200, .. new byte[40_000]]);
        foreach (var server in (Http2Connection[])[whole, pieces])
        {
            Wire.Feed(server, Wire.Headers(1, Whole, Wire.Connect));
            server.Reset(1, Http2ErrorCode.Cancel);
            Wire.Take(server);
        }

        Wire.Feed(whole, data);
        foreach (var piece in data.Chunk(7))
            Wire.Feed(pieces, piece);

        Assert.Equal(Wire.WindowUpdate(0, 40_001)[FrameHeader.Size..], Wire.Take(whole).Single().Payload);
        Assert.Equal(Wire.WindowUpdate(0, 40_001)[FrameHeader.Size..], Wire.Take(pieces).Single().Payload);
    }

    [Fact]
    public void Frames_of_data_allocate_nothing()
    {
        var server = Wire.Server();
        Wire.Feed(server, Wire.Headers(1, Whole, Wire.Connect));
        var data = Wire.Frame(FrameType.Data, FrameFlags.None, 1, new byte[1_000]);
        Assert.InRange(
            Allocation.InRound(() =>
            {
                ReadOnlySpan<byte> input = data;
                while (server.Receive(ref input) is { Kind: Http2EventKind.Data } happened)
                    server.Consume(1, happened.Data.Length);
                if (server.Output.Length > 0)
                    server.Output.Clear();
            }),
            0,
            0);
    }

    [Fact]
    public void Settings_that_name_the_tables_size_twice_have_the_least_one_announced()
    {
        var client = Wire.Client();
        Wire.Feed(client, Wire.Settings((1, 0), (1, 100)));
        Wire.Take(client);
        client.OpenStream(Wire.Connect.ToValueList(), endStream: false);
        Assert.Equal("203f45", Convert.ToHexStringLower(Wire.Take(client).Single().Payload[..3]));
    }

    [Fact]
    public void Window_of_the_initial_settings_holds_until_ours_are_acknowledged()
    {
        var limits = Http2Limits.Server with { StreamWindowBytes = 10 };
        byte[] data = Wire.Frame(FrameType.Data, FrameFlags.None, 1, new byte[11]);
        var early = Wire.Server(limits);
        Wire.Feed(early, Wire.Headers(1, Whole, Wire.Connect));
        Assert.Equal(Http2EventKind.Data, Wire.Feed(early, data).Single().Kind);

        var late = Wire.Server(limits);
        Wire.Feed(late, [.. Wire.Frame(FrameType.Settings, FrameFlags.Ack, 0), .. Wire.Headers(1, Whole, Wire.Connect)]);
        Assert.Equal(new Seen(Http2EventKind.Reset, 1, Http2ErrorCode.FlowControlError), Bare(Wire.Feed(late, data).Single()));
    }

    private static Seen Bare(Seen seen) => new(seen.Kind, seen.StreamId, seen.Code, seen.EndStream);
}
