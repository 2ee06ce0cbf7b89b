using System.Globalization;
using System.Text.Json.Nodes;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>Frames, ours and those of Python's hyperframe.</summary>
public sealed class FrameDifferenceTests
{
    private const int Frames = 3_000;
    private static readonly byte[] Connect = [0x02, 7, .. "CONNECT"u8, 0x01, 3, .. "a:1"u8];

    /// <summary>
    /// Where the two differ, and why. Each must be met by some frame, or it would not belong here.
    /// </summary>
    private static readonly (string Why, Func<FrameHeader, Reading, bool> Holds)[] Differences =
    [
        ("we take no PUSH_PROMISE, since we disable push", (frame, _) => frame.Type == FrameType.PushPromise),
        ("we ignore ALTSVC, which is not of RFC 9113", (frame, ours) => frame.Type == (FrameType)10 && ours.IsTaken),
        ("a CONTINUATION alone continues nothing (6.10)", (frame, ours) => frame.Type == FrameType.Continuation && !ours.IsTaken),
        ("padding may not reach into the priority (6.2)",
            (frame, ours) => frame.Type == FrameType.Headers && frame.Has(FrameFlags.Priority) && ours.Reason == "padding longer than its frame"),
        ("values of settings have bounds (6.5.2), which h2 checks and hyperframe does not", (frame, ours) => frame.Type == FrameType.Settings && !ours.IsTaken),
        ("the reserved bit of an increment is ignored (6.9)", (frame, ours) => frame.Type == FrameType.WindowUpdate && ours.IsTaken),
        ("windows have bounds (6.9.1), which h2 checks and hyperframe does not",
            (frame, ours) => frame.Type == FrameType.WindowUpdate && ours.Code == Http2ErrorCode.FlowControlError),
        ("streams have states (5.1), which h2 checks and hyperframe does not", (frame, ours) => frame.StreamId > 1 && !ours.IsTaken),
    ];

    private readonly Random _random = new(9113);

    [Fact]
    public async Task They_read_a_frame_as_we_do_or_the_difference_has_a_reason()
    {
        var frames = Enumerable.Range(0, Frames).Select(_ => Spoil(Any())).ToList();
        var results = await PythonCodec.AskAsync([.. frames.Select(frame => new JsonObject { ["parse"] = Convert.ToHexString(frame) })]);
        var (met, agreed) = (new HashSet<string>(), 0);
        foreach (var (bytes, result) in frames.Zip(results))
        {
            var (header, ours, theirs) = (FrameHeader.Read(bytes), Read(bytes), result["frame"]);
            if (ours.IsTaken == theirs is not null)
            {
                agreed++;
                if (theirs is not null)
                    AssertSame(header, ours, theirs);
                continue;
            }
            var difference = Differences.FirstOrDefault(difference => difference.Holds(header, ours)).Why;
            Assert.True(difference is not null, $"{Convert.ToHexString(bytes)}: we say `{ours.Reason ?? "taken"}`, they say {result.ToJsonString()}");
            met.Add(difference!);
        }
        Assert.Empty(Differences.Select(difference => difference.Why).Except(met));
        Assert.InRange(agreed, Frames / 2, Frames);
    }

    [Fact]
    public async Task They_read_what_we_write()
    {
        var (cases, expected) = (new List<JsonNode>(), new List<(string Name, JsonNode Value)[]>());
        for (var i = 0; i < Frames / 10; i++)
        {
            var (number, id, data) = (_random.Next(1, int.MaxValue), _random.Next(1, int.MaxValue), Bytes(_random.Next(50)));
            var text = Convert.ToHexStringLower(data);
            Add(output => FrameWriter.Data(output, id, data, endStream: true), ("stream", id), ("data", text), ("flags", new JsonArray("END_STREAM")));
            Add(output => FrameWriter.Headers(output, id, data, endStream: false, 16_384), ("stream", id), ("data", text), ("flags", new JsonArray("END_HEADERS")));
            Add(output => FrameWriter.RstStream(output, id, (Http2ErrorCode)number), ("stream", id), ("error_code", number));
            Add(output => FrameWriter.Settings(output, Http2Settings.Initial with { InitialWindowSizeBytes = number }), ("settings", new JsonArray(new JsonArray(4, number))));
            Add(FrameWriter.SettingsAck, ("stream", 0), ("flags", new JsonArray("ACK")));
            Add(output => FrameWriter.Ping(output, (ulong)number, ack: true), ("opaque_data", $"{number:x16}"), ("flags", new JsonArray("ACK")));
            Add(output => FrameWriter.GoAway(output, id, (Http2ErrorCode)number, "why"), ("last_stream_id", id), ("error_code", number), ("additional_data", "776879"));
            Add(output => FrameWriter.WindowUpdate(output, id, number), ("stream", id), ("window_increment", number));
        }
        foreach (var (result, parts) in (await PythonCodec.AskAsync(cases)).Zip(expected))
            Assert.All(parts, part => Assert.True(JsonNode.DeepEquals(part.Value, result["frame"]![part.Name]), $"{part.Name} is {part.Value}, but they read {result.ToJsonString()}"));

        void Add(Action<ByteBuffer> write, params (string Name, JsonNode Value)[] parts)
        {
            var output = new ByteBuffer();
            write(output);
            cases.Add(new JsonObject { ["parse"] = Convert.ToHexString(output.Span) });
            expected.Add(parts);
        }
    }

    [Fact]
    public async Task We_read_what_they_write()
    {
        var cases = new List<JsonNode>();
        for (var i = 0; i < Frames / 10; i++)
        {
            var (pad, data, number) = (_random.Next(256), Convert.ToHexString(Bytes(_random.Next(50))), _random.Next(1, 1 << 30));
            cases.Add(Written("DataFrame", 1, ["PADDED", "END_STREAM"], ("pad_length", pad), ("data", data)));
            cases.Add(Written("DataFrame", 1, [], ("data", data)));
            cases.Add(Written("HeadersFrame", 3, ["PADDED", "PRIORITY", "END_HEADERS"], ("pad_length", pad), ("depends_on", number), ("stream_weight", pad), ("exclusive", pad > 99), ("data", Convert.ToHexString(Connect))));
            cases.Add(Written("PriorityFrame", 5, [], ("depends_on", number), ("stream_weight", pad)));
            cases.Add(Written("RstStreamFrame", 1, [], ("error_code", number)));
            cases.Add(Written("SettingsFrame", 0, [], ("settings", new JsonObject { ["4"] = number, ["99"] = number })));
            cases.Add(Written("SettingsFrame", 0, ["ACK"]));
            cases.Add(Written("PingFrame", 0, [], ("opaque_data", "0011223344556677")));
            cases.Add(Written("GoAwayFrame", 0, [], ("last_stream_id", number), ("error_code", pad), ("additional_data", data)));
            cases.Add(Written("WindowUpdateFrame", 1, [], ("window_increment", number)));
        }
        foreach (var (asked, result) in cases.Zip(await PythonCodec.AskAsync(cases)))
        {
            var (written, bytes) = (asked["serialize"]!, Convert.FromHexString(result["bytes"]!.GetValue<string>()));
            var ours = Read(bytes);
            Assert.True(ours.IsTaken, $"{asked.ToJsonString()}: {ours.Reason}");
            Assert.Equal(written["stream"]!.GetValue<int>(), FrameHeader.Read(bytes).StreamId);
            AssertSame(FrameHeader.Read(bytes), ours, written);
        }
    }

    private static JsonObject Written(string type, int stream, string[] flags, params (string Name, JsonNode Value)[] parts)
    {
        var frame = new JsonObject { ["type"] = type, ["stream"] = stream, ["flags"] = new JsonArray([.. flags.Select(flag => (JsonNode)flag)]) };
        foreach (var (name, value) in parts)
            frame[name] = value;
        return new JsonObject { ["serialize"] = frame };
    }

    private static void AssertSame(FrameHeader header, Reading ours, JsonNode theirs)
    {
        switch (header.Type)
        {
            case FrameType.Data:
                Assert.Equal(theirs["data"]!.GetValue<string>(), Convert.ToHexString(ours.Data), ignoreCase: true);
                break;
            case FrameType.RstStream:
                Assert.Equal(Number(theirs["error_code"]), (long)ours.Code);
                break;
            case FrameType.GoAway:
                // hyperframe leaves the reserved bit in.
                Assert.Equal(Number(theirs["last_stream_id"]) & int.MaxValue, ours.StreamId);
                Assert.Equal(Number(theirs["error_code"]), (long)ours.Code);
                break;
            case FrameType.WindowUpdate:
                Assert.Equal(header.StreamId, ours.StreamId);
                break;
        }
    }

    private static long Number(JsonNode? node) => long.Parse(node!.ToJsonString(), CultureInfo.InvariantCulture);

    /// <summary>What our connection makes of a frame, as a server with stream 1 open.</summary>
    private static Reading Read(byte[] frame)
    {
        var server = new Http2Connection(isServer: true, Http2Limits.Server);
        byte[] begins = [.. Http2Connection.Preface, .. Frame(4, 0, 0), .. Frame(1, 4, 1, Connect)];
        ReadOnlySpan<byte> input = begins;
        while (server.Receive(ref input).Kind != Http2EventKind.None)
        {
        }
        input = frame;
        var reading = new Reading(true, null, default, 0, []);
        while (true)
        {
            var happened = server.Receive(ref input);
            switch (happened.Kind)
            {
                case Http2EventKind.None:
                    return reading;
                // What the header block says is not the frame's matter.
                case Http2EventKind.Failed when happened.Code == Http2ErrorCode.CompressionError:
                    return reading;
                case Http2EventKind.Failed or Http2EventKind.Reset when !happened.ByPeer && FrameHeader.Read(frame).Type != FrameType.Headers:
                case Http2EventKind.Failed:
                    return new Reading(false, happened.Reason, happened.Code, 0, []);
                default:
                    reading = new Reading(true, null, happened.Code, happened.StreamId, [.. reading.Data, .. happened.Data]);
                    break;
            }
        }
    }

    private byte[] Any()
    {
        var stream = _random.Next(50) == 0 ? _random.Next(8) : 1;
        return _random.Next(13) switch
        {
            0 or 1 => Frame(0, _random.Next(2), stream, Bytes(_random.Next(30))),
            2 => Frame(0, 8, stream, [(byte)_random.Next(30), .. Bytes(_random.Next(30))]),
            3 => Frame(1, 0x2c, stream, [(byte)_random.Next(4), .. Bytes(_random.Next(5, 12))]),
            4 => Frame(2, 0, stream, Bytes(5)),
            5 => Frame(3, 0, stream, Bytes(4)),
            6 => Frame(4, 0, 0, [0, (byte)_random.Next(8), .. Bytes(_random.Next(20) == 0 ? 3 : 4)]),
            7 => Frame(6, _random.Next(2), 0, Bytes(8)),
            8 => Frame(7, 0, 0, Bytes(_random.Next(8, 20))),
            9 => Frame(8, 0, _random.Next(2), _random.Next(4) == 0 ? [0x7f, 0xff, .. Bytes(2)] : [0, .. Bytes(3)]),
            10 => Frame(9, 4, stream, Bytes(9)),
            11 => Frame(5, 4, 1, [0, 0, 0, (byte)_random.Next(1, 9), .. Bytes(5)]),
            _ => Frame(_random.Next(5, 256), _random.Next(256), _random.Next(2), Bytes(_random.Next(30))),
        };
    }

    /// <summary>Spoils the payload, its length with it, or the header but for the length.</summary>
    private byte[] Spoil(byte[] frame)
    {
        var payload = frame.AsSpan(FrameHeader.Size);
        switch (_random.Next(6))
        {
            case 0:
                frame[_random.Next(3, FrameHeader.Size)] ^= (byte)(1 << _random.Next(8));
                return frame;
            case 1 when payload.Length > 0:
                payload[_random.Next(payload.Length)] ^= (byte)(1 << _random.Next(8));
                return frame;
            case 2:
                return Frame(frame[3], frame[4], frame[8], payload[.._random.Next(payload.Length + 1)].ToArray());
            case 3:
                return Frame(frame[3], frame[4], frame[8], [.. payload, .. Bytes(_random.Next(4))]);
            default:
                return frame;
        }
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Frame(int type, int flags, int stream, params byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, (FrameType)type, (FrameFlags)flags, stream).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }

    private sealed record Reading(bool IsTaken, string? Reason, Http2ErrorCode Code, int StreamId, byte[] Data);
}
