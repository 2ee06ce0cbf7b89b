using System.Net;
using ScopeMesh.Policy.Authorization;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

public sealed class AddressBlockTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.7/30", "10.0.0.4", true)]
    [InlineData("10.0.0.7/30", "10.0.0.8", false)]
    [InlineData("0.0.0.0/0", "192.0.2.1", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "10.0.0.1", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("fd00::/8", "fdff::1", true)]
    [InlineData("fd00::1", "fd00::2", false)]
    public void Holds_the_addresses_that_share_its_bits(string text, string address, bool isIn)
    {
        Assert.True(AddressBlock.TryParse(text, out var block));
        Assert.Equal(isIn, block.Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.1/33")]
    [InlineData("10.0.0.1/")]
    [InlineData("10.0.0.1/-1")]
    [InlineData("10.0.0.1/8/8")]
    [InlineData("::1/129")]
    [InlineData("fe80::1%eth0")]
    [InlineData("0x7f.1")]
    public void Other_texts_are_no_blocks(string text) => Assert.False(AddressBlock.TryParse(text, out _));

    [Fact]
    public void A_block_keeps_its_bits_as_written() => Assert.Equal("10.0.0.7/30", Assert.IsType<AddressBlock>(
        AddressBlock.TryParse("10.0.0.7/30", out var block) ? block : null).ToString());

    [Fact]
    public void A_block_longer_than_its_address_cannot_be_made() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AddressBlock(IPAddress.Loopback, 33));
}
