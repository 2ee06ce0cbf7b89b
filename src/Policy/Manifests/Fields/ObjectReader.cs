using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>
/// Reads the fields of one mapping into typed values. A null counts as absent, as in Kubernetes. What is wrong is
/// reported, and something harmless is returned in its place so that reading goes on.
/// </summary>
/// <remarks>INVARIANT: whatever is built of such a stand-in is thrown away by <see cref="ManifestReader"/>.</remarks>
internal sealed class ObjectReader(SourceNode.Mapping node, string path, DiagnosticSink sink, bool isStandIn = false)
{
    public SourceSpan Span => node.Span;

    public string Path => path;

    public DiagnosticSink Sink => sink;

    public IEnumerable<MappingEntry> Entries => node.Entries;

    /// <summary>Whether no field says anything.</summary>
    public bool IsEmpty => node.Entries.All(entry => !Has(entry.Key) || IsEmptyList(entry.Key));

    /// <summary>The full name of a field, as in <c>spec.ports[0].port</c>.</summary>
    public string PathOf(string field) => path.Length == 0 ? field : $"{path}.{field}";

    public bool Has(string field) => Find(field) is not null;

    public bool IsEmptyList(string field) => Find(field) is { Value: SourceNode.Sequence { Items.IsEmpty: true } };

    /// <summary>Where the key of a field is, or null where it is absent.</summary>
    public SourceSpan? KeySpan(string field) => Find(field)?.KeySpan;

    public Located<T>? Value<T>(string field, FieldType<T> type) =>
        Find(field) is { } entry ? type.Read(entry.Value, PathOf(field), sink) : null;

    public Located<T> Required<T>(string field, FieldType<T> type, T standIn)
    {
        if (!Has(field))
            ReportMissing(field);
        return Value(field, type) ?? new Located<T>(standIn, Span);
    }

    public ValueList<Located<T>> Values<T>(string field, FieldType<T> type) =>
        Items(field).Select(item => type.Read(item.Node, item.Path, sink)).OfType<Located<T>>().ToValueList();

    /// <summary>A mapping that may be absent.</summary>
    public ObjectReader? Object(string field) => Find(field) is { } entry ? Nested(entry.Value, PathOf(field)) : null;

    /// <summary>A mapping whose absence is as good as its emptiness.</summary>
    public ObjectReader ObjectOrEmpty(string field) =>
        Has(field) ? Object(field) ?? Empty(field, true) : Empty(field, isStandIn);

    public ObjectReader RequiredObject(string field)
    {
        if (Has(field))
            return ObjectOrEmpty(field);
        ReportMissing(field);
        return Empty(field, true);
    }

    /// <summary>The mappings of a list that may be absent.</summary>
    public IEnumerable<ObjectReader> Objects(string field) =>
        Items(field).Select(item => Nested(item.Node, item.Path)).OfType<ObjectReader>();

    public IEnumerable<ObjectReader> RequiredObjects(string field)
    {
        if (!Has(field) || IsEmptyList(field))
            ReportMissing(field);
        return Objects(field);
    }

    /// <summary>Says that a key is not known, where an unknown key would change what the rest means.</summary>
    public void AllowOnly(params ReadOnlySpan<string> known)
    {
        foreach (var entry in node.Entries)
        {
            if (known.Contains(entry.Key))
                continue;
            var closest = Spelling.Closest(entry.Key, known);
            sink.Error(
                ManifestCodes.UnknownKey,
                entry.KeySpan,
                $"`{PathOf(entry.Key)}` is not known here",
                closest is null ? $"write {Spelling.Choice(known)}" : $"did you mean `{closest}`?");
        }
    }

    /// <summary>Says that a field is missing, unless the mapping itself is missing and that has been said.</summary>
    public void ReportMissing(string field)
    {
        if (!isStandIn)
            sink.Error(ManifestCodes.Missing, Span, $"`{PathOf(field)}` is missing", "add it");
    }

    private MappingEntry? Find(string field) =>
        node.Find(field) is { Value: not SourceNode.Scalar { Kind: ScalarKind.Null } } entry ? entry : null;

    private ObjectReader Empty(string field, bool isReported) =>
        new(new SourceNode.Mapping([], Span), PathOf(field), sink, isReported);

    private ObjectReader? Nested(SourceNode value, string at)
    {
        if (value is SourceNode.Mapping mapping)
            return new ObjectReader(mapping, at, sink);
        TypeErrors.Report(value, at, "a mapping", sink);
        return null;
    }

    private IEnumerable<(SourceNode Node, string Path)> Items(string field)
    {
        if (Find(field) is not { } entry)
            return [];
        if (entry.Value is SourceNode.Sequence sequence)
            return sequence.Items.Select((item, index) => (item, $"{PathOf(field)}[{index}]"));
        TypeErrors.Report(entry.Value, PathOf(field), "a list", sink);
        return [];
    }
}
