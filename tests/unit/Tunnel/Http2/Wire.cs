using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

/// <summary>One frame as it is on the wire.</summary>
internal sealed record WireFrame(FrameType Type, FrameFlags Flags, int StreamId, byte[] Payload)
{
    public Http2ErrorCode Code => (Http2ErrorCode)Payload[Type == FrameType.GoAway ? 7 : 3];
}

/// <summary>One event as a value that lasts.</summary>
internal sealed record Seen(Http2EventKind Kind, int StreamId, Http2ErrorCode Code = default, bool EndStream = false)
{
    public Http2Abuse Abuse { get; init; }

    public byte[] Data { get; init; } = [];

    public RequestHead? Request { get; init; }

    public ResponseHead? Response { get; init; }
}

/// <summary>Frames written and read by hand.</summary>
internal static class Wire
{
    public static readonly HeaderField[] Connect = [new(":method", "CONNECT"), new(":authority", "a:1")];

    public static byte[] Frame(FrameType type, FrameFlags flags, int streamId, params byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, flags, streamId).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }

    public static byte[] Settings(params (byte Id, uint Value)[] entries) => Frame(
        FrameType.Settings, FrameFlags.None, 0, [.. entries.SelectMany(e => (byte[])[0, e.Id, .. Big(e.Value)])]);

    public static byte[] WindowUpdate(int streamId, uint increment) =>
        Frame(FrameType.WindowUpdate, FrameFlags.None, streamId, Big(increment));

    /// <summary>A HEADERS frame that leaves the tables alone.</summary>
    public static byte[] Headers(int streamId, FrameFlags flags, params HeaderField[] fields) =>
        Frame(FrameType.Headers, flags, streamId, Block(fields));

    public static byte[] Block(params HeaderField[] fields)
    {
        var block = new ByteBuffer();
        new HpackEncoder(0).Encode(fields.ToValueList(), block);
        return block.Span.ToArray();
    }

    public static byte[] Big(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    /// <summary>A server whose client has said hello, with its own hello taken away.</summary>
    public static Http2Connection Server(Http2Limits? limits = null)
    {
        var server = new Http2Connection(isServer: true, limits ?? Http2Limits.Server);
        Feed(server, [.. Http2Connection.Preface, .. Settings()]);
        Take(server);
        return server;
    }

    /// <summary>A client whose server has said hello, with one stream open.</summary>
    public static Http2Connection Client(Http2Limits? limits = null)
    {
        var client = new Http2Connection(isServer: false, limits ?? Http2Limits.Client);
        Feed(client, Settings());
        client.OpenStream(Connect.ToValueList(), endStream: false);
        Take(client);
        return client;
    }

    public static List<Seen> Feed(Http2Connection connection, ReadOnlySpan<byte> bytes)
    {
        var seen = new List<Seen>();
        while (true)
        {
            var happened = connection.Receive(ref bytes);
            if (happened.Kind == Http2EventKind.None)
                return seen;
            seen.Add(new Seen(happened.Kind, happened.StreamId, happened.Code, happened.EndStream)
            {
                Data = happened.Data.ToArray(),
                Request = happened.Request,
                Response = happened.Response,
                Abuse = happened.Abuse,
            });
        }
    }

    /// <summary>The frames that wait to be sent.</summary>
    public static List<WireFrame> Take(Http2Connection connection)
    {
        var bytes = connection.Output.Span;
        if (bytes.StartsWith(Http2Connection.Preface))
            bytes = bytes[Http2Connection.Preface.Length..];
        var frames = new List<WireFrame>();
        while (!bytes.IsEmpty)
        {
            var header = FrameHeader.Read(bytes);
            frames.Add(new WireFrame(header.Type, header.Flags, header.StreamId, bytes.Slice(FrameHeader.Size, header.Length).ToArray()));
            bytes = bytes[(FrameHeader.Size + header.Length)..];
        }
        connection.TakeOutput();
        return frames;
    }
}
