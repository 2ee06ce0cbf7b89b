using ScopeMesh.Policy.Manifests.Fields;

namespace ScopeMesh.Policy.Manifests.Kinds;

/// <summary>Reads <c>metadata</c>, which all kinds share.</summary>
internal static class MetaFields
{
    private const string DefaultNamespace = "default";

    public static ObjectMeta Read(ObjectReader fields, KindReader kind)
    {
        var metadata = fields.ObjectOrEmpty("metadata");
        var name = metadata.Required("name", FieldTypes.Name(kind.Names), "");
        return new ObjectMeta(
            name,
            kind.IsNamespaced ? Namespace(metadata, name) : new Located<string>("", name.Span),
            metadata.Labels("labels") ?? LocatedMap.Empty,
            metadata.Annotations("annotations") ?? LocatedMap.Empty,
            metadata.Value("creationTimestamp", FieldTypes.Time)?.Value);
    }

    /// <summary>Where it is written and cannot be read it is empty, and not the default one.</summary>
    private static Located<string> Namespace(ObjectReader metadata, Located<string> name) =>
        metadata.Value("namespace", FieldTypes.Name(NameRule.DnsLabel))
        ?? new Located<string>(metadata.Has("namespace") ? "" : DefaultNamespace, name.Span);
}
