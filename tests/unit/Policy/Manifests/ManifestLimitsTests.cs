using ScopeMesh.Policy.Manifests;

namespace ScopeMesh.Tests.Unit.Policy.Manifests;

public sealed class ManifestLimitsTests
{
    private const string Account = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}";

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        var limits = new ManifestLimits { FileChars = Account.Length };
        Assert.Empty(Reading.Findings(Account, limits));
        Assert.Equal(
            ["f.yaml:1:1: error MF003: the file has 60 characters, and 59 are allowed; split it into several files"],
            Reading.Findings($"{Account}\n", limits));
    }

    [Fact]
    public void A_document_that_is_too_large_is_left_out_alone()
    {
        var limits = new ManifestLimits { DocumentChars = 64 };
        var read = Reading.Of($"{Account}\n---\n{Account}  # long\n---\n{Account}\n", limits);
        Assert.Equal(2, read.Manifests.Count);
        Assert.Equal(
            "f.yaml:2:1: error MF003: the document has 72 characters, and 64 are allowed; split it at lines of `---`",
            Assert.Single(read.Diagnostics).ToString());
    }

    [Fact]
    public void A_document_that_nests_too_deep_is_left_out()
    {
        var limits = new ManifestLimits { NestingLevels = 5 };
        Assert.Empty(Reading.Findings("{apiVersion: v1, kind: X, a: [[[[1]]]]}", limits));
        Assert.Equal(
            ["f.yaml:1:34: error MF004: values nest deeper than 5 levels; nest them less"],
            Reading.Findings("{apiVersion: v1, kind: X, a: [[[[[1]]]]]}", limits));
    }

    [Fact]
    public void A_thousand_levels_are_too_deep_by_default()
    {
        var deep = $"a: {new string('[', 1000)}{new string(']', 1000)}";
        Assert.StartsWith("f.yaml:1:67: error MF004:", Assert.Single(Reading.Findings(deep)));
    }

    [Fact]
    public void What_aliases_stand_for_counts_each_time()
    {
        var limits = new ManifestLimits { DocumentNodes = 20 };
        const string Prefix = "apiVersion: v1\nkind: X\na: &a [1, 2, 3]\nb: [*a, *a";
        Assert.Empty(Reading.Findings(Prefix + "]", limits));
        Assert.Equal(
            ["f.yaml:4:13: error MF005: the document holds more than 20 values, those that aliases stand for included; split it, or use fewer aliases"],
            Reading.Findings(Prefix + ", *a]", limits));
    }

    [Fact]
    public void A_billion_laughs_are_too_many_by_default()
    {
        var lines = Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]");
        var finding = Assert.Single(Reading.Of($"a0: &a0 lol\n{string.Join('\n', lines)}\n").Diagnostics);
        Assert.Equal(ManifestCodes.TooManyNodes, finding.Code);
    }

    [Fact]
    public void Findings_beyond_the_limit_are_counted()
    {
        var limits = new ManifestLimits { FileDiagnostics = 2 };
        var text = string.Join("\n---\n", Enumerable.Repeat("- a", 5));
        Assert.Equal("f.yaml: error MF003: 3 more findings are not listed; mend those above first", Reading.Findings(text, limits)[^1]);
        Assert.Equal(3, Reading.Findings(text, limits).Length);
    }
}
