using System.Collections.Frozen;
using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;
using YamlDotNet.RepresentationModel;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>Reads label selectors of Istio's API: <c>matchLabels</c> and <c>matchExpressions</c>, joined by AND.</summary>
internal sealed class SelectorReader(YamlPlaces places, List<Diagnostic> diagnostics, bool lenient)
{
    private static readonly ImmutableArray<string> SelectorKeys = ["matchLabels", "matchExpressions"];
    private static readonly ImmutableArray<string> RequirementKeys = ["key", "operator", "values"];
    private static readonly FrozenDictionary<string, LabelOperator> Operators =
        Enum.GetValues<LabelOperator>().ToFrozenDictionary(op => op.ToString());

    private int _read;

    /// <summary>How many things were wrong so far that make Istio skip their entry.</summary>
    public int Faults { get; private set; }

    /// <summary>
    /// Whether more was read than the text holds, as aliases of aliases make it. Nothing is read from then on.
    /// </summary>
    public bool IsExhausted => _read > places.Text.Length;

    /// <summary>The requirements of a selector; none for an absent or empty one, null for what is no selector.</summary>
    public ValueList<Requirement>? Read(YamlNode node)
    {
        if (YamlValues.IsNull(node))
            return [];
        if (node is not YamlMappingNode map)
        {
            Fault(ScopeCodes.WrongYamlType, node, $"a selector must be a map, and is {YamlValues.Describe(node)}");
            return null;
        }
        var requirements = new List<Requirement>();
        foreach (var (key, value) in Fields(map, SelectorKeys))
            requirements.AddRange(key == "matchLabels" ? Labels(value) : Expressions(value));
        return requirements.ToValueList();
    }

    /// <summary>The fields of a map that Istio knows; the others are reported.</summary>
    public List<(string Key, YamlNode Value)> Fields(YamlMappingNode map, ImmutableArray<string> known)
    {
        var fields = new List<(string, YamlNode)>();
        foreach (var (key, value) in map.Children)
        {
            _read++;
            var name = ((YamlScalarNode)key).Value ?? "";
            if (known.Contains(name))
                fields.Add((name, value));
            else
                diagnostics.Add(new Diagnostic(ScopeCodes.UnknownYamlKey, lenient ? Severity.Warning : Severity.Error,
                    places.SpanOf(key), $"Istio ignores the unknown key `{Quoting.Excerpt(name)}`",
                    Suggestions.DidYouMean(name, known)));
        }
        return fields;
    }

    /// <summary>Reports what makes Istio skip an entry.</summary>
    public void Fault(string code, YamlNode node, string message, string? remedy = null)
    {
        Faults++;
        diagnostics.Add(new Diagnostic(
            code, lenient ? Severity.Warning : Severity.Error, places.SpanOf(node), message, remedy));
    }

    private IEnumerable<Requirement> Labels(YamlNode node)
    {
        if (YamlValues.IsNull(node))
            yield break;
        if (node is not YamlMappingNode map)
        {
            Fault(ScopeCodes.WrongYamlType, node, $"`matchLabels` must be a map, and is {YamlValues.Describe(node)}");
            yield break;
        }
        foreach (var (key, value) in map.Children)
            if (Key(key) is { } word && Value(value) is { } text)
                yield return new Requirement(word, LabelOperator.In, [text], word.Origin);
    }

    private IEnumerable<Requirement> Expressions(YamlNode node)
    {
        if (YamlValues.IsNull(node))
            yield break;
        if (node is not YamlSequenceNode list)
        {
            Fault(ScopeCodes.WrongYamlType, node, $"`matchExpressions` must be a list, and is {YamlValues.Describe(node)}");
            yield break;
        }
        foreach (var child in list.Children)
            if (!IsExhausted && Expression(child) is { } requirement)
                yield return requirement;
    }

    private Requirement? Expression(YamlNode node)
    {
        if (node is not YamlMappingNode map)
        {
            Fault(ScopeCodes.WrongYamlType, node, $"a requirement must be a map, and is {YamlValues.Describe(node)}");
            return null;
        }
        var fields = Fields(map, RequirementKeys).ToDictionary(field => field.Key, field => field.Value);
        if (!fields.TryGetValue("key", out var keyNode))
            Fault(ScopeCodes.InvalidKey, node, "this requirement has no `key`");
        var key = keyNode is null ? null : Key(keyNode);
        var op = Operator(node, fields.GetValueOrDefault("operator"));
        var values = fields.TryGetValue("values", out var valuesNode) ? Values(valuesNode) : [];
        if (key is not { } word || op is not { } known || values is not { } words || !Fits(known, words, valuesNode ?? node))
            return null;
        return new Requirement(word, known, words, new Origin(places.SpanOf(node)));
    }

    private LabelOperator? Operator(YamlNode requirement, YamlNode? node)
    {
        if (node is null)
            Fault(ScopeCodes.InvalidOperator, requirement, "this requirement has no `operator`", "write In, NotIn, Exists or DoesNotExist");
        else if (YamlValues.AsString(node) is not { } text)
            Fault(ScopeCodes.InvalidOperator, node, $"the operator is {YamlValues.Describe(node)}", "write In, NotIn, Exists or DoesNotExist");
        else if (Operators.TryGetValue(text, out var op))
            return op;
        else
            Fault(ScopeCodes.InvalidOperator, node, $"`{Quoting.Excerpt(text)}` is no operator",
                Suggestions.DidYouMean(text, Operators.Keys) ?? "write In, NotIn, Exists or DoesNotExist");
        return null;
    }

    private ValueList<Word>? Values(YamlNode node)
    {
        if (YamlValues.IsNull(node))
            return [];
        if (node is not YamlSequenceNode list)
        {
            Fault(ScopeCodes.WrongYamlType, node, $"`values` must be a list, and is {YamlValues.Describe(node)}");
            return null;
        }
        if (list.Children.Count > ScopeLimits.SetValues)
        {
            diagnostics.Add(new Diagnostic(ScopeCodes.TooManyValues, Severity.Error,
                places.SpanOf(list.Children[ScopeLimits.SetValues]),
                $"this list holds {list.Children.Count} values, {ScopeLimits.SetValues} are the most"));
            return null;
        }
        var words = list.Children.Select(Value).ToList();
        return words.Contains(null) ? null : words.OfType<Word>().ToValueList();
    }

    private bool Fits(LabelOperator op, ValueList<Word> values, YamlNode at)
    {
        var needsValues = op is LabelOperator.In or LabelOperator.NotIn;
        if (needsValues == !values.IsEmpty)
            return true;
        Fault(ScopeCodes.OperatorValues, at, needsValues ? $"{op} needs values" : $"{op} takes no values");
        return false;
    }

    private Word? Key(YamlNode node) => Text(ScopeCodes.InvalidKey, "label key", node, LabelSyntax.ExplainKey);

    private Word? Value(YamlNode node) => Text(ScopeCodes.InvalidValue, "label value", node, LabelSyntax.ExplainValue);

    private Word? Text(string code, string what, YamlNode node, Func<string, string?> explain)
    {
        _read++;
        if (YamlValues.AsString(node) is not { } text)
            Fault(ScopeCodes.WrongYamlType, node, $"a {what} must be a text, and this is {YamlValues.Describe(node)}", "write it in quotes");
        else if (explain(text) is { } why)
            Fault(code, node, $"the {what} `{Quoting.Excerpt(text)}` {why}");
        else
            return new Word(text, new Origin(places.SpanOf(node)));
        return null;
    }
}
