using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Property.Simulation;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel.Fuzz;

/// <summary>
/// What a hostile peer sends, made of one seed: frames that an honest one might send, spoilt in the ways that bytes can be.
/// Header blocks are in step with a table until something spoils them.
/// </summary>
internal sealed class FuzzScript
{
    private const int MaxFrames = 60;
    private const int MaxRepeats = 3_000;
    private readonly Dice _dice;
    private readonly HpackEncoder _encoder = new(4096);
    private readonly List<byte[]> _frames = [];
    private readonly List<int> _ids = [];
    private int _nextId = 1;

    private FuzzScript(ulong seed, bool toServer)
    {
        _dice = new Dice(seed);
        ToServer = toServer;
        if (!toServer)
            _ids.AddRange([1, 3, 5]);
    }

    private bool ToServer { get; }

    /// <summary>The bytes of a seed, for a server or for a client that has opened three streams.</summary>
    public static byte[] Of(ulong seed, bool toServer)
    {
        var script = new FuzzScript(seed, toServer);
        script._frames.Add(Frame(FrameType.Settings, FrameFlags.None, 0, script.SettingsPayload()));
        var count = script._dice.Between(1, MaxFrames);
        for (var i = 0; i < count; i++)
            script._frames.AddRange(script.NextFrames());
        script.Spoil();
        byte[] preface = toServer && !script._dice.Permille(10) ? Http2Connection.Preface.ToArray() : [];
        return script.SpoilBytes([.. preface, .. script._frames.SelectMany(frame => frame)]);
    }

    private IEnumerable<byte[]> NextFrames()
    {
        switch (_ids.Count == 0 ? 0 : _dice.Below(20))
        {
            case 0 or 1 or 2 or 14 or 15:
                return Head();
            case 3 or 4 or 5 or >= 16:
                return [DataFrame()];
            case 6:
                return [Frame(FrameType.WindowUpdate, FrameFlags.None, _dice.Permille(500) ? 0 : Id(), Big(_dice.Permille(995) ? _dice.Between(1, 100_000) : _dice.Below(int.MaxValue)))];
            case 7:
                return [Frame(FrameType.RstStream, FrameFlags.None, LastOf(Id()), Big(_dice.Below(16)))];
            case 8:
                return _dice.Permille(300)
                    ? [Frame(FrameType.Settings, FrameFlags.Ack, 0, _dice.Permille(990) ? [] : SettingsPayload())]
                    : [Frame(FrameType.Settings, FrameFlags.None, 0, SettingsPayload())];
            case 9:
                return [Frame(FrameType.Ping, _dice.Permille(300) ? FrameFlags.Ack : FrameFlags.None, 0, Random(8))];
            case 10:
                return [Frame(FrameType.Priority, FrameFlags.None, Id(), Random(5))];
            case 11:
                return [Frame((FrameType)_dice.Between(_dice.Permille(50) ? 0 : 10, 255), (FrameFlags)_dice.Below(256), _dice.Below(12), Random(_dice.Below(40)))];
            case 12 when _dice.Permille(100):
                return [Frame(FrameType.GoAway, FrameFlags.None, 0, [.. Big(_dice.Below(10)), .. Big(_dice.Below(14)), .. Random(_dice.Below(300))])];
            default:
                return _dice.Permille(300) ? Trailers() : [DataFrame()];
        }
    }

    /// <summary>A request on a new stream, or a response on one of the client's.</summary>
    private List<byte[]> Head()
    {
        if (ToServer)
        {
            _ids.Add(_nextId);
            _nextId += 2;
        }
        var id = ToServer ? _ids[^1] : Id();
        List<HeaderField> fields = ToServer
            ? [new(":method", "CONNECT"), new(":authority", $"10.0.0.{_dice.Below(4)}:80")]
            : [new(":status", _dice.Pick(["200", "200", "200", "103", "401", "503"]))];
        return Blocks(id, fields, _dice.Permille(100));
    }

    private List<byte[]> Trailers() => Blocks(LastOf(Id()), [], endStream: !_dice.Permille(100));

    private List<byte[]> Blocks(int id, List<HeaderField> fields, bool endStream)
    {
        var count = _dice.Permille(30) ? 500 : _dice.Below(5);
        for (var i = 0; i < count; i++)
            fields.Add(new HeaderField(_dice.Pick(["baggage", "forwarded", "traceparent", "cookie", "a"]), Text()));
        if (_dice.Permille(100))
            _encoder.Resize((uint)_dice.Below(4097));
        var block = new ByteBuffer();
        _encoder.Encode(fields.ToValueList(), block);
        return Cut(id, block.Span, endStream);
    }

    private List<byte[]> Cut(int id, ReadOnlySpan<byte> block, bool endStream)
    {
        var flags = endStream ? FrameFlags.EndStream : FrameFlags.None;
        var frames = new List<byte[]>();
        var type = FrameType.Headers;
        while (_dice.Permille(200) && block.Length > 0)
        {
            var count = _dice.Below(block.Length);
            frames.Add(Frame(type, flags, id, block[..count].ToArray()));
            block = block[count..];
            (type, flags) = (FrameType.Continuation, FrameFlags.None);
        }
        if (type == FrameType.Headers && _dice.Permille(200))
            frames.Add(Frame(type, flags | FrameFlags.EndHeaders | FrameFlags.Padded | FrameFlags.Priority, id, [2, .. Random(5), .. block, 0, 0]));
        else
            frames.Add(Frame(type, flags | FrameFlags.EndHeaders, id, block.ToArray()));
        return frames;
    }

    private byte[] DataFrame()
    {
        var ends = _dice.Permille(100);
        var flags = ends ? FrameFlags.EndStream : FrameFlags.None;
        var id = ends ? LastOf(Id()) : Id();
        var data = Random(_dice.Permille(10) ? _dice.Below(40_000) : _dice.Below(300));
        if (!_dice.Permille(200))
            return Frame(FrameType.Data, flags, id, data);
        var padding = _dice.Below(256);
        return Frame(FrameType.Data, flags | FrameFlags.Padded, id, [(byte)padding, .. data, .. new byte[padding]]);
    }

    private byte[] SettingsPayload()
    {
        var payload = new List<byte>();
        for (var left = _dice.Below(5); left > 0; left--)
        {
            var (id, value) = _dice.Below(7) switch
            {
                0 => (1, _dice.Below(10_000)),
                1 => (2, 0),
                2 => (3, _dice.Below(1_000)),
                3 => (4, _dice.Below(200_000)),
                4 => (5, _dice.Between(16_384, 1 << 20)),
                5 => (6, _dice.Below(100_000)),
                _ => (_dice.Below(65_536), _dice.Below(int.MaxValue)),
            };
            payload.AddRange([(byte)(id >> 8), (byte)id, .. Big(value)]);
        }
        return [.. payload];
    }

    /// <summary>Frames out of place: again, many times over, gone, in another order, in one another.</summary>
    private void Spoil()
    {
        for (var left = _dice.Permille(500) ? 0 : _dice.Between(1, 4); left > 0; left--)
        {
            var (at, other) = (_dice.Below(_frames.Count), _dice.Below(_frames.Count));
            switch (_dice.Below(6))
            {
                case 0:
                    _frames.Insert(other, _frames[at]);
                    break;
                case 1 when _frames[at].Length < 200:
                    _frames.InsertRange(at, Enumerable.Repeat(_frames[at], _dice.Below(MaxRepeats)));
                    return;
                case 2 when _frames.Count > 1:
                    _frames.RemoveAt(at);
                    break;
                case 3:
                    (_frames[at], _frames[other]) = (_frames[other], _frames[at]);
                    break;
                case 4:
                    _frames[at] = [.. _frames[at].AsSpan(0, _dice.Below(_frames[at].Length + 1)), .. _frames[other]];
                    break;
                default:
                    // Of another length than it says.
                    _frames[at] = [(byte)(_dice.Permille(50) ? _dice.Below(256) : 0), (byte)_dice.Below(2), (byte)_dice.Below(256), .. _frames[at].AsSpan(3)];
                    break;
            }
        }
    }

    private byte[] SpoilBytes(byte[] bytes)
    {
        for (var left = _dice.Permille(600) ? 0 : _dice.Between(1, 4); left > 0; left--)
        {
            // The beginning is left alone mostly, where every mistake ends all.
            var at = Math.Min(bytes.Length - 1, _dice.Permille(950) ? 33 + _dice.Below(bytes.Length) : _dice.Below(bytes.Length));
            switch (_dice.Below(4))
            {
                case 0 or 1:
                    bytes[at] ^= (byte)(1 << _dice.Below(8));
                    break;
                case 2:
                    bytes[at] = (byte)_dice.Below(256);
                    break;
                default:
                    bytes = [.. bytes.AsSpan(0, at), .. Random(_dice.Below(20)), .. bytes.AsSpan(_dice.Between(at, bytes.Length - 1))];
                    break;
            }
        }
        return bytes;
    }

    private int Id() => _ids.Count == 0 || _dice.Permille(5) ? _dice.Below(12) : _dice.Pick(_ids);

    /// <summary>A stream that ends is not used any more, but for some.</summary>
    private int LastOf(int id)
    {
        if (_dice.Permille(900) && (ToServer || _ids.Count > 1))
            _ids.Remove(id);
        return id;
    }

    private string Text() => _dice.Below(4) switch
    {
        0 => "k8s.cluster.name=east",
        1 => new string('x', _dice.Below(_dice.Permille(50) ? 5_000 : 50)),
        _ => new string([.. Random(_dice.Below(30)).Select(b => (char)b)]),
    };

    private byte[] Random(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)_dice.Below(256);
        return bytes;
    }

    private static byte[] Big(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Frame(FrameType type, FrameFlags flags, int id, byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, flags, id).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }
}
