using System.Text;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

/// <summary>The examples of RFC 7541, appendix C, and what its text forbids.</summary>
public sealed class HpackTests
{
    [Theory]
    [InlineData(10, 5, "0a")]
    [InlineData(1337, 5, "1f9a0a")]
    [InlineData(42, 8, "2a")]
    public void Integers_are_those_of_C_1(int value, int prefixBits, string bytes)
    {
        var output = new ByteBuffer();
        HpackInteger.Write(output, prefixBits, 0, value);
        Assert.Equal(bytes, Convert.ToHexStringLower(output.Span));

        ReadOnlySpan<byte> input = output.Span;
        Assert.True(HpackInteger.TryRead(ref input, prefixBits, out var read));
        Assert.Equal(value, read);
        Assert.True(input.IsEmpty);
    }

    [Theory]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key", "custom-header", 55)]
    [InlineData("040c2f73616d706c652f70617468", ":path", "/sample/path", 0)]
    [InlineData("100870617373776f726406736563726574", "password", "secret", 0)]
    [InlineData("82", ":method", "GET", 0)]
    public void Fields_are_those_of_C_2(string block, string name, string value, int tableBytes)
    {
        var decoder = new HpackDecoder(4096, int.MaxValue);
        Assert.Equal([new HeaderField(name, value)], Decode(decoder, block));
        Assert.Equal(tableBytes, decoder.TableSizeBytes);
    }

    [Theory]
    [InlineData(
        "828684410f7777772e6578616d706c652e636f6d",
        "828684be58086e6f2d6361636865",
        "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")]
    [InlineData(
        "828684418cf1e3c2e5f23a6ba0ab90f4ff",
        "828684be5886a8eb10649cbf",
        "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")]
    public void Requests_are_those_of_C_3_and_C_4(string first, string second, string third)
    {
        var decoder = new HpackDecoder(4096, int.MaxValue);
        HeaderField[] common = [new(":method", "GET"), new(":scheme", "http"), new(":path", "/"), new(":authority", "www.example.com")];

        Assert.Equal(common, Decode(decoder, first));
        Assert.Equal(57, decoder.TableSizeBytes);
        Assert.Equal([.. common, new("cache-control", "no-cache")], Decode(decoder, second));
        Assert.Equal(110, decoder.TableSizeBytes);
        Assert.Equal(
            [new(":method", "GET"), new(":scheme", "https"), new(":path", "/index.html"), new(":authority", "www.example.com"), new("custom-key", "custom-value")],
            Decode(decoder, third));
        Assert.Equal(164, decoder.TableSizeBytes);
    }

    [Theory]
    [InlineData(
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")]
    [InlineData(
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007")]
    public void Responses_evict_as_in_C_5_and_C_6(string first, string second, string third)
    {
        var decoder = new HpackDecoder(256, int.MaxValue);
        HeaderField cache = new("cache-control", "private");
        HeaderField location = new("location", "https://www.example.com");
        HeaderField date = new("date", "Mon, 21 Oct 2013 20:13:21 GMT");

        Assert.Equal([new(":status", "302"), cache, date, location], Decode(decoder, first));
        Assert.Equal(222, decoder.TableSizeBytes);
        Assert.Equal([new(":status", "307"), cache, date, location], Decode(decoder, second));
        Assert.Equal(222, decoder.TableSizeBytes);
        Assert.Equal(
            [
                new(":status", "200"), cache, new("date", "Mon, 21 Oct 2013 20:13:22 GMT"), location, new("content-encoding", "gzip"),
                new("set-cookie", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"),
            ],
            Decode(decoder, third));
        Assert.Equal(215, decoder.TableSizeBytes);
    }

    [Fact]
    public void Huffman_encodes_as_in_C_4()
    {
        const string Text = "www.example.com";
        var bytes = new byte[HpackHuffman.EncodedLength(Text)];
        HpackHuffman.Encode(Text, bytes);
        Assert.Equal("f1e3c2e5f23a6ba0ab90f4ff", Convert.ToHexStringLower(bytes));
    }

    [Theory]
    [InlineData("80")] // index 0 (6.1)
    [InlineData("be")] // an index past the table (2.3.3)
    [InlineData("ff80808080808001")] // an integer without bound (5.1)
    [InlineData("4005616263")] // a text that ends early
    [InlineData("3fe21f8282")] // a size above the limit (4.2)
    [InlineData("8220")] // a size update after a field (4.2)
    [InlineData("0001618207ff")] // padding of eight bits and more (5.2)
    [InlineData("00016181f0")] // padding that is not all ones (5.2)
    [InlineData("00016184ffffffff")] // EOS (5.2)
    public void Refuses_what_is_not_HPACK(string block) =>
        Assert.False(new HpackDecoder(4096, int.MaxValue).TryDecode(Convert.FromHexString(block), out _, out _));

    [Fact]
    public void A_list_that_is_too_large_still_keeps_the_table_in_step()
    {
        var decoder = new HpackDecoder(4096, 100);
        var block = Convert.FromHexString("400a637573746f6d2d6b65790d637573746f6d2d686561646572" + "be");

        Assert.True(decoder.TryDecode(block, out var fields, out var tooLarge));

        Assert.True(tooLarge);
        Assert.True(fields.IsEmpty);
        Assert.Equal([new HeaderField("custom-key", "custom-header")], Decode(decoder, "be"));
    }

    [Fact]
    public void An_encoder_whose_table_was_made_smaller_twice_says_the_smallest_size_first()
    {
        var encoder = new HpackEncoder(4096);
        encoder.Resize(0);
        encoder.Resize(100);
        var output = new ByteBuffer();
        encoder.Encode([new(":method", "GET")], output);
        Assert.Equal("203f4582", Convert.ToHexStringLower(output.Span));
    }

    [Fact]
    public void Fields_that_recur_become_one_byte_and_those_that_differ_on_each_stream_do_not_push_them_out()
    {
        var encoder = new HpackEncoder(4096);
        ValueList<HeaderField> fields = [new("baggage", "k8s.cluster.name=east"), new("traceparent", "00-1-2-00")];
        encoder.Encode(fields, new ByteBuffer());
        var second = new ByteBuffer();
        encoder.Encode(fields, second);
        Assert.Equal(0xbe, second.Span[0]);
        Assert.Equal(0x00, second.Span[1]);
        Assert.Contains("traceparent", Decode(new HpackDecoder(4096, 4096), Convert.ToHexString(second.Span[1..]))[0].Name);
    }

    [Fact]
    public void A_field_greater_than_the_table_empties_it()
    {
        var table = new HpackDynamicTable(64);
        table.Add(new HeaderField("a", "b"));
        table.Add(new HeaderField("a", new string('x', 64)));
        Assert.Equal(0, table.Count);
        Assert.Equal(0, table.SizeBytes);
    }

    [Fact]
    public void Values_are_bytes()
    {
        var block = new ByteBuffer();
        var value = Encoding.Latin1.GetString([.. Enumerable.Range(0, 256).Select(i => (byte)i)]);
        new HpackEncoder(4096).Encode([new("x", value)], block);
        Assert.Equal(value, Decode(new HpackDecoder(4096, 4096), Convert.ToHexString(block.Span))[0].Value);
    }

    private static ValueList<HeaderField> Decode(HpackDecoder decoder, string block)
    {
        Assert.True(decoder.TryDecode(Convert.FromHexString(block), out var fields, out var tooLarge));
        Assert.False(tooLarge);
        return fields;
    }
}
