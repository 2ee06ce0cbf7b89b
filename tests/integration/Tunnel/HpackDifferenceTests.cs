using System.Text;
using System.Text.Json.Nodes;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>HPACK, ours and Python's: what one encodes the other decodes to the same, and what one refuses the other refuses.</summary>
public sealed class HpackDifferenceTests
{
    private const int Connections = 400;
    private const int MaxTableBytes = 4096;
    private readonly Random _random = new(7541);

    [Fact]
    public async Task What_we_encode_they_decode_to_the_same()
    {
        var (cases, lists) = (new List<JsonNode>(), new List<List<ValueList<HeaderField>>>());
        for (var i = 0; i < Connections; i++)
        {
            var sent = new List<ValueList<HeaderField>>();
            cases.Add(new JsonObject { ["decode"] = new JsonArray([.. Blocks(sent).Select(block => (JsonNode)Convert.ToHexString(block))]) });
            lists.Add(sent);
        }
        var results = await PythonCodec.AskAsync(cases);
        for (var i = 0; i < Connections; i++)
            Assert.Equal(lists[i], results[i]["lists"]!.AsArray().Select(list => Read(list)!.Value));
    }

    [Fact]
    public async Task What_they_encode_we_decode_to_the_same()
    {
        var (cases, lists) = (new List<JsonNode>(), new List<List<ValueList<HeaderField>>>());
        for (var i = 0; i < Connections; i++)
        {
            var (steps, sent) = (new JsonArray(), new List<ValueList<HeaderField>>());
            for (var left = _random.Next(1, 8); left > 0; left--)
            {
                sent.Add(Fields());
                JsonNode? size = _random.Next(5) == 0 ? _random.Next(MaxTableBytes + 1) : null;
                steps.Add(new JsonArray(size, new JsonArray([.. sent[^1].AsSpan().ToArray().Select(Write)]), _random.Next(2) == 0));
            }
            cases.Add(new JsonObject { ["encode"] = steps });
            lists.Add(sent);
        }
        var results = await PythonCodec.AskAsync(cases);
        for (var i = 0; i < Connections; i++)
        {
            var decoder = new HpackDecoder(MaxTableBytes, int.MaxValue);
            foreach (var (block, list) in results[i]["blocks"]!.AsArray().Zip(lists[i]))
            {
                Assert.True(decoder.TryDecode(Convert.FromHexString(block!.GetValue<string>()), out var fields, out _));
                Assert.Equal(list, fields);
            }
        }
    }

    /// <summary>
    /// Blocks that were spoilt. There are two differences: integers of more than four bytes after the prefix, which we refuse as above
    /// what an implementation has to take (RFC 7541, 5.1) and Python reads whatever their length; and nothing else.
    /// </summary>
    [Fact]
    public async Task What_one_refuses_the_other_refuses()
    {
        var scripts = Enumerable.Range(0, 5 * Connections).Select(_ => Blocks([]).Select(Spoil).ToList()).ToList();
        var results = await PythonCodec.AskAsync([.. scripts.Select(blocks =>
            new JsonObject { ["decode"] = new JsonArray([.. blocks.Select(block => (JsonNode)Convert.ToHexString(block))]) })]);
        var (agreed, refused) = (0, 0);
        foreach (var (blocks, result) in scripts.Zip(results))
        {
            var decoder = new HpackDecoder(MaxTableBytes, int.MaxValue);
            foreach (var (block, theirs) in blocks.Zip(result["lists"]!.AsArray()))
            {
                ValueList<HeaderField>? ours = decoder.TryDecode(block, out var fields, out _) ? fields : null;
                if (ours is null && theirs is not null && HasLongInteger(block))
                    break;
                Assert.True(Equals(ours, Read(theirs)), $"of {Convert.ToHexString(block)} we read {ours}, they {theirs}");
                agreed++;
                if (ours is not null)
                    continue;
                refused++;
                break;
            }
        }
        Assert.InRange(refused, agreed / 10, agreed * 9 / 10);
    }

    /// <summary>Whether there is a run of bytes in which an integer may go on past the fourth byte after its prefix.</summary>
    private static bool HasLongInteger(byte[] block) =>
        Enumerable.Range(0, Math.Max(0, block.Length - 4)).Any(i => block.AsSpan(i, 4).IndexOfAnyInRange((byte)0, (byte)0x7f) < 0);

    private List<byte[]> Blocks(List<ValueList<HeaderField>> sent)
    {
        var encoder = new HpackEncoder(MaxTableBytes);
        var blocks = new List<byte[]>();
        for (var left = _random.Next(1, 8); left > 0; left--)
        {
            if (_random.Next(5) == 0)
                encoder.Resize((uint)_random.Next(MaxTableBytes + 1));
            var block = new ByteBuffer();
            sent.Add(Fields());
            encoder.Encode(sent[^1], block);
            blocks.Add(block.Span.ToArray());
        }
        return blocks;
    }

    private byte[] Spoil(byte[] block)
    {
        if (block.Length == 0 || _random.Next(3) > 0)
            return block;
        var at = _random.Next(block.Length);
        switch (_random.Next(5))
        {
            case 0:
                return block[..at];
            case 1:
                return [.. block[..at], (byte)_random.Next(256), .. block[at..]];
            case 2:
                return [.. block, .. block[at..]];
            default:
                block[at] ^= (byte)(1 << _random.Next(8));
                return block;
        }
    }

    private ValueList<HeaderField> Fields() => Enumerable.Range(0, _random.Next(8)).Select(_ => Field()).ToValueList();

    private HeaderField Field() => new(
        _random.Next(3) > 0 ? Pick(":method", ":authority", ":status", "baggage", "traceparent", "forwarded", "cookie", "via") : Text(),
        _random.Next(2) > 0 ? Pick("", "CONNECT", "200", "k8s.cluster.name=east", "10.0.0.1:80") : Text());

    private string Pick(params string[] texts) => texts[_random.Next(texts.Length)];

    private string Text() => _random.Next(20) == 0
        ? new string((char)_random.Next(256), _random.Next(5_000))
        : new string([.. Enumerable.Range(0, _random.Next(20)).Select(_ => (char)_random.Next(_random.Next(2) == 0 ? 128 : 256))]);

    private JsonArray Write(HeaderField field) =>
        new(Hex(field.Name), Hex(field.Value), _random.Next(4) == 0);

    private static string Hex(string text) => Convert.ToHexString(Encoding.Latin1.GetBytes(text));

    private static ValueList<HeaderField>? Read(JsonNode? list) =>
        list?.AsArray().Select(field => new HeaderField(Text(field![0]!), Text(field[1]!))).ToValueList();

    private static string Text(JsonNode hex) => Encoding.Latin1.GetString(Convert.FromHexString(hex.GetValue<string>()));
}
