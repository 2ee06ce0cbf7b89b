using System.Text.Json;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>The names of what stands in a line of facts.</summary>
internal static class FactsFields
{
    public const string Cluster = "cluster";
    public const string Namespace = "namespace";
    public const string Service = "service";
    public const string Name = "name";
    public const string Labels = "labels";
}

/// <summary>Reads one line of facts in one pass, and stops at the first thing that does not fit.</summary>
internal ref struct FactsReader(ReadOnlySpan<byte> line)
{
    private static readonly string[] TopFields = [FactsFields.Cluster, FactsFields.Namespace, FactsFields.Service];
    private static readonly string[] ObjectFields = [FactsFields.Name, FactsFields.Labels];

    private Utf8JsonReader _json = new(line);

    /// <summary>What does not fit, once something did not.</summary>
    public string? Error { get; private set; }

    public bool TryRead(out ScopeFacts facts)
    {
        facts = default;
        string? cluster = null;
        Named? ns = null, service = null;
        if (!TryOpen(null))
            return false;
        while (NextField())
        {
            if (_json.ValueTextEquals(FactsFields.Cluster))
            {
                if (!IsFirst(cluster is null, FactsFields.Cluster) || !TryCluster(out cluster))
                    return false;
            }
            else if (_json.ValueTextEquals(FactsFields.Namespace))
            {
                if (!IsFirst(ns is null, FactsFields.Namespace) || !TryNamed(FactsFields.Namespace, mayBeUnknown: true, out ns))
                    return false;
            }
            else if (_json.ValueTextEquals(FactsFields.Service))
            {
                if (!IsFirst(service is null, FactsFields.Service) || !TryNamed(FactsFields.Service, mayBeUnknown: false, out service))
                    return false;
            }
            else
            {
                return UnknownField("facts", TopFields);
            }
        }
        // Throws where something else stands behind the object.
        _json.Read();
        if (ns is null)
            return Fail($"no `{FactsFields.Namespace}` is given");
        if (service is null)
            return Fail($"no `{FactsFields.Service}` is given");
        if (ns.Labels is { } labels && NamespaceFacts.Contradicts(ns.Name, labels))
            return Fail($"the label `{NamespaceFacts.NameLabel}` of namespace `{ns.Name}` names another one");
        facts = new ScopeFacts(
            cluster ?? ScopeTests.DefaultCluster,
            ns.Labels is null ? NamespaceFacts.Unknown(ns.Name) : NamespaceFacts.Known(ns.Name, ns.Labels),
            service.Name,
            service.Labels!);
        return true;
    }

    private bool TryNamed(string what, bool mayBeUnknown, out Named? found)
    {
        found = null;
        string? name = null;
        LabelSet? labels = LabelSet.Empty;
        var hasLabels = false;
        if (!TryOpen(what))
            return false;
        while (NextField())
        {
            if (_json.ValueTextEquals(FactsFields.Name))
            {
                if (!IsFirst(name is null, FactsFields.Name) || !TryName(what, out name))
                    return false;
            }
            else if (_json.ValueTextEquals(FactsFields.Labels))
            {
                if (!IsFirst(!hasLabels, FactsFields.Labels) || !TryLabels(what, mayBeUnknown, out labels))
                    return false;
                hasLabels = true;
            }
            else
            {
                return UnknownField($"a {what}", ObjectFields);
            }
        }
        if (name is null)
            return Fail($"`{what}` has no `{FactsFields.Name}`");
        found = new Named(name, labels);
        return true;
    }

    private bool TryLabels(string what, bool mayBeUnknown, out LabelSet? labels)
    {
        labels = null;
        _json.Read();
        if (_json.TokenType == JsonTokenType.Null && mayBeUnknown)
            return true;
        if (_json.TokenType != JsonTokenType.StartObject)
            return Fail($"`{FactsFields.Labels}` of the {what} must be an object, and is {Found()}");
        List<KeyValuePair<string, string>> pairs = [];
        while (NextField())
        {
            var key = _json.GetString()!;
            if (LabelSyntax.ExplainKey(key) is { } whyKey)
                return Fail($"the label key `{Quoting.Excerpt(key)}` {whyKey}");
            if (!TryText(out var value))
                return Fail($"the label `{key}` of the {what} must be a string, and is {Found()}");
            if (LabelSyntax.ExplainValue(value) is { } whyValue)
                return Fail($"the label value `{Quoting.Excerpt(value)}` {whyValue}");
            pairs.Add(new(key, value));
        }
        labels = LabelSet.Create(pairs);
        return labels.Count == pairs.Count || Fail($"the label `{Twice(pairs)}` of the {what} is given twice");
    }

    // As a mesh folder names clusters: by anything that may be the value of a label.
    private bool TryCluster(out string? cluster)
    {
        cluster = null;
        if (!TryText(out var text))
            return Fail($"`{FactsFields.Cluster}` must be a string, and is {Found()}");
        cluster = text;
        return (text.Length == 0 ? "is empty" : LabelSyntax.ExplainValue(text)) is not { } why
            || Fail($"the name `{Quoting.Excerpt(text)}` of the cluster {why}");
    }

    private bool TryName(string what, out string? name)
    {
        name = null;
        if (!TryText(out var text))
            return Fail($"`{FactsFields.Name}` of the {what} must be a string, and is {Found()}");
        name = text;
        return LabelSyntax.ExplainDnsSubdomain(text) is not { } why
            || Fail($"the name `{Quoting.Excerpt(text)}` of the {what} {why}");
    }

    private bool TryText(out string text)
    {
        _json.Read();
        var isText = _json.TokenType == JsonTokenType.String;
        text = isText ? _json.GetString()! : "";
        return isText;
    }

    private bool TryOpen(string? field)
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.StartObject
            || Fail($"{(field is null ? "a line" : $"`{field}`")} must be an object, and is {Found()}");
    }

    private bool NextField()
    {
        _json.Read();
        return _json.TokenType == JsonTokenType.PropertyName;
    }

    private bool IsFirst(bool isFirst, string field) => isFirst || Fail($"`{field}` is given twice");

    private bool UnknownField(string where, string[] known)
    {
        var field = _json.GetString()!;
        var question = Suggestions.DidYouMean(field, known) is { } near ? $"; {near}" : "";
        return Fail($"{where} has no field `{Quoting.Excerpt(field)}`{question}");
    }

    private bool Fail(string error)
    {
        Error = error;
        return false;
    }

    private readonly string Found() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private static string Twice(List<KeyValuePair<string, string>> pairs) =>
        pairs.GroupBy(pair => pair.Key).First(group => group.Count() > 1).Key;

    private sealed record Named(string Name, LabelSet? Labels);
}
