using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Yaml;

namespace ScopeMesh.Tests.Unit.Policy.Manifests;

public sealed class ScalarsTests
{
    [Theory]
    [InlineData("", nameof(ScalarKind.Null))]
    [InlineData("~", nameof(ScalarKind.Null))]
    [InlineData("null", nameof(ScalarKind.Null))]
    [InlineData("true", nameof(ScalarKind.Boolean))]
    [InlineData("Off", nameof(ScalarKind.Boolean))]
    [InlineData("y", nameof(ScalarKind.Boolean))]
    [InlineData("80", nameof(ScalarKind.Integer))]
    [InlineData("-1", nameof(ScalarKind.Integer))]
    [InlineData("0x1F", nameof(ScalarKind.Integer))]
    [InlineData("1_000", nameof(ScalarKind.Integer))]
    [InlineData("1.0", nameof(ScalarKind.Number))]
    [InlineData("1e3", nameof(ScalarKind.Number))]
    [InlineData("99999999999999999999", nameof(ScalarKind.Number))]
    [InlineData(".inf", nameof(ScalarKind.Number))]
    [InlineData("1.0.0", nameof(ScalarKind.Text))]
    [InlineData("v1", nameof(ScalarKind.Text))]
    [InlineData("2026-01-31", nameof(ScalarKind.Text))]
    [InlineData("-", nameof(ScalarKind.Text))]
    [InlineData("tRUE", nameof(ScalarKind.Text))]
    [InlineData("09", nameof(ScalarKind.Number))]
    public void A_scalar_without_quotes_means_what_it_means_to_Kubernetes(string text, string kind) =>
        Assert.Equal(kind, Scalars.KindOfPlain(text).ToString());

    [Theory]
    [InlineData("0x1F90", 8080)]
    [InlineData("017", 15)]
    [InlineData("0o17", 15)]
    [InlineData("0b101", 5)]
    [InlineData("+7", 7)]
    [InlineData("-0x10", -16)]
    public void Reads_integers_of_other_bases(string text, long value)
    {
        Assert.True(Scalars.TryReadInteger(text, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("0x")]
    [InlineData("0b2")]
    [InlineData("0xFFFFFFFFFFFFFFFF")]
    [InlineData("9223372036854775808")]
    [InlineData("--1")]
    [InlineData("_")]
    public void Other_texts_are_no_integers(string text) => Assert.False(Scalars.TryReadInteger(text, out _));

    [Fact]
    public void Quotes_and_tags_decide_before_the_text_does()
    {
        var account = Reading.One<ServiceAccountManifest>(
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: a, labels: {quoted: "true", single: 'on', tagged: !!str 1.0}}
            """);
        Assert.Equal("{quoted=true, single=on, tagged=1.0}", account.Meta.Labels.ToString());
    }
}
