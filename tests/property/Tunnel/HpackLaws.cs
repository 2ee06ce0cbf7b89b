using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

public sealed class HpackLaws
{
    private const int TableBytes = 4096;

    [Fact]
    public void Lists_survive_the_wire_in_any_sequence_and_with_any_table_sizes() =>
        Law.Holds((from size in Gen.Choose(0, 300) from fields in TunnelGens.Field.ListOf() select (size, fields)).ListOf(), steps =>
        {
            var (encoder, decoder) = (new HpackEncoder(TableBytes), new HpackDecoder(TableBytes, int.MaxValue));
            foreach (var (size, fields) in steps)
            {
                if (size % 3 == 0)
                    encoder.Resize((uint)size);
                var block = new ByteBuffer();
                encoder.Encode(fields.ToValueList(), block);
                Assert.True(decoder.TryDecode(block.Span, out var decoded, out var tooLarge));
                Assert.False(tooLarge);
                Assert.Equal(fields.ToValueList(), decoded);
            }
        });

    [Fact]
    public void Huffman_decodes_what_it_encodes() =>
        Law.Holds(TunnelGens.Text, text =>
        {
            var bytes = new byte[HpackHuffman.EncodedLength(text)];
            HpackHuffman.Encode(text, bytes);
            return Decode(bytes) == text;
        });

    [Fact]
    public void Huffman_reads_any_bytes_one_way_only() =>
        // What decodes at all is what its text encodes to: there are no two spellings.
        Law.Holds(TunnelGens.Bytes, bytes =>
        {
            if (Decode(bytes) is not { } decoded)
                return;
            var again = new byte[HpackHuffman.EncodedLength(decoded)];
            HpackHuffman.Encode(decoded, again);
            Assert.Equal(bytes, again);
        });

    [Fact]
    public void Any_bytes_are_a_list_or_none_and_the_table_keeps_its_size() =>
        Law.Holds(TunnelGens.Bytes.ListOf(), blocks =>
        {
            var decoder = new HpackDecoder(256, 512);
            foreach (var block in blocks)
            {
                if (decoder.TryDecode(block, out var fields, out _))
                    Assert.InRange(fields.Sum(f => f.SizeBytes), 0, 512);
                Assert.InRange(decoder.TableSizeBytes, 0, 256);
            }
        });

    private static string? Decode(byte[] bytes)
    {
        var output = new char[HpackHuffman.MaxDecodedLength(bytes.Length)];
        return HpackHuffman.TryDecode(bytes, output, out var length) ? new string(output, 0, length) : null;
    }
}
