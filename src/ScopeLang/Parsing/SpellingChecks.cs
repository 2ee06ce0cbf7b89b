using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>
/// Checks what the words of a tree may hold, one by one: keys, values and names by the rules of Kubernetes, the names
/// of <c>let</c>s and rules, the sizes of sets, and the labels of tests.
/// </summary>
internal sealed class SpellingChecks
{
    private readonly List<Diagnostic> _diagnostics = [];

    private SpellingChecks()
    {
    }

    public static IReadOnlyList<Diagnostic> Check(IEnumerable<ScopeItem> items)
    {
        var checks = new SpellingChecks();
        foreach (var item in items)
            checks.Item(item);
        return checks._diagnostics;
    }

    private void Item(ScopeItem item)
    {
        switch (item)
        {
            case LetItem let:
                Identifier(let.Name);
                Expression(let.Value);
                break;
            case RuleItem rule:
                RuleName(rule.Name);
                Expression(rule.Condition);
                break;
            case TestItem test:
                Test(test);
                break;
        }
    }

    private void Identifier(Word name)
    {
        if (Keywords.Reserved.Contains(name.Text))
            Report(ScopeCodes.InvalidIdentifier, name, $"{Show(name)} is a word of the language and cannot name a `let`");
        else if (!Keywords.IsIdentifier(name.Text))
            Report(ScopeCodes.InvalidIdentifier, name,
                $"{Show(name)} cannot name a `let`: a name is an ASCII letter followed by ASCII letters, digits, `-` and `_`");
    }

    private void RuleName(Word? name)
    {
        if (name is { } word && word.Text.StartsWith('#'))
            Report(ScopeCodes.ReservedRuleName, word,
                $"the rule name {Show(word)} begins with `#`, which calls rules without a name by their place");
    }

    private void Expression(ScopeExpr root)
    {
        foreach (var leaf in ScopeExprs.Leaves(root))
        {
            if (leaf is SelectorExpr selector)
                foreach (var requirement in selector.Requirements)
                    Requirement(requirement);
            else if (leaf is NamedExpr named)
                Names(named);
        }
    }

    private void Requirement(Requirement requirement)
    {
        Key(requirement.Key);
        SetSize(requirement.Values, "values", requirement.Key);
        foreach (var value in requirement.Values)
            Value(value);
    }

    private void Names(NamedExpr named)
    {
        SetSize(named.Names, "names", null);
        foreach (var name in named.Names)
            Name(name);
    }

    private void SetSize(ValueList<Word> words, string what, Word? of)
    {
        if (words.Count > ScopeLimits.SetValues)
            Report(ScopeCodes.TooManyValues, words[ScopeLimits.SetValues],
                of is { } key
                    ? $"{Show(key)} lists {words.Count} {what}, {ScopeLimits.SetValues} are the most"
                    : $"this list holds {words.Count} {what}, {ScopeLimits.SetValues} are the most");
    }

    private void Test(TestItem test)
    {
        if (test.Cluster is { } cluster)
            Name(cluster);
        if (test.Namespace is { } ns)
        {
            Object(ns.Object);
            foreach (var label in ns.Object.Labels)
                if (label.Key.Text == NamespaceFacts.NameLabel && label.Value.Text != ns.Object.Name.Text)
                    Report(ScopeCodes.ContradictedName, label.Value,
                        $"the label `{NamespaceFacts.NameLabel}` of namespace {Show(ns.Object.Name)} says {Show(label.Value)}",
                        "leave it out: it is always the namespace's name");
        }
        if (test.Service is { } service)
            Object(service);
    }

    private void Object(TestObject found)
    {
        Name(found.Name);
        var seen = new HashSet<string>();
        foreach (var label in found.Labels)
        {
            Key(label.Key);
            Value(label.Value);
            if (!seen.Add(label.Key.Text))
                Report(ScopeCodes.DuplicateLabel, label.Key, $"the label {Show(label.Key)} is given twice");
        }
    }

    private void Key(Word key) => Explain(ScopeCodes.InvalidKey, "label key", key, LabelSyntax.ExplainKey(key.Text));

    private void Value(Word value) =>
        Explain(ScopeCodes.InvalidValue, "label value", value, LabelSyntax.ExplainValue(value.Text));

    private void Name(Word name) =>
        Explain(ScopeCodes.InvalidName, "name", name, LabelSyntax.ExplainDnsSubdomain(name.Text));

    private void Explain(string code, string what, Word word, string? why)
    {
        if (why is not null)
            Report(code, word, $"the {what} {Show(word)} {why}");
    }

    private void Report(string code, Word at, string message, string? remedy = null) =>
        _diagnostics.Add(new Diagnostic(code, Severity.Error, at.Origin.Span, message, remedy));

    private static string Show(Word word) => $"`{Quoting.Excerpt(word.Text)}`";
}
