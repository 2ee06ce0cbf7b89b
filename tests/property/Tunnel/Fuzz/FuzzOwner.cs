using ScopeMesh.Tests.Property.Simulation;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel.Fuzz;

/// <summary>
/// A connection's owner who answers, reads, echoes, resets and drains as chance will have it, now and then takes what is to
/// be sent, and checks after each piece that the connection holds no more than it may and that its output is frames.
/// </summary>
internal sealed class FuzzOwner(Http2Connection connection, Http2Limits limits, Dice dice)
{
    private readonly bool _sendsAtAll = dice.Permille(800);
    private readonly HpackDecoder _decoder = new(4096, int.MaxValue);
    private readonly List<byte> _sent = [];
    private int _parsed;
    private bool _lastWasGoAway;

    public void Take(byte[] script)
    {
        for (var at = 0; at < script.Length;)
        {
            var count = Math.Min(dice.Between(1, 500), script.Length - at);
            ReadOnlySpan<byte> piece = script.AsSpan(at, count);
            at += count;
            while (true)
            {
                var happened = connection.Receive(ref piece);
                if (happened.Kind == Http2EventKind.None)
                    break;
                Act(happened);
            }
            if (dice.Permille(20))
                connection.Elapse(dice.Milliseconds(0, 2_000));
            if (dice.Permille(5))
                connection.GoAway(Http2ErrorCode.NoError, isFinal: dice.Permille(500));
            Assert.InRange(connection.HeldBytes, 0, limits.MaxBytesHeld + (3 * StreamTable.OpenStreamBytes));
            if (_sendsAtAll && dice.Permille(200))
                Send();
        }
        Send();
    }

    private void Act(in Http2Event happened)
    {
        switch (happened.Kind)
        {
            case Http2EventKind.Request when dice.Permille(700):
                connection.SendHeaders(happened.StreamId, new ResponseHead(200, []).ToFields(), endStream: false);
                break;
            case Http2EventKind.Request:
                connection.SendHeaders(happened.StreamId, new ResponseHead(403, []).ToFields(), endStream: true);
                connection.Reset(happened.StreamId, Http2ErrorCode.NoError);
                break;
            case Http2EventKind.Data:
                if (dice.Permille(500))
                    connection.SendData(happened.StreamId, happened.Data, happened.EndStream);
                if (dice.Permille(950))
                    connection.Consume(happened.StreamId, happened.Data.Length);
                if (dice.Permille(20))
                    connection.Reset(happened.StreamId, Http2ErrorCode.Cancel);
                break;
            case Http2EventKind.Failed:
                Assert.NotNull(connection.FailureReason);
                Assert.Equal(happened.Abuse, connection.Abuse);
                Assert.True(happened.Abuse == Http2Abuse.None || happened.Code == Http2ErrorCode.EnhanceYourCalm);
                break;
        }
    }

    /// <summary>Reads what was sent as a strict peer would.</summary>
    private void Send()
    {
        if (connection.TakeOutput() is { } output)
            _sent.AddRange(output.Span);
        var bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sent);
        if (_parsed == 0 && bytes.StartsWith(Http2Connection.Preface))
            _parsed = Http2Connection.Preface.Length;
        while (_parsed < bytes.Length)
        {
            var header = FrameHeader.Read(bytes[_parsed..]);
            Assert.InRange(header.Length, 0, Math.Min(bytes.Length - _parsed - FrameHeader.Size, 1 << 20));
            Assert.Null(FrameRules.Check(header));
            Assert.NotInRange(header.Type, FrameType.Continuation + 1, (FrameType)byte.MaxValue);
            // Heads that we send here fit in a frame.
            if (header.Type == FrameType.Headers)
                Assert.True(_decoder.TryDecode(bytes.Slice(_parsed + FrameHeader.Size, header.Length), out _, out _));
            _lastWasGoAway = header.Type == FrameType.GoAway;
            _parsed += FrameHeader.Size + header.Length;
        }
        Assert.Equal(bytes.Length, _parsed);
        Assert.True(connection.FailureReason is null || _lastWasGoAway, "nothing follows the GOAWAY of a failure");
    }
}
