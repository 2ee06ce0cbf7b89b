using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

/// <summary>A client and a server that accepts and echoes, with nothing but memory between them. Neither may ever find fault with the other.</summary>
internal sealed class HonestPair(Http2Limits client, Http2Limits server)
{
    private static readonly byte[] Zeros = new byte[64 * 1024];

    public Http2Connection Client { get; } = new(isServer: false, client);

    public Http2Connection Server { get; } = new(isServer: true, server);

    /// <summary>How many bytes came back to the client.</summary>
    public long Echoed { get; private set; }

    public int Open()
    {
        var id = Client.OpenStream([new(":method", "CONNECT"), new(":authority", "10.0.0.1:80"), new("baggage", "k8s.cluster.name=east")], endStream: false);
        Assert.NotEqual(0, id);
        return id;
    }

    /// <summary>Sends as many bytes as the windows allow, and has them back.</summary>
    public void Echo(int stream, int count)
    {
        Client.SendData(stream, Zeros.AsSpan(0, count), endStream: false);
        Exchange();
    }

    /// <summary>Ends a stream by either side's END_STREAM, or by a reset of one of them.</summary>
    public void End(int stream, int way)
    {
        switch (way)
        {
            case 0:
                Client.Reset(stream, Http2ErrorCode.Cancel);
                break;
            case 1:
                Server.Reset(stream, Http2ErrorCode.ConnectError);
                break;
            case 2:
                Client.Reset(stream, Http2ErrorCode.Cancel);
                Server.Reset(stream, Http2ErrorCode.ConnectError);
                break;
            default:
                Client.SendData(stream, [], endStream: true);
                Server.SendData(stream, [], endStream: true);
                break;
        }
    }

    /// <summary>Carries what waits until nothing does.</summary>
    public void Exchange()
    {
        while (Client.HasOutput || Server.HasOutput)
        {
            Carry(Client, Server);
            Carry(Server, Client);
        }
    }

    private void Carry(Http2Connection from, Http2Connection to)
    {
        if (from.TakeOutput() is { } output)
            Feed(to, output.Span);
    }

    private void Feed(Http2Connection to, ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var happened = to.Receive(ref bytes);
            if (happened.Kind == Http2EventKind.None)
                return;
            Assert.True(happened.Kind != Http2EventKind.Failed && happened.Abuse == Http2Abuse.None, happened.Reason);
            if (happened.Kind == Http2EventKind.Request)
                Server.SendHeaders(happened.StreamId, new ResponseHead(200, []).ToFields(), endStream: false);
            if (happened.Kind != Http2EventKind.Data)
                continue;
            if (to == Server)
                Server.SendData(happened.StreamId, happened.Data, endStream: false);
            else
                Echoed += happened.Data.Length;
            to.Consume(happened.StreamId, happened.Data.Length);
        }
    }
}
