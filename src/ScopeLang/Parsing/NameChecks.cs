using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>Checks what names mean: every <c>let</c> and rule is defined once, and a <c>let</c> before its uses.</summary>
internal sealed class NameChecks
{
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<string, Word> _defined = [];
    private readonly HashSet<string> _definedAnywhere;

    private NameChecks(IEnumerable<ScopeItem> items) =>
        _definedAnywhere = [.. items.OfType<LetItem>().Select(let => let.Name.Text)];

    public static IReadOnlyList<Diagnostic> Check(IReadOnlyList<ScopeItem> items)
    {
        var checks = new NameChecks(items);
        foreach (var item in items)
            checks.Lets(item);
        checks.Rules(items);
        return checks._diagnostics;
    }

    private void Lets(ScopeItem item)
    {
        if (item is RuleItem rule)
            Uses(rule.Condition, within: null);
        if (item is not LetItem let)
            return;
        Uses(let.Value, let.Name.Text);
        if (!_defined.TryAdd(let.Name.Text, let.Name))
            Report(ScopeCodes.DuplicateLet, let.Name,
                $"{Show(let.Name)} is defined already, at line {_defined[let.Name.Text].Origin.Span.Line}");
    }

    // An unknown name is reported once an item, at its first use.
    private void Uses(ScopeExpr root, string? within)
    {
        var reported = new HashSet<string>();
        foreach (var use in ScopeExprs.Leaves(root).OfType<UseExpr>())
            if (!_defined.ContainsKey(use.Name.Text) && reported.Add(use.Name.Text))
                Undefined(use.Name, within);
    }

    private void Undefined(Word name, string? within)
    {
        if (name.Text == within)
            Report(ScopeCodes.UsedBeforeDefined, name, $"{Show(name)} is used in its own `let`");
        else if (_definedAnywhere.Contains(name.Text))
            Report(ScopeCodes.UsedBeforeDefined, name, $"{Show(name)} is used before its `let`", "move the `let` above its uses");
        else
            Report(ScopeCodes.UndefinedLet, name, $"no `let` defines {Show(name)}",
                Suggestions.DidYouMean(name.Text, _definedAnywhere.Concat([Keywords.True, Keywords.False])));
    }

    private void Rules(IReadOnlyList<ScopeItem> items)
    {
        var names = new Dictionary<string, SourceSpan>();
        var place = 0;
        foreach (var rule in items.OfType<RuleItem>())
        {
            var name = rule.NameAt(++place);
            if (!names.TryAdd(name, rule.Origin.Span) && rule.Name is { } word)
                Report(ScopeCodes.DuplicateRule, word,
                    $"a rule is called {Show(word)} already, at line {names[name].Line}");
        }
        foreach (var test in items.OfType<TestItem>())
            if (test.By is { } by && !names.ContainsKey(by.Text))
                Report(ScopeCodes.UndefinedRule, by, $"no rule is called {Show(by)}",
                    Suggestions.DidYouMean(by.Text, names.Keys));
    }

    private void Report(string code, Word at, string message, string? remedy = null) =>
        _diagnostics.Add(new Diagnostic(code, Severity.Error, at.Origin.Span, message, remedy));

    private static string Show(Word word) => $"`{Quoting.Excerpt(word.Text)}`";
}
