using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class ParsingLaws
{
    private static readonly string[] Fragments =
    [
        "let", "global", "local", "test", "when", "and", "or", "not", "service", "ns", "cluster", "named", "expect", "by",
        "unknown", "in", "notin", "a", "b.c/d", "\"a\"", "\"", "\\", "(", ")", "{", "}", ",", ":", "=", "==", "!=", "!",
        "&&", "&", "||", "|", "#", "\n", "\r\n", "\r", "\t", "<", "é", "\ud83d\ude00", "\ud83d", "\0", "\uFEFF", "\u0085",
    ];

    private static readonly Gen<string> Mixtures =
        Gen.Elements(Fragments).ListOf().Select(parts => string.Join(' ', parts));

    private static readonly Gen<string> Noise = Gen.Choose(0, 0xFFFF).Select(c => (char)c).ArrayOf().Select(c => new string(c));

    private static readonly Gen<string> Mutants =
        from text in ScopeTexts.Policies
        from at in Gen.Choose(0, Math.Max(0, text.Length - 1))
        from length in Gen.Choose(0, 5)
        from replacement in Gen.Elements(Fragments)
        select text[..at] + replacement + text[Math.Min(text.Length, at + length)..];

    /// <summary>Texts of any kind, few of them valid.</summary>
    internal static readonly Gen<string> Texts = Gen.OneOf(Mixtures, Noise, Mutants);

    [Fact]
    public void Any_text_is_a_policy_or_has_an_error_and_every_finding_lies_inside_it() => Law.Holds(Texts, text =>
    {
        var parsed = ScopePolicy.Parse(text, "f");
        Assert.Equal(parsed.Policy is null, parsed.Diagnostics.Any(d => d.Severity == Severity.Error));
        foreach (var diagnostic in parsed.Diagnostics)
            LiesInside(text, diagnostic);
    });

    [Fact]
    public void Any_yaml_is_a_policy_or_has_an_error_and_every_finding_lies_inside_it() =>
        Law.Holds(
            from head in Gen.Elements("", "serviceScopeConfigs:\n- ", "kind: ConfigMap\ndata:\n  mesh: |-\n    ")
            from parts in Gen.Elements((string[])[.. Fragments, "- ", "? ", "[", "]", ": ", "*a", "&a ", "|", ">", "'", "~"]).ListOf()
            select head + string.Concat(parts),
            text =>
            {
                var import = ServiceScopeConfigs.Import(text, "f");
                Assert.Equal(import.Policy is null, import.Diagnostics.Any(d => d.Severity == Severity.Error));
                foreach (var diagnostic in import.Diagnostics.Where(d => d.Span.Line > 0))
                    LiesInside(text, diagnostic);
            });

    [Fact]
    public void Bytes_parse_as_their_text_or_are_reported_as_no_text() =>
        Law.Holds(Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(), bytes =>
        {
            var parsed = ScopePolicy.Parse(bytes, "f");
            var isUtf8 = System.Text.Unicode.Utf8.IsValid(bytes);
            Assert.Equal(isUtf8, !parsed.Diagnostics.Any(d => d.Code == ScopeCodes.InvalidUtf8));
            if (isUtf8)
                Assert.Equal(ScopePolicy.Parse(System.Text.Encoding.UTF8.GetString(bytes), "f"), parsed);
        });

    [Fact]
    public void Valid_items_are_cut_exactly() => Law.Holds(
        ScopeTexts.Items.SelectMany(items => ScopeTexts.Spelled([.. items.SelectMany(i => i)]).Select(text => (items, text))),
        given =>
        {
            var slices = ItemCutter.Cut(Scanner.Scan(given.text, "").Tokens);
            Assert.Equal(given.items.Select(item => item.Length), slices.Select(slice => slice.End - slice.Start));
        });

    [Fact]
    public void Every_broken_item_is_reported_and_no_other() => Law.Holds(Damaged, items =>
    {
        var text = string.Join('\n', items.Select(item => item.Text));
        var diagnostics = ScopePolicy.Parse(text).Diagnostics;
        Assert.True(diagnostics.Count >= items.Count(item => item.IsBroken), text);
        foreach (var diagnostic in diagnostics)
            Assert.True(items[diagnostic.Span.Line - 1].IsBroken, $"{diagnostic}\n{text}");
        for (var line = 1; line <= items.Length; line++)
            if (items[line - 1].IsBroken)
                Assert.Contains(diagnostics, diagnostic => diagnostic.Span.Line == line);
    });

    // Items on a line each, some of them with a token taken away or a stray one put in.
    private static Gen<(string Text, bool IsBroken)[]> Damaged =>
        from expressions in ScopeTexts.ClosedExpressions.ArrayOf(6)
        from heads in Gen.Elements("global when", "local when", "let x =").ArrayOf(6)
        from damages in Gen.Choose(0, 5).ArrayOf(6)
        from places in Gen.Choose(0, 1_000).ArrayOf(6)
        select expressions.Select((expression, i) =>
        {
            string[] tokens = [.. heads[i].Replace(" x ", $" x{i} ").Split(' '), .. expression];
            var whole = string.Join(' ', tokens);
            var text = string.Join(' ', Damage(tokens, damages[i], places[i]));
            var isBroken = ScopePolicy.Parse(text).Policy is null;
            return (isBroken ? text : whole, isBroken);
        }).ToArray();

    private static string[] Damage(string[] tokens, int kind, int place)
    {
        // The first word stays: without it an item is a piece of the one before. So does the second: `let = a)` after
        // an open parenthesis is a requirement on the label `let`.
        var at = 2 + (place % (tokens.Length - 2));
        return kind switch
        {
            0 => [.. tokens[..at], .. tokens[(at + 1)..]],
            1 => [.. tokens[..at], "(", .. tokens[at..]],
            2 => [.. tokens[..at], "§", .. tokens[at..]],
            3 => [.. tokens[..at], "\"", .. tokens[at..]],
            4 => tokens[..at],
            _ => tokens,
        };
    }

    private static void LiesInside(string text, Diagnostic diagnostic)
    {
        var span = diagnostic.Span;
        Assert.True(span.Offset >= 0 && span.Length >= 0 && span.Offset + span.Length <= text.Length, $"{diagnostic}");
        var (line, column) = new LineMap(text).Locate(span.Offset);
        Assert.True((line, column) == (span.Line, span.Column) || text.StartsWith('\uFEFF'), $"{diagnostic}");
        Assert.DoesNotContain('\n', DiagnosticText.Render(diagnostic, text).Split('\n')[0]);
    }
}
