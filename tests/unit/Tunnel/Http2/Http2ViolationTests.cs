using ScopeMesh.Tunnel.Http2;
using static ScopeMesh.Tunnel.Http2.Http2ErrorCode;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

/// <summary>Each way to break HTTP/2 ends what RFC 9113 says it ends, by the code that it says.</summary>
public sealed class Http2ViolationTests
{
    private const FrameFlags Whole = FrameFlags.EndHeaders;
    private static readonly byte[] Open = Wire.Headers(1, Whole, Wire.Connect);
    private static readonly byte[] Ended = Wire.Headers(1, Whole | FrameFlags.EndStream, Wire.Connect);

    /// <summary>What clients may do wrong so that the connection ends.</summary>
    private static readonly Dictionary<string, (Http2ErrorCode Code, byte[] Bytes)> ConnectionErrors = new()
    {
        ["DATA without a stream (6.1)"] = (ProtocolError, Wire.Frame(FrameType.Data, FrameFlags.None, 0, 1)),
        ["DATA on an idle stream (5.1)"] = (ProtocolError, Wire.Frame(FrameType.Data, FrameFlags.None, 1, 1)),
        ["padding as long as its frame (6.1)"] = (ProtocolError, [.. Open, .. Wire.Frame(FrameType.Data, FrameFlags.Padded, 1, 2, 0)]),
        ["a padded frame without a pad length (6.1)"] = (FrameSizeError, [.. Open, .. Wire.Frame(FrameType.Data, FrameFlags.Padded, 1)]),
        ["HEADERS without a stream (6.2)"] = (ProtocolError, Wire.Headers(0, Whole, Wire.Connect)),
        ["HEADERS of an even stream (5.1.1)"] = (ProtocolError, Wire.Headers(2, Whole, Wire.Connect)),
        ["HEADERS of a stream that was passed over (5.1.1)"] =
            (ProtocolError, [.. Wire.Headers(5, Whole, Wire.Connect), .. Wire.Headers(3, Whole, Wire.Connect)]),
        ["HEADERS padded to more than the frame (6.2)"] =
            (ProtocolError, Wire.Frame(FrameType.Headers, Whole | FrameFlags.Padded, 1, 9, 0x82)),
        ["HEADERS too short for a priority (6.2)"] =
            (FrameSizeError, Wire.Frame(FrameType.Headers, Whole | FrameFlags.Priority, 1, 0, 0)),
        ["HEADERS that are no HPACK (4.3)"] = (CompressionError, Wire.Frame(FrameType.Headers, Whole, 1, 0x80)),
        ["PRIORITY without a stream (6.3)"] = (ProtocolError, Wire.Frame(FrameType.Priority, FrameFlags.None, 0, new byte[5])),
        ["RST_STREAM without a stream (6.4)"] = (ProtocolError, Wire.Frame(FrameType.RstStream, FrameFlags.None, 0, new byte[4])),
        ["RST_STREAM on an idle stream (6.4)"] = (ProtocolError, Wire.Frame(FrameType.RstStream, FrameFlags.None, 1, new byte[4])),
        ["RST_STREAM of another size (6.4)"] = (FrameSizeError, [.. Open, .. Wire.Frame(FrameType.RstStream, FrameFlags.None, 1, new byte[3])]),
        ["SETTINGS on a stream (6.5)"] = (ProtocolError, Wire.Frame(FrameType.Settings, FrameFlags.None, 1)),
        ["SETTINGS of another size (6.5)"] = (FrameSizeError, Wire.Frame(FrameType.Settings, FrameFlags.None, 0, new byte[5])),
        ["an acknowledgement with settings (6.5)"] = (FrameSizeError, Wire.Frame(FrameType.Settings, FrameFlags.Ack, 0, new byte[6])),
        ["ENABLE_PUSH 2 (6.5.2)"] = (ProtocolError, Wire.Settings((2, 2))),
        ["INITIAL_WINDOW_SIZE 2^31 (6.5.2)"] = (FlowControlError, Wire.Settings((4, 0x8000_0000))),
        ["MAX_FRAME_SIZE 2^14-1 (6.5.2)"] = (ProtocolError, Wire.Settings((5, 16_383))),
        ["MAX_FRAME_SIZE 2^24 (6.5.2)"] = (ProtocolError, Wire.Settings((5, 1 << 24))),
        ["settings that overflow a stream's window (6.9.2)"] =
            (FlowControlError, [.. Open, .. Wire.WindowUpdate(1, 1), .. Wire.Settings((4, int.MaxValue))]),
        ["PUSH_PROMISE by a client (8.4)"] = (ProtocolError, Wire.Frame(FrameType.PushPromise, Whole, 1, 0, 0, 0, 2)),
        ["PING on a stream (6.7)"] = (ProtocolError, Wire.Frame(FrameType.Ping, FrameFlags.None, 1, new byte[8])),
        ["PING of another size (6.7)"] = (FrameSizeError, Wire.Frame(FrameType.Ping, FrameFlags.None, 0, new byte[6])),
        ["GOAWAY on a stream (6.8)"] = (ProtocolError, Wire.Frame(FrameType.GoAway, FrameFlags.None, 1, new byte[8])),
        ["GOAWAY of another size (6.8)"] = (FrameSizeError, Wire.Frame(FrameType.GoAway, FrameFlags.None, 0, new byte[7])),
        ["WINDOW_UPDATE of another size (6.9)"] = (FrameSizeError, Wire.Frame(FrameType.WindowUpdate, FrameFlags.None, 0, new byte[3])),
        ["WINDOW_UPDATE by 0 (6.9)"] = (ProtocolError, Wire.WindowUpdate(0, 0)),
        ["WINDOW_UPDATE past 2^31-1 (6.9.1)"] = (FlowControlError, Wire.WindowUpdate(0, int.MaxValue)),
        ["WINDOW_UPDATE on an idle stream (5.1)"] = (ProtocolError, Wire.WindowUpdate(1, 1)),
        ["CONTINUATION of nothing (6.10)"] = (ProtocolError, Wire.Frame(FrameType.Continuation, Whole, 1)),
        ["a header block interrupted by another stream (6.10)"] = (ProtocolError,
            [.. Wire.Headers(1, FrameFlags.None, Wire.Connect), .. Wire.Frame(FrameType.Continuation, Whole, 3)]),
        ["a header block interrupted by an unknown frame (5.5)"] = (ProtocolError,
            [.. Wire.Headers(1, FrameFlags.None, Wire.Connect), .. Wire.Frame((FrameType)99, FrameFlags.None, 0)]),
        ["a frame above MAX_FRAME_SIZE (4.2)"] = (FrameSizeError, [0x10, 0x00, 0x01, 0x99, 0, 0, 0, 0, 0]),
    };

    /// <summary>What clients may do wrong so that a stream ends, and nothing else.</summary>
    private static readonly Dictionary<string, (Http2ErrorCode Code, byte[] Bytes)> StreamErrors = new()
    {
        ["DATA after END_STREAM (5.1)"] = (StreamClosed, [.. Ended, .. Wire.Frame(FrameType.Data, FrameFlags.None, 1, 1)]),
        ["HEADERS after END_STREAM (5.1)"] = (StreamClosed, [.. Ended, .. Ended]),
        ["trailers without END_STREAM (8.1)"] = (ProtocolError, [.. Open, .. Wire.Headers(1, Whole, new HeaderField("a", "b"))]),
        ["trailers with a pseudo-header (8.1)"] =
            (ProtocolError, [.. Open, .. Wire.Headers(1, Whole | FrameFlags.EndStream, new HeaderField(":method", "GET"))]),
        ["PRIORITY of another size (6.3)"] = (FrameSizeError, [.. Open, .. Wire.Frame(FrameType.Priority, FrameFlags.None, 1, new byte[4])]),
        ["WINDOW_UPDATE of a stream by 0 (6.9)"] = (ProtocolError, [.. Open, .. Wire.WindowUpdate(1, 0)]),
        ["WINDOW_UPDATE of a stream past 2^31-1 (6.9.1)"] = (FlowControlError, [.. Open, .. Wire.WindowUpdate(1, int.MaxValue)]),
        ["CONNECT with :path (8.5)"] = Malformed([.. Wire.Connect, new(":path", "/")]),
        ["CONNECT with :scheme (8.5)"] = Malformed([.. Wire.Connect, new(":scheme", "https")]),
        ["CONNECT with :protocol, which we did not offer (RFC 8441, 3)"] = Malformed([.. Wire.Connect, new(":protocol", "x")]),
        ["a request without :method (8.3.1)"] = Malformed([new(":authority", "a:1")]),
        ["GET without :path (8.3.1)"] = Malformed([new(":method", "GET"), new(":scheme", "https")]),
        ["GET with an empty :path (8.3.1)"] = Malformed([new(":method", "GET"), new(":scheme", "https"), new(":path", "")]),
        ["a request with :status (8.3)"] = Malformed([.. Wire.Connect, new(":status", "200")]),
        ["a pseudo-header twice (8.3)"] = Malformed([.. Wire.Connect, new(":method", "CONNECT")]),
        ["a pseudo-header after a field (8.3)"] = Malformed([new(":method", "CONNECT"), new("a", "b"), new(":authority", "a:1")]),
        ["a name in upper case (8.2.1)"] = Malformed([.. Wire.Connect, new("Baggage", "x")]),
        ["a name with a space (8.2.1)"] = Malformed([.. Wire.Connect, new("a b", "x")]),
        ["an empty name (8.2.1)"] = Malformed([.. Wire.Connect, new("", "x")]),
        ["a value with a line feed (8.2.1)"] = Malformed([.. Wire.Connect, new("a", "x\ny")]),
        ["a value that ends in a space (8.2.1)"] = Malformed([.. Wire.Connect, new("a", "x ")]),
        ["connection (8.2.2)"] = Malformed([.. Wire.Connect, new("connection", "close")]),
        ["transfer-encoding (8.2.2)"] = Malformed([.. Wire.Connect, new("transfer-encoding", "chunked")]),
        ["te other than trailers (8.2.2)"] = Malformed([.. Wire.Connect, new("te", "gzip")]),
    };

    public static TheoryData<string> OfConnections => [.. ConnectionErrors.Keys];

    public static TheoryData<string> OfStreams => [.. StreamErrors.Keys];

    [Theory]
    [MemberData(nameof(OfConnections))]
    public void Ends_the_connection(string violation)
    {
        var (code, bytes) = ConnectionErrors[violation];
        var server = Wire.Server();

        var last = Wire.Feed(server, bytes)[^1];

        Assert.Equal((Http2EventKind.Failed, code), (last.Kind, last.Code));
        var goAway = Wire.Take(server)[^1];
        Assert.Equal((FrameType.GoAway, code), (goAway.Type, goAway.Code));
        Assert.Empty(Wire.Feed(server, Wire.Headers(7, Whole, Wire.Connect)));
        Assert.Empty(Wire.Take(server));
    }

    [Theory]
    [MemberData(nameof(OfStreams))]
    public void Ends_the_stream_alone(string violation)
    {
        var (code, bytes) = StreamErrors[violation];
        var server = Wire.Server();

        var seen = Wire.Feed(server, bytes);

        Assert.DoesNotContain(seen, s => s.Kind == Http2EventKind.Failed);
        var reset = Wire.Take(server).Single(f => f.Type == FrameType.RstStream);
        Assert.Equal((1, code), (reset.StreamId, reset.Code));
        // Whoever knows of the stream hears of its end.
        Assert.Equal(seen.Count(s => s.Kind == Http2EventKind.Request), seen.Count(s => s.Kind == Http2EventKind.Reset));
        Assert.Equal(0, server.OpenStreams);
        Assert.Equal(Http2EventKind.Request, Wire.Feed(server, Wire.Headers(3, Whole, Wire.Connect)).Single().Kind);
    }

    [Theory]
    [InlineData(ProtocolError, "GET / HTTP/1.1\r\n")]
    [InlineData(ProtocolError, "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")]
    public void Something_else_than_the_preface_fails_at_its_first_byte(Http2ErrorCode code, string begins)
    {
        var server = new Http2Connection(isServer: true, Http2Limits.Server);
        Assert.Equal(code, Wire.Feed(server, System.Text.Encoding.ASCII.GetBytes(begins)).Single().Code);
    }

    [Fact]
    public void The_first_frame_must_be_settings()
    {
        var server = new Http2Connection(isServer: true, Http2Limits.Server);
        Assert.Equal(ProtocolError, Wire.Feed(server, [.. Http2Connection.Preface, .. Open]).Single().Code);
    }

    [Theory]
    [InlineData("DATA before a response", ProtocolError)]
    [InlineData("101", ProtocolError)]
    [InlineData("1xx with END_STREAM", ProtocolError)]
    [InlineData("no status", ProtocolError)]
    public void A_malformed_response_ends_the_stream(string what, Http2ErrorCode code)
    {
        var client = Wire.Client();
        var seen = Wire.Feed(client, what switch
        {
            "101" => Wire.Headers(1, Whole, new HeaderField(":status", "101")),
            "1xx with END_STREAM" => Wire.Headers(1, Whole | FrameFlags.EndStream, new HeaderField(":status", "100")),
            "no status" => Wire.Headers(1, Whole, new HeaderField("a", "b")),
            _ => Wire.Frame(FrameType.Data, FrameFlags.None, 1, 1),
        });
        Assert.Equal((Http2EventKind.Reset, 1, code), (seen.Single().Kind, seen.Single().StreamId, seen.Single().Code));
    }

    [Fact]
    public void A_server_may_not_push_nor_open_streams()
    {
        Assert.Equal(ProtocolError, Wire.Feed(Wire.Client(), Wire.Settings((2, 1))).Single().Code);
        Assert.Equal(ProtocolError, Wire.Feed(Wire.Client(), Wire.Frame(FrameType.PushPromise, Whole, 1, 0, 0, 0, 2)).Single().Code);
        Assert.Equal(ProtocolError, Wire.Feed(Wire.Client(), Wire.Headers(2, Whole, new HeaderField(":status", "200"))).Single().Code);
        Assert.Equal(ProtocolError, Wire.Feed(Wire.Client(), Wire.Headers(3, Whole, new HeaderField(":status", "200"))).Single().Code);
    }

    [Fact]
    public void More_data_than_the_windows_allow_ends_the_stream_or_the_connection()
    {
        var data = Wire.Frame(FrameType.Data, FrameFlags.None, 1, new byte[65_536]);
        var narrowStream = Wire.Server(Http2Limits.Server with { StreamWindowBytes = 65_535 });
        Assert.Equal((Http2EventKind.Reset, FlowControlError), Last(Wire.Feed(narrowStream, [.. Open, .. data])));
        var narrowConnection = Wire.Server(Http2Limits.Server with { ConnectionWindowBytes = 65_535 });
        Assert.Equal((Http2EventKind.Failed, FlowControlError), Last(Wire.Feed(narrowConnection, [.. Open, .. data])));
    }

    [Fact]
    public void A_closed_stream_takes_no_headers_and_no_data()
    {
        var reset = Wire.Frame(FrameType.RstStream, FrameFlags.None, 1, 0, 0, 0, 8);
        Assert.Equal((Http2EventKind.Failed, StreamClosed), Last(Wire.Feed(Wire.Server(), [.. Open, .. reset, .. Open])));
        var server = Wire.Server();
        Wire.Feed(server, [.. Open, .. reset, .. Wire.Frame(FrameType.Data, FrameFlags.None, 1, 1)]);
        Assert.Equal(StreamClosed, Wire.Take(server).Single().Code);
    }

    private static (Http2ErrorCode Code, byte[] Bytes) Malformed(HeaderField[] fields) => (ProtocolError, Wire.Headers(1, Whole, fields));

    private static (Http2EventKind Kind, Http2ErrorCode Code) Last(List<Seen> seen) => (seen[^1].Kind, seen[^1].Code);
}
