using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Tests.Unit.ScopeLang.Parsing;

/// <summary>Texts of a megabyte that are made to overflow, to hang or to throw.</summary>
public sealed class HostileTextTests
{
    private static readonly string[] Heads = ["", "global when service("];

    [Theory]
    [InlineData("(")]
    [InlineData("not ")]
    [InlineData("!")]
    [InlineData("a or ")]
    [InlineData("\"")]
    [InlineData("\"\" ")]
    [InlineData("service(")]
    [InlineData("a in (")]
    [InlineData("service named ")]
    [InlineData("{")]
    [InlineData("global ")]
    [InlineData("let a = ")]
    [InlineData("test \"\" {")]
    [InlineData("\\")]
    [InlineData("§ ")]
    public void A_megabyte_of_one_fragment_is_an_error(string fragment)
    {
        foreach (var head in Heads)
        {
            var text = Megabyte(head, fragment);
            var parsed = ScopePolicy.Parse(text);
            Assert.Null(parsed.Policy);
            Assert.All(parsed.Diagnostics.Take(100), d => Assert.InRange(d.Span.Offset + d.Span.Length, 0, text.Length));
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("{a: ")]
    [InlineData("? ")]
    [InlineData("&a ")]
    [InlineData("\"")]
    [InlineData("- a\n")]
    [InlineData("\0")]
    public void A_megabyte_of_yaml_is_an_error(string fragment) =>
        Assert.Null(ServiceScopeConfigs.Import(Megabyte("", fragment)).Policy);

    [Fact]
    public void A_megabyte_of_findings_on_one_line_can_be_shown()
    {
        var text = Megabyte("", "global when ; ");
        var shown = DiagnosticText.Render(ScopePolicy.Parse(text).Diagnostics, text);
        Assert.All(shown, rendered => Assert.InRange(rendered.Length, 50, 500));
    }

    [Fact]
    public void A_chain_of_200000_operands_is_wide_and_not_deep()
    {
        var text = $"let a = false\nlocal when {string.Concat(Enumerable.Repeat("a or ", 200_000))}a";
        var policy = ScopePolicy.Parse(text).Policy!;
        Assert.Equal(policy, ScopePolicy.Parse(ScopeMesh.ScopeLang.Printing.ScopePrinter.Print(policy)).Policy);
        var facts = new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", LabelSet.Empty);
        Assert.Equal(ScopeReason.NoRuleMatched, policy.Decide(facts).Reason);
        Assert.Equal(
            policy.Decide(facts), ScopeMesh.ScopeLang.Semantics.ScopeEvaluator.Decide(policy.Items, facts));
    }

    [Fact]
    public void A_let_that_doubles_at_every_step_is_evaluated_once_at_every_step()
    {
        var lets = Enumerable.Range(1, 255).Select(i => $"let a{i} = a{i - 1} and a{i - 1} or a{i - 1}");
        var policy = ScopePolicy.Parse($"let a0 = service(x)\n{string.Join('\n', lets)}\nglobal when a255").Policy!;
        var facts = new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", LabelSet.Create([new("x", "")]));
        Assert.Equal(Scope.Global, policy.Decide(facts).Scope);
        Assert.Equal(Scope.Local, policy.Decide(facts with { ServiceLabels = LabelSet.Empty }).Scope);
    }

    [Fact]
    public void Aliases_cannot_make_a_list_longer_than_its_text()
    {
        var requirements = string.Join(", ", Enumerable.Repeat("*r", 1_000));
        var entries = string.Concat(Enumerable.Repeat("  - *e\n", 1_000));
        var import = ServiceScopeConfigs.Import($$"""
            r: &r { key: a, operator: Exists }
            e: &e { servicesSelector: { matchExpressions: [{{requirements}}] }, scope: GLOBAL }
            serviceScopeConfigs:
            {{entries}}
            """);
        Assert.Equal(ScopeCodes.TextTooLong, Assert.Single(import.Diagnostics).Code);
    }

    /// <summary>
    /// How much of a stack a level takes is up to the JIT: it differs severalfold between a method that is new, one that is
    /// measured, and one that is optimized. Where a text is parsed all the same, and where it never is, does not.
    /// </summary>
    [Theory]
    [InlineData(128, false)]
    [InlineData(160, null)]
    [InlineData(256, null)]
    [InlineData(384, null)]
    [InlineData(512, null)]
    [InlineData(1_024, null)]
    [InlineData(8_192, true)]
    public void The_deepest_text_never_overflows_the_stack_of_its_thread(int stackKiB, bool? isParsed)
    {
        var text = $"global when {new string('(', 256)}true{new string(')', 256)}";
        ScopeParse? parsed = null;
        var thread = new Thread(() => parsed = ScopePolicy.Parse(text), stackKiB * 1_024);
        thread.Start();
        thread.Join();
        Assert.NotNull(parsed);
        Assert.All(parsed.Diagnostics, d => Assert.Equal(ScopeCodes.NestedTooDeep, d.Code));
        Assert.Equal(parsed.Policy is null, !parsed.Diagnostics.IsEmpty);
        Assert.Equal(isParsed ?? parsed.Policy is not null, parsed.Policy is not null);
    }

    private static string Megabyte(string head, string fragment) =>
        head + string.Concat(Enumerable.Repeat(fragment, ((1 << 20) - head.Length) / System.Text.Encoding.UTF8.GetByteCount(fragment)));
}
