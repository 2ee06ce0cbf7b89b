using System.Text;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Tests.Unit.ScopeLang.Parsing;

/// <summary>Every limit is reached by a valid text, and exceeded by the next one.</summary>
public sealed class ScopeLimitsTests
{
    [Fact]
    public void A_text_has_at_most_1_MiB()
    {
        var longest = $"global when true #{new string('é', (ScopeLimits.TextBytes - 18) / 2)}";
        Assert.Equal(ScopeLimits.TextBytes, Encoding.UTF8.GetByteCount(longest));
        Reached(longest);
        Exceeded(ScopeCodes.TextTooLong, longest + " ");
        Assert.NotNull(ScopePolicy.Parse(Encoding.UTF8.GetBytes(longest)).Policy);
        var tooLong = ScopePolicy.Parse(Encoding.UTF8.GetBytes(longest + " "));
        Assert.Equal(ScopeCodes.TextTooLong, Assert.Single(tooLong.Diagnostics).Code);
        var yaml = ServiceScopeConfigs.Import(new string('#', ScopeLimits.TextBytes + 1));
        Assert.Equal(ScopeCodes.TextTooLong, Assert.Single(yaml.Diagnostics).Code);
    }

    [Fact]
    public void A_policy_has_at_most_10000_items()
    {
        var most = string.Concat(Enumerable.Repeat("global when true\n", ScopeLimits.Items));
        Reached(most);
        Exceeded(ScopeCodes.TooManyItems, most + "global when true");
    }

    [Fact]
    public void An_imported_list_has_at_most_10000_entries()
    {
        var most = string.Concat(Enumerable.Repeat("- scope: GLOBAL\n", ScopeLimits.Items));
        Assert.NotNull(ServiceScopeConfigs.Import(most).Policy);
        var import = ServiceScopeConfigs.Import(most + "- scope: GLOBAL\n");
        Assert.Equal(ScopeCodes.TooManyItems, Assert.Single(import.Diagnostics).Code);
    }

    [Theory]
    [InlineData("global when service(a in (", "))")]
    [InlineData("global when service(a notin (", "))")]
    [InlineData("global when service named (", ")")]
    public void A_set_has_at_most_1000_values(string before, string after)
    {
        var most = string.Join(',', Enumerable.Range(0, ScopeLimits.SetValues));
        Reached(before + most + after);
        Exceeded(ScopeCodes.TooManyValues, $"{before}{most},x{after}");
    }

    [Fact]
    public void An_imported_set_has_at_most_1000_values_even_when_read_leniently()
    {
        var values = string.Join(',', Enumerable.Range(0, ScopeLimits.SetValues + 1).Select(i => $"v{i}"));
        var yaml = $"- servicesSelector: {{matchExpressions: [{{key: a, operator: In, values: [{values}]}}]}}\n  scope: GLOBAL";
        var import = ServiceScopeConfigs.Import(yaml, lenient: true);
        Assert.Null(import.Policy);
        Assert.Equal(ScopeCodes.TooManyValues, import.Diagnostics[0].Code);
        Assert.NotNull(ServiceScopeConfigs.Import(yaml.Replace(",v1000", "")).Policy);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not ", "")]
    [InlineData("! ", "")]
    [InlineData("(true and ", ")")]
    [InlineData("(false or true and ", ")")]
    public void Expressions_nest_at_most_256_levels(string open, string close)
    {
        Reached($"global when {Nested(ScopeLimits.NestingLevels)}");
        Exceeded(ScopeCodes.NestedTooDeep, $"global when {Nested(ScopeLimits.NestingLevels + 1)}");

        string Nested(int levels) =>
            $"{string.Concat(Enumerable.Repeat(open, levels))}service(a in (b))"
            + string.Concat(Enumerable.Repeat(close, levels));
    }

    [Fact]
    public void Parentheses_not_and_let_count_alike()
    {
        var half = $"{string.Concat(Enumerable.Repeat("not (", 64))}true{new string(')', 64)}";
        var most = $"let a = {half}\nglobal when {string.Concat(Enumerable.Repeat("not ", 127))}a";
        Reached(most);
        Exceeded(ScopeCodes.NestedTooDeep, most.Replace("not a", "not (a)"));
    }

    [Fact]
    public void Yaml_nests_at_most_256_levels()
    {
        Assert.Equal(ScopeCodes.InvalidYaml, ServiceScopeConfigs.Import(new string('[', 256)).Diagnostics[0].Code);
        Assert.Equal(ScopeCodes.NestedTooDeep, ServiceScopeConfigs.Import(new string('[', 257)).Diagnostics[0].Code);
    }

    private static void Reached(string text) => Assert.Equal([], ScopePolicy.Parse(text).Diagnostics);

    private static void Exceeded(string code, string text)
    {
        var parsed = ScopePolicy.Parse(text);
        Assert.Null(parsed.Policy);
        Assert.Equal(code, Assert.Single(parsed.Diagnostics).Code);
    }
}
