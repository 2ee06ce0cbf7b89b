using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

/// <summary>A client that sends on many streams to a server which reads those that it is told to, with nothing but memory between them.</summary>
internal sealed class StalledReaders
{
    private static readonly byte[] Zeros = new byte[64 * 1024];
    private readonly Http2Limits _limits;
    private readonly Http2Connection _client = new(isServer: false, Http2Limits.Client with { MaxQueuedSendBytes = int.MaxValue });
    private readonly Http2Connection _server;
    private readonly Dictionary<int, int> _unread = [];
    private readonly List<int> _open = [];
    private readonly List<int> _known = [];

    public StalledReaders(Http2Limits limits)
    {
        _limits = limits;
        _server = new Http2Connection(isServer: true, limits);
        Exchange();
    }

    /// <summary>Streams that the client may send on.</summary>
    public IReadOnlyList<int> Open => _open;

    /// <summary>Streams of which something is unread, ended or not.</summary>
    public IReadOnlyList<int> Unread => [.. _unread.Where(pair => pair.Value > 0).Select(pair => pair.Key)];

    public Http2Connection Server => _server;

    /// <summary>Opens a stream.</summary>
    /// <returns>Its id; 0 where there may not be one more.</returns>
    public int OpenStream()
    {
        var id = _client.OpenStream([new(":method", "CONNECT"), new(":authority", "10.0.0.1:80")], endStream: false);
        if (id == 0)
            return 0;
        _open.Add(id);
        _known.Add(id);
        Exchange();
        return _open.Contains(id) ? id : 0;
    }

    /// <summary>Sends as much as the windows allow.</summary>
    /// <returns>How much that was; bytes.</returns>
    public int Send(int stream, int count)
    {
        var sent = 0;
        while (sent < count && _client.SendData(stream, Zeros.AsSpan(0, Math.Min(Zeros.Length, count - sent)), endStream: false) is > 0 and var taken)
            sent += taken;
        Exchange();
        return sent;
    }

    /// <summary>Ends a stream from either side, or its client's half of it.</summary>
    public void End(int stream, int way)
    {
        switch (way)
        {
            case 0:
                _client.Reset(stream, Http2ErrorCode.Cancel);
                break;
            case 1:
                _server.Reset(stream, Http2ErrorCode.Cancel);
                break;
            case 2:
                _client.SendData(stream, [], endStream: true);
                break;
            default:
                _client.SendData(stream, [], endStream: true);
                _server.SendData(stream, [], endStream: true);
                break;
        }
        _open.Remove(stream);
        Exchange();
    }

    /// <summary>Ends a stream where there are as many as may be; what came of it stays unread.</summary>
    public void MakeRoom()
    {
        // Those that are closed already are passed over.
        for (var i = 0; _server.OpenStreams >= _limits.MaxConcurrentStreams; i++)
            End(_known[i], 1);
    }

    /// <summary>Reads what came of a stream, some of it or all.</summary>
    public void Read(int stream, int count = int.MaxValue)
    {
        var read = Math.Min(count, _unread.GetValueOrDefault(stream));
        if (read == 0)
            return;
        _unread[stream] -= read;
        _server.Consume(stream, read);
        Exchange();
    }

    /// <summary>What holds at any time.</summary>
    public void Check()
    {
        Assert.InRange(_server.CommittedBytes, _unread.Values.Sum(), _limits.ConnectionWindowBytes);
        Assert.False(_server.MayOpenStreams && _unread.Values.Sum() > _limits.ConnectionWindowBytes, "more is unread than the connection's window");
    }

    private void Exchange()
    {
        while (_client.HasOutput || _server.HasOutput)
        {
            Carry(_client, _server);
            Carry(_server, _client);
        }
    }

    private void Carry(Http2Connection from, Http2Connection to)
    {
        if (from.TakeOutput() is not { } output)
            return;
        ReadOnlySpan<byte> bytes = output.Span;
        while (to.Receive(ref bytes) is { Kind: not Http2EventKind.None } happened)
        {
            Assert.True(happened.Kind != Http2EventKind.Failed, happened.Reason);
            if (happened.Kind == Http2EventKind.Request)
                _server.SendHeaders(happened.StreamId, new ResponseHead(200, []).ToFields(), endStream: false);
            else if (happened.Kind == Http2EventKind.Data)
                _unread[happened.StreamId] = _unread.GetValueOrDefault(happened.StreamId) + happened.Data.Length;
            else if (happened.Kind == Http2EventKind.Reset)
                _open.Remove(happened.StreamId);
        }
    }
}
