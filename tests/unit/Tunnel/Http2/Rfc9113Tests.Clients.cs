using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

/// <content>What clients send, after their preface and SETTINGS.</content>
public sealed partial class Rfc9113Tests
{
    private const string Protocol = "failed PROTOCOL_ERROR, GOAWAY PROTOCOL_ERROR";
    private const string FrameSize = "failed FRAME_SIZE_ERROR, GOAWAY FRAME_SIZE_ERROR";
    private const string FlowControl = "failed FLOW_CONTROL_ERROR, GOAWAY FLOW_CONTROL_ERROR";
    private const string Compression = "failed COMPRESSION_ERROR, GOAWAY COMPRESSION_ERROR";
    private const string Calm = "failed ENHANCE_YOUR_CALM, GOAWAY ENHANCE_YOUR_CALM";
    private const string Asked = "request CONNECT a:1";
    private const string AskedAndMalformed = "RST_STREAM 1 PROTOCOL_ERROR";

    private static readonly byte[] Ended = Wire.Headers(1, Last, Wire.Connect);
    private static readonly HeaderField[] Get = [new(":method", "GET"), new(":scheme", "https"), new(":path", "/")];

    private static readonly Row[] ByClients =
    [
        new("4.1", "a frame of an unknown type", "", Frame((FrameType)0xbe, (FrameFlags)0xff, 77, 1, 2, 3)),
        new("4.1", "flags that PING does not define", "PING ACK", Frame(FrameType.Ping, (FrameFlags)0xfe, 0, new byte[8])),
        new("4.1", "the reserved bit of a stream's id", Asked, WithReservedBit(Connect(1))),
        new("4.2", "a frame of MAX_FRAME_SIZE and one byte", FrameSize, [0x10, 0x00, 0x01, 0x99, 0, 0, 0, 0, 0]),
        new("4.3", "a header block that is no HPACK", Compression, Frame(FrameType.Headers, Whole, 1, 0x80)),
        new("4.3", "the same for a stream that we reset", "failed COMPRESSION_ERROR, RST_STREAM 1 PROTOCOL_ERROR, GOAWAY COMPRESSION_ERROR",
            Connect(1, new HeaderField("te", "x")), Frame(FrameType.Headers, Whole, 1, 0x80)),
        new("4.3", "trailers that use the table for a stream that was refused by 431", "HEADERS 1 431, RST_STREAM 1 NO_ERROR",
            TooLarge(1), Wire.Headers(1, Last, new HeaderField("a", "b"))),

        new("5.1", "DATA on an idle stream", Protocol, Data(1, 1)),
        new("5.1", "WINDOW_UPDATE on an idle stream", Protocol, Wire.WindowUpdate(1, 1)),
        new("5.1", "RST_STREAM on an idle stream", Protocol, Reset(1)),
        new("5.1", "PRIORITY on an idle stream", "", Frame(FrameType.Priority, Open, 9, 0, 0, 0, 9, 1)),
        new("5.1", "DATA after END_STREAM", $"{Asked} end, reset 1 STREAM_CLOSED, RST_STREAM 1 STREAM_CLOSED", Ended, Data(1, 1)),
        new("5.1", "HEADERS after END_STREAM", $"{Asked} end, reset 1 STREAM_CLOSED, RST_STREAM 1 STREAM_CLOSED", Ended, Ended),
        new("5.1", "WINDOW_UPDATE, PRIORITY and RST_STREAM after END_STREAM", $"{Asked} end, window of 1, reset 1 CANCEL",
            Ended, Wire.WindowUpdate(1, 1), Frame(FrameType.Priority, Open, 1, new byte[5]), Reset(1)),
        new("5.1", "DATA after its own RST_STREAM", $"{Asked}, reset 1 CANCEL, RST_STREAM 1 STREAM_CLOSED", Connect(1), Reset(1), Data(1, 1)),
        new("5.1", "HEADERS after its own RST_STREAM", $"{Asked}, reset 1 CANCEL, failed STREAM_CLOSED, GOAWAY STREAM_CLOSED",
            Connect(1), Reset(1), Connect(1)),
        new("5.1", "WINDOW_UPDATE and RST_STREAM after its own RST_STREAM", $"{Asked}, reset 1 CANCEL",
            Connect(1), Reset(1), Wire.WindowUpdate(1, 1), Reset(1)),
        new("5.1", "anything on a stream that we reset", AskedAndMalformed,
            Connect(1, new HeaderField("te", "x")), Data(1, 1), Wire.WindowUpdate(1, 0), Reset(1), Connect(1)),
        new("5.1.1", "HEADERS of an even stream", Protocol, Connect(2)),
        new("5.1.1", "HEADERS of a stream that was passed over", $"{Asked}, {Protocol}", Connect(5), Connect(3)),
        new("5.1.1", "DATA of a stream that was passed over", Asked, Connect(5), Data(3, 1)),
        new("5.4.1", "PRIORITY of another size on an idle stream", FrameSize, Frame(FrameType.Priority, Open, 9, new byte[4])),
        new("5.5", "an unknown frame inside a header block", Protocol, Wire.Headers(1, Open, Wire.Connect), Frame((FrameType)99, Open, 0)),
        new("5.5", "an unknown setting", "settings, SETTINGS ACK", Wire.Settings((0x99, 5))),

        new("6.1", "DATA without a stream", Protocol, Data(0, 1)),
        new("6.1", "DATA", $"{Asked}, 2 bytes, 1 bytes end", Connect(1), Data(1, 1, 2), Frame(FrameType.Data, End, 1, 3)),
        new("6.1", "padded DATA", $"{Asked}, 2 bytes", Connect(1), Frame(FrameType.Data, FrameFlags.Padded, 1, 3, 1, 2, 0, 0, 0)),
        new("6.1", "DATA of nothing but padding, with END_STREAM", $"{Asked}, 0 bytes end",
            Connect(1), Frame(FrameType.Data, FrameFlags.Padded | End, 1, 1, 0)),
        new("6.1", "empty DATA", Asked, Connect(1), Data(1)),
        new("6.1", "padding as long as its frame", $"{Asked}, {Protocol}", Connect(1), Frame(FrameType.Data, FrameFlags.Padded, 1, 2, 0)),
        new("6.1", "padded DATA without a pad length", $"{Asked}, {FrameSize}", Connect(1), Frame(FrameType.Data, FrameFlags.Padded, 1)),

        new("6.2", "HEADERS without a stream", Protocol, Connect(0)),
        new("6.2", "HEADERS with padding and priority", Asked, Frame(
            FrameType.Headers, Whole | FrameFlags.Padded | FrameFlags.Priority, 1, [3, 0, 0, 0, 0, 16, .. Wire.Block(Wire.Connect), 0, 0, 0])),
        new("6.2", "HEADERS padded to more than the frame", Protocol, Frame(FrameType.Headers, Whole | FrameFlags.Padded, 1, 9, 0x82)),
        new("6.2", "HEADERS padded over their priority", Protocol,
            Frame(FrameType.Headers, Whole | FrameFlags.Padded | FrameFlags.Priority, 1, 2, 0, 0, 0, 0, 0, 0)),
        new("6.2", "HEADERS too short for a priority", FrameSize, Frame(FrameType.Headers, Whole | FrameFlags.Priority, 1, 0, 0)),
        new("6.2", "HEADERS that end the stream before the block is whole", $"{Asked} end",
            Frame(FrameType.Headers, End, 1, Wire.Block(Wire.Connect)[..3]), Frame(FrameType.Continuation, Whole, 1, Wire.Block(Wire.Connect)[3..])),

        new("6.3", "PRIORITY without a stream", Protocol, Frame(FrameType.Priority, Open, 0, new byte[5])),
        new("6.3", "PRIORITY of another size", $"{Asked}, reset 1 FRAME_SIZE_ERROR, RST_STREAM 1 FRAME_SIZE_ERROR",
            Connect(1), Frame(FrameType.Priority, Open, 1, new byte[4])),
        new("6.3", "PRIORITY by which a stream depends on itself", Asked, Connect(1), Frame(FrameType.Priority, Open, 1, 0, 0, 0, 1, 1)),

        new("6.4", "RST_STREAM", $"{Asked}, reset 1 CANCEL", Connect(1), Reset(1)),
        new("6.4", "RST_STREAM without a stream", Protocol, Reset(0)),
        new("6.4", "RST_STREAM of another size", $"{Asked}, {FrameSize}", Connect(1), Frame(FrameType.RstStream, Open, 1, new byte[3])),
        new("7", "RST_STREAM by a code that nobody knows", $"{Asked}, reset 1 code 99", Connect(1), Reset(1, 99)),

        new("6.5", "SETTINGS", "settings, SETTINGS ACK", Wire.Settings((3, 7), (4, 100))),
        new("6.5", "an acknowledgement that nobody waits for", "", Frame(FrameType.Settings, FrameFlags.Ack, 0), Frame(FrameType.Settings, FrameFlags.Ack, 0)),
        new("6.5", "SETTINGS on a stream", Protocol, Frame(FrameType.Settings, Open, 1)),
        new("6.5", "SETTINGS of another size", FrameSize, Frame(FrameType.Settings, Open, 0, new byte[5])),
        new("6.5", "an acknowledgement with settings", FrameSize, Frame(FrameType.Settings, FrameFlags.Ack, 0, new byte[6])),
        new("6.5.2", "ENABLE_PUSH 2", Protocol, Wire.Settings((2, 2))),
        new("6.5.2", "ENABLE_PUSH 1, by a client", "settings, SETTINGS ACK", Wire.Settings((2, 1))),
        new("6.5.2", "INITIAL_WINDOW_SIZE 2^31", FlowControl, Wire.Settings((4, 0x8000_0000))),
        new("6.5.2", "MAX_FRAME_SIZE 2^14-1", Protocol, Wire.Settings((5, 16_383))),
        new("6.5.2", "MAX_FRAME_SIZE 2^24", Protocol, Wire.Settings((5, 1 << 24))),
        new("6.5.2", "MAX_FRAME_SIZE 2^24-1", "settings, SETTINGS ACK", Wire.Settings((5, (1 << 24) - 1))),
        new("6.5.3", "one setting twice", "settings, SETTINGS ACK", Wire.Settings((4, 1), (4, 2))),

        new("6.6", "PUSH_PROMISE by a client", Protocol, Frame(FrameType.PushPromise, Whole, 1, 0, 0, 0, 2)),

        new("6.7", "PING", "PING ACK", Frame(FrameType.Ping, Open, 0, new byte[8])),
        new("6.7", "an answer to a PING", "pong", Frame(FrameType.Ping, FrameFlags.Ack, 0, new byte[8])),
        new("6.7", "PING on a stream", Protocol, Frame(FrameType.Ping, Open, 1, new byte[8])),
        new("6.7", "PING of another size", FrameSize, Frame(FrameType.Ping, Open, 0, new byte[6])),

        new("6.8", "GOAWAY, and a stream after it", $"goaway 0 NO_ERROR, {Asked}", GoAway(0), Connect(1)),
        new("6.8", "GOAWAY in two steps", "goaway 2147483647 NO_ERROR, goaway 0 NO_ERROR", GoAway(int.MaxValue), GoAway(0)),
        new("6.8", "GOAWAY that takes back another", $"goaway 0 NO_ERROR, {Protocol}", GoAway(0), GoAway(2)),
        new("6.8", "GOAWAY with a long text", "goaway 0 NO_ERROR", Frame(FrameType.GoAway, Open, 0, [.. new byte[8], .. new byte[5_000]])),
        new("6.8", "GOAWAY on a stream", Protocol, Frame(FrameType.GoAway, Open, 1, new byte[8])),
        new("6.8", "GOAWAY of another size", FrameSize, Frame(FrameType.GoAway, Open, 0, new byte[7])),

        new("6.9", "WINDOW_UPDATE of the connection", "window of 0", Wire.WindowUpdate(0, 1)),
        new("6.9", "WINDOW_UPDATE with the reserved bit", "window of 0", Wire.WindowUpdate(0, 0x8000_0001)),
        new("6.9", "WINDOW_UPDATE by 0", Protocol, Wire.WindowUpdate(0, 0)),
        new("6.9", "WINDOW_UPDATE of a stream by 0", $"{Asked}, reset 1 PROTOCOL_ERROR, RST_STREAM 1 PROTOCOL_ERROR", Connect(1), Wire.WindowUpdate(1, 0)),
        new("6.9", "WINDOW_UPDATE of another size", FrameSize, Frame(FrameType.WindowUpdate, Open, 0, new byte[3])),
        new("6.9.1", "WINDOW_UPDATE past 2^31-1", FlowControl, Wire.WindowUpdate(0, int.MaxValue)),
        new("6.9.1", "WINDOW_UPDATE of a stream past 2^31-1", $"{Asked}, reset 1 FLOW_CONTROL_ERROR, RST_STREAM 1 FLOW_CONTROL_ERROR",
            Connect(1), Wire.WindowUpdate(1, int.MaxValue)),
        new("6.9.2", "settings that overflow a stream's window", $"{Asked}, window of 1, {FlowControl}",
            Connect(1), Wire.WindowUpdate(1, 1), Wire.Settings((4, int.MaxValue))),
        new("6.9.2", "settings that make a window negative", $"{Asked}, settings, SETTINGS ACK", Connect(1), Wire.Settings((4, 0))),

        new("6.10", "a header block in pieces, some empty", Asked, Frame(FrameType.Headers, Open, 1),
            Frame(FrameType.Continuation, Open, 1, Wire.Block(Wire.Connect)), Frame(FrameType.Continuation, Whole, 1)),
        new("6.10", "CONTINUATION of nothing", Protocol, Frame(FrameType.Continuation, Whole, 1)),
        new("6.10", "CONTINUATION after the end of a block", $"{Asked}, {Protocol}", Connect(1), Frame(FrameType.Continuation, Whole, 1)),
        new("6.10", "CONTINUATION without a stream", Protocol, Frame(FrameType.Continuation, Whole, 0)),
        new("6.10", "CONTINUATION of another stream", Protocol, Wire.Headers(1, Open, Wire.Connect), Frame(FrameType.Continuation, Whole, 3)),
        new("6.10", "DATA inside a header block", Protocol, Wire.Headers(1, Open, Wire.Connect), Data(1, 1)),
        .. Requests,
    ];

    /// <summary>Section 8: what requests are made of. Malformed ones end their stream before anybody hears of it.</summary>
    private static Row[] Requests =>
    [
        new("8.1", "trailers", $"{Asked}, trailers", Connect(1), Wire.Headers(1, Last, new HeaderField("a", "b"))),
        new("8.1", "trailers without END_STREAM", $"{Asked}, reset 1 PROTOCOL_ERROR, RST_STREAM 1 PROTOCOL_ERROR",
            Connect(1), Wire.Headers(1, Whole, new HeaderField("a", "b"))),
        new("8.1", "trailers with a pseudo-header", $"{Asked}, reset 1 PROTOCOL_ERROR, RST_STREAM 1 PROTOCOL_ERROR",
            Connect(1), Wire.Headers(1, Last, new HeaderField(":method", "GET"))),
        Malformed("8.2.1", "a name in upper case", [.. Wire.Connect, new("Baggage", "x")]),
        Malformed("8.2.1", "a name with a space", [.. Wire.Connect, new("a b", "x")]),
        Malformed("8.2.1", "a name with a byte above 127", [.. Wire.Connect, new("\u00e9", "x")]),
        Malformed("8.2.1", "a name with a colon in it", [.. Wire.Connect, new("a:b", "x")]),
        Malformed("8.2.1", "an empty name", [.. Wire.Connect, new("", "x")]),
        Malformed("8.2.1", "a value with a line feed", [.. Wire.Connect, new("a", "x\ny")]),
        Malformed("8.2.1", "a value with NUL", [.. Wire.Connect, new("a", "x\0y")]),
        Malformed("8.2.1", "a value that begins with a tab", [.. Wire.Connect, new("a", "\tx")]),
        Malformed("8.2.1", "a value that ends in a space", [.. Wire.Connect, new("a", "x ")]),
        Malformed("8.2.1", "a pseudo-header with a carriage return", [new(":method", "CONNECT"), new(":authority", "a:1\r")]),
        new("8.2.1", "a value with bytes above 127", Asked, Connect(1, new HeaderField("a", "\u00e9"))),
        Malformed("8.2.2", "connection", [.. Wire.Connect, new("connection", "close")]),
        Malformed("8.2.2", "proxy-connection", [.. Wire.Connect, new("proxy-connection", "close")]),
        Malformed("8.2.2", "keep-alive", [.. Wire.Connect, new("keep-alive", "1")]),
        Malformed("8.2.2", "transfer-encoding", [.. Wire.Connect, new("transfer-encoding", "chunked")]),
        Malformed("8.2.2", "upgrade", [.. Wire.Connect, new("upgrade", "h2c")]),
        Malformed("8.2.2", "te other than trailers", [.. Wire.Connect, new("te", "gzip")]),
        new("8.2.2", "te: trailers", Asked, Connect(1, new HeaderField("te", "trailers"))),
        new("8.2.3", "cookie in pieces", Asked, Connect(1, new("cookie", "a=b"), new("cookie", "c=d"))),
        Malformed("8.3", "a request with :status", [.. Wire.Connect, new(":status", "200")]),
        Malformed("8.3", "an unknown pseudo-header", [.. Wire.Connect, new(":x", "y")]),
        Malformed("8.3", "a pseudo-header twice", [.. Wire.Connect, new(":method", "CONNECT")]),
        Malformed("8.3", "a pseudo-header after a field", [new(":method", "CONNECT"), new("a", "b"), new(":authority", "a:1")]),
        new("8.3.1", "a request that is no CONNECT, for the host to answer by 400", "request GET  end", Wire.Headers(1, Last, Get)),
        new("8.3.1", "OPTIONS *", "request OPTIONS ", Wire.Headers(1, Whole, new(":method", "OPTIONS"), new(":scheme", "http"), new(":path", "*"))),
        Malformed("8.3.1", "no :method", [new(":authority", "a:1")]),
        Malformed("8.3.1", "an empty header list", []),
        Malformed("8.3.1", "GET without :scheme", [new(":method", "GET"), new(":path", "/")]),
        Malformed("8.3.1", "GET without :path", [new(":method", "GET"), new(":scheme", "https")]),
        Malformed("8.3.1", "GET with an empty :path", [new(":method", "GET"), new(":scheme", "https"), new(":path", "")]),
        new("8.5", "CONNECT", Asked, Connect(1)),
        new("8.5", "CONNECT without :authority, for the host to answer by 400", "request CONNECT ", Wire.Headers(1, Whole, new HeaderField(":method", "CONNECT"))),
        Malformed("8.5", "CONNECT with :path", [.. Wire.Connect, new(":path", "/")]),
        Malformed("8.5", "CONNECT with :scheme", [.. Wire.Connect, new(":scheme", "https")]),
        Malformed("RFC 8441, 3", "CONNECT with :protocol, which we did not offer", [.. Wire.Connect, new(":protocol", "x")]),
        new("10.5.1", "a header list above MAX_HEADER_LIST_SIZE", "HEADERS 1 431, RST_STREAM 1 NO_ERROR", TooLarge(1)),
        new("10.5.1", "a header block above it", Calm, Frame(FrameType.Headers, Open, 1, new byte[70_000])),
    ];

    private static Row Malformed(string section, string sends, HeaderField[] fields) =>
        new(section, sends, AskedAndMalformed, Wire.Headers(1, Whole, fields));

    /// <summary>Small on the wire, 73 KiB as it is counted.</summary>
    private static byte[] TooLarge(int streamId) =>
        Wire.Headers(streamId, Whole, [.. Wire.Connect, .. Enumerable.Repeat(new HeaderField("accept", ""), 2_000)]);

    private static byte[] WithReservedBit(byte[] frame)
    {
        frame[5] |= 0x80;
        return frame;
    }
}
