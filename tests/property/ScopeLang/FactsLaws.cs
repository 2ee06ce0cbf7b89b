using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Testing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class FactsLaws
{
    private static readonly Gen<ScopeFacts> Facts =
        from facts in ScopeVocabulary.Facts
        from isKnown in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        select isKnown ? facts : facts with { Namespace = NamespaceFacts.Unknown(facts.Namespace.Name) };

    [Fact]
    public void What_is_written_is_read_as_the_same_facts() => Law.Holds(Facts, facts =>
        Assert.Equal(new ScopeFactsRead(facts, null), ScopeFactsJson.Read(Encoding.UTF8.GetBytes(ScopeFactsJson.Write(facts)))));

    [Fact]
    public void Any_line_is_facts_or_does_not_fit() => Law.Holds(
        from facts in Facts
        let line = Encoding.UTF8.GetBytes(ScopeFactsJson.Write(facts))
        from at in Gen.Choose(0, line.Length - 1)
        from removed in Gen.Choose(0, 3)
        from inserted in Gen.Choose(0, 255).Select(value => (byte)value).Or(Gen.Elements("{}\":,nul\\"u8.ToArray())).ArrayOf()
        select (byte[])[.. line[..at], .. inserted, .. line[Math.Min(line.Length, at + removed)..]],
        line =>
        {
            var read = ScopeFactsJson.Read(line);
            Assert.True(read.Facts is null ? read.Error is { Length: > 0 } : read.Error is null);
            Assert.DoesNotContain('\n', read.Error ?? "");
        });

    [Fact]
    public void A_test_passes_exactly_when_it_expects_what_is_decided() => Law.Holds(
        from text in ScopeTexts.Policies
        from facts in Facts
        from expected in Gen.Elements(Scope.Local, Scope.Global)
        select (text, facts, expected),
        given =>
        {
            var policy = ScopePolicy.Parse(given.text).Policy!;
            string?[] rules = [null, .. policy.Rules.Select((rule, i) => rule.NameAt(i + 1))];
            foreach (var by in rules)
            {
                var test = TestOf(given.facts, given.expected, by);
                var result = ScopeTests.Run(ScopePolicy.Parse(given.text + "\n" + test).Policy!)[^1];
                Assert.Equal(given.facts, ScopeTests.Facts(result.Test));
                var isDecided = policy.Decide(given.facts).Scope == given.expected;
                Assert.Equal(isDecided && (by is null || policy.Matches(given.facts).Contains(by)), result.Passes);
            }
        }, cases: 300);

    private static string TestOf(ScopeFacts facts, Scope expected, string? by)
    {
        var ns = facts.Namespace.Labels is { } labels
            ? $"\"{facts.Namespace.Name}\" {Labels(labels)}"
            : $"unknown \"{facts.Namespace.Name}\"";
        var rule = by is null ? "" : $" by \"{by.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
        return $"test \"t\" {{ cluster \"{facts.Cluster}\" namespace {ns} service \"{facts.Service}\" {Labels(facts.ServiceLabels)}"
            + $" expect {(expected == Scope.Global ? "global" : "local")}{rule} }}";
    }

    private static string Labels(LabelSet labels) =>
        $"{{ {string.Join(", ", labels.Select(label => $"\"{label.Key}\": \"{label.Value}\""))} }}";
}
