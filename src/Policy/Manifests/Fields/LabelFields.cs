using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>Reads maps from text to text: labels, annotations and the labels that a selector asks for.</summary>
internal static class LabelFields
{
    public static FieldType<string> Key { get; } =
        FieldTypes.Text.Then<string>("a label's key", text => Check(text, LabelSyntax.ExplainKey));

    public static FieldType<string> LabelValue { get; } =
        FieldTypes.Text.Then<string>("a label's value", text => Check(text, LabelSyntax.ExplainValue));

    /// <summary>Labels: the keys and the values keep rules.</summary>
    public static LocatedMap? Labels(this ObjectReader fields, string field) =>
        Read(fields, field, LabelSyntax.ExplainKey, LabelValue);

    /// <summary>Annotations: the keys alone keep rules, and those whatever their case.</summary>
    public static LocatedMap? Annotations(this ObjectReader fields, string field) =>
        Read(fields, field, key => LabelSyntax.ExplainKey(key.ToLowerInvariant()), FieldTypes.Text);

    private static LocatedMap? Read(
        ObjectReader fields, string field, Func<string, string?> explainKey, FieldType<string> valueType)
    {
        if (fields.Object(field) is not { } map)
            return null;
        var entries = new List<LocatedEntry>();
        foreach (var entry in map.Entries)
        {
            var isNull = entry.Value is SourceNode.Scalar { Kind: ScalarKind.Null };
            var value = isNull
                ? new Located<string>("", entry.KeySpan)
                : valueType.Read(entry.Value, map.PathOf(entry.Key), map.Sink);
            if (explainKey(entry.Key) is { } why)
                map.Sink.Error(
                    ManifestCodes.InvalidLabel,
                    entry.KeySpan,
                    $"`{map.Path}` has the key {UserText.Quote(entry.Key)}, which {why}",
                    "write a key such as `app` or `example.com/app`");
            else if (value is { } read)
                entries.Add(new LocatedEntry(entry.Key, read.Value, read.Span));
        }

        return new LocatedMap(entries);
    }

    private static Parsed<string> Check(string text, Func<string, string?> explain) => explain(text) is { } why
        ? new WrongValue(ManifestCodes.InvalidLabel, $"is {UserText.Quote(text)}, which {why}", "write one such as `my-app`")
        : text;
}
