using System.Text;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

/// <summary>
/// RFC 9113 section by section: what a peer sends, and what we do. The other parts hold the rows, for peers that are
/// clients and for peers that are servers.
/// </summary>
public sealed partial class Rfc9113Tests
{
    private const FrameFlags Whole = FrameFlags.EndHeaders;
    private const FrameFlags Last = FrameFlags.EndHeaders | FrameFlags.EndStream;
    private const FrameFlags Open = FrameFlags.None;
    private const FrameFlags End = FrameFlags.EndStream;

    /// <summary>A row: what is sent, and what happens by it: events, then frames of ours.</summary>
    private sealed record Row(string Section, string Sends, string WeDo, params byte[][] Frames)
    {
        public string Name => $"{Section}: {Sends}: {WeDo}";
    }

    public static TheoryData<string> OfClients => [.. ByClients.Select(row => row.Name)];

    public static TheoryData<string> OfServers => [.. ByServers.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(OfClients))]
    public void A_client_sends(string name)
    {
        var row = ByClients.Single(row => row.Name == name);
        var server = Wire.Server();
        Assert.Equal(row.WeDo, Do(server, row));
        if (IsOver(row))
            return;
        // Whatever happened to a stream, the connection goes on, and so do its header tables.
        Assert.Contains("request CONNECT a:1", Do(server, row with { Frames = [Wire.Headers(101, Whole, Wire.Connect)] }));
    }

    [Theory]
    [MemberData(nameof(OfServers))]
    public void A_server_sends(string name)
    {
        var row = ByServers.Single(row => row.Name == name);
        var client = Wire.Client();
        Assert.Equal(row.WeDo, Do(client, row));
        if (!IsOver(row))
            Assert.Equal("PING ACK", Do(client, row with { Frames = [Frame(FrameType.Ping, Open, 0, new byte[8])] }));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX", "failed PROTOCOL_ERROR, GOAWAY PROTOCOL_ERROR")]
    [InlineData("G", "failed PROTOCOL_ERROR, GOAWAY PROTOCOL_ERROR")]
    public void A_client_begins_3_4(string text, string weDo)
    {
        var server = new Http2Connection(isServer: true, Http2Limits.Server);
        Wire.Take(server);
        Assert.Equal(weDo, Do(server, new Row("3.4", text, weDo, Encoding.ASCII.GetBytes(text))));
    }

    [Fact]
    public void Either_side_begins_with_settings_3_4()
    {
        const string failed = "failed PROTOCOL_ERROR, GOAWAY PROTOCOL_ERROR";
        foreach (byte[] first in (byte[][])[Frame(FrameType.Ping, Open, 0, new byte[8]), Frame(FrameType.Settings, FrameFlags.Ack, 0), Frame((FrameType)99, Open, 0)])
        {
            var server = new Http2Connection(isServer: true, Http2Limits.Server);
            var client = new Http2Connection(isServer: false, Http2Limits.Client);
            Wire.Take(server);
            Wire.Take(client);
            Assert.Equal(failed, Do(server, new Row("3.4", "", failed, Http2Connection.Preface.ToArray(), first)));
            Assert.Equal(failed, Do(client, new Row("3.4", "", failed, first)));
        }
    }

    private static bool IsOver(Row row) => row.WeDo.Contains("failed", StringComparison.Ordinal);

    private static string Do(Http2Connection connection, Row row)
    {
        var events = Wire.Feed(connection, row.Frames.SelectMany(frame => frame).ToArray()).Select(Describe);
        return string.Join(", ", events.Concat(Wire.Take(connection).Select(Describe)));
    }

    private static string Describe(Seen seen) => seen.Kind switch
    {
        Http2EventKind.Settings => "settings",
        Http2EventKind.Request => $"request {seen.Request!.Method} {seen.Request.Authority}{Ends(seen)}",
        Http2EventKind.Response => $"response {seen.Response!.Status}{Ends(seen)}",
        Http2EventKind.Data => $"{seen.Data.Length} bytes{Ends(seen)}",
        Http2EventKind.Trailers => "trailers",
        Http2EventKind.Reset => $"reset {seen.StreamId} {seen.Code.Name()}",
        Http2EventKind.Window => $"window of {seen.StreamId}",
        Http2EventKind.Pong => "pong",
        Http2EventKind.GoAway => $"goaway {seen.StreamId} {seen.Code.Name()}",
        Http2EventKind.Failed => $"failed {seen.Code.Name()}",
        _ => throw new ArgumentOutOfRangeException(nameof(seen)),
    };

    private static string Ends(Seen seen) => seen.EndStream ? " end" : "";

    private static string Describe(WireFrame frame) => frame.Type switch
    {
        FrameType.Settings => "SETTINGS ACK",
        FrameType.Ping => "PING ACK",
        FrameType.RstStream => $"RST_STREAM {frame.StreamId} {frame.Code.Name()}",
        FrameType.GoAway => $"GOAWAY {frame.Code.Name()}",
        FrameType.WindowUpdate => $"WINDOW_UPDATE {frame.StreamId}",
        FrameType.Headers => $"HEADERS {frame.StreamId} {Status(frame.Payload)}",
        _ => throw new ArgumentOutOfRangeException(nameof(frame)),
    };

    private static string Status(byte[] block) =>
        new HpackDecoder(4096, 4096).TryDecode(block, out var fields, out _) ? fields.AsSpan()[0].Value : "?";

    private static byte[] Frame(FrameType type, FrameFlags flags, int streamId, params byte[] payload) =>
        Wire.Frame(type, flags, streamId, payload);

    private static byte[] Data(int streamId, params byte[] bytes) => Frame(FrameType.Data, Open, streamId, bytes);

    private static byte[] Reset(int streamId, byte code = 8) => Frame(FrameType.RstStream, Open, streamId, 0, 0, 0, code);

    private static byte[] Connect(int streamId, params HeaderField[] more) => Wire.Headers(streamId, Whole, [.. Wire.Connect, .. more]);

    private static byte[] GoAway(int last, byte code = 0) =>
        Frame(FrameType.GoAway, Open, 0, [.. Wire.Big((uint)last), 0, 0, 0, code]);
}
