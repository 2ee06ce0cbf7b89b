using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.ScopeLang;

public sealed class LabelSyntaxTests
{
    private static readonly string Long63 = new('a', 63);
    private static readonly string Long64 = new('a', 64);
    private static readonly string Long253 = string.Join('.', Enumerable.Repeat(Long63, 4))[..253];

    [Theory]
    [InlineData("a", true)]
    [InlineData("A9", true)]
    [InlineData("a-b_c.d", true)]
    [InlineData("in", true)]
    [InlineData("example.com/Name", true)]
    [InlineData("", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a/b/c", false)]
    [InlineData("-a", false)]
    [InlineData("a.", false)]
    [InlineData("Example.com/a", false)]
    [InlineData("a_b/c", false)]
    [InlineData("a..b/c", false)]
    [InlineData("a b", false)]
    [InlineData("é", false)]
    public void A_key_is_a_name_that_may_have_a_prefix(string key, bool isKey) => Assert.Equal(isKey, LabelSyntax.IsKey(key));

    [Theory]
    [InlineData("", true)]
    [InlineData("a.B-c_9", true)]
    [InlineData("-", false)]
    [InlineData("a/b", false)]
    [InlineData("a\n", false)]
    public void A_value_is_a_name_or_empty(string value, bool isValue) => Assert.Equal(isValue, LabelSyntax.IsValue(value));

    [Theory]
    [InlineData("a-1", true, true)]
    [InlineData("a.b", false, true)]
    [InlineData("9", true, true)]
    [InlineData("", false, false)]
    [InlineData("A", false, false)]
    [InlineData("a-", false, false)]
    [InlineData(".a", false, false)]
    [InlineData("a_b", false, false)]
    public void Names_are_DNS_1123_labels_or_subdomains(string name, bool isLabel, bool isSubdomain)
    {
        Assert.Equal(isLabel, LabelSyntax.IsDnsLabel(name));
        Assert.Equal(isSubdomain, LabelSyntax.IsDnsSubdomain(name));
    }

    [Fact]
    public void What_is_wrong_is_said_as_the_end_of_a_sentence()
    {
        Assert.Equal(
            "holds `.`: only lower-case ASCII letters, digits and `-` may stand there", LabelSyntax.ExplainDnsLabel("a.b"));
        Assert.Equal("has an empty part between dots", LabelSyntax.ExplainDnsSubdomain("a..b"));
        Assert.Equal("has a prefix that is empty", LabelSyntax.ExplainKey("/a"));
        Assert.Equal("has an empty name", LabelSyntax.ExplainKey("a/"));
        Assert.Null(LabelSyntax.ExplainValue(""));
    }

    [Fact]
    public void Lengths_are_bounded()
    {
        Assert.True(LabelSyntax.IsValue(Long63));
        Assert.False(LabelSyntax.IsValue(Long64));
        Assert.True(LabelSyntax.IsKey($"{Long253}/{Long63}"));
        Assert.False(LabelSyntax.IsKey($"{Long253}/{Long64}"));
        Assert.False(LabelSyntax.IsKey($"{Long253}a/a"));
        Assert.True(LabelSyntax.IsDnsLabel(Long63));
        Assert.False(LabelSyntax.IsDnsLabel(Long64));
        Assert.True(LabelSyntax.IsDnsSubdomain(Long253));
        Assert.False(LabelSyntax.IsDnsSubdomain(Long253 + "a"));
    }
}
