using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Kinds;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests;

/// <summary>Reads files of Kubernetes manifests.</summary>
public static class ManifestReader
{
    private const string ListKind = "List";

    /// <summary>
    /// Reads every object of a YAML file: several documents, lists of objects, and what else an API server would take.
    /// Never fails: what is wrong with an object is a diagnostic, and the other objects are read all the same.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="limits">How large it may be; <see cref="ManifestLimits.Default"/> where null.</param>
    public static ManifestRead Read(SourceText source, ManifestLimits? limits = null)
    {
        var bounds = limits ?? ManifestLimits.Default;
        var sink = new DiagnosticSink(source.File, bounds.FileDiagnostics);
        var found = new List<FoundObject>();
        foreach (var document in SourceDocuments.Read(source, bounds, sink))
            ReadDocument(document, sink, found);
        return new ManifestRead(
            found.Select(item => item.Manifest).OfType<Manifest>().ToValueList(),
            sink.InOrder(),
            CountIgnored(found.Select(item => item.Ignored).OfType<IgnoredKind>()),
            found.Select(item => item.Rejected).OfType<RejectedManifest>().ToValueList());
    }

    private static void ReadDocument(SourceDocument document, DiagnosticSink sink, List<FoundObject> found)
    {
        switch (document.Root)
        {
            case SourceNode.Mapping root:
                ReadObject(new ObjectReader(root, "", sink), document.HasErrors, found);
                break;
            case SourceNode.Scalar { Kind: ScalarKind.Null }:
                break;
            default:
                TypeErrors.Report(document.Root, "", "a mapping", sink);
                break;
        }
    }

    private static void ReadObject(ObjectReader fields, bool hasErrors, List<FoundObject> found)
    {
        var apiVersion = fields.Required("apiVersion", FieldTypes.NonEmpty, "").Value;
        var kind = fields.Required("kind", FieldTypes.NonEmpty, "").Value;
        if (apiVersion.Length == 0 || kind.Length == 0)
            return;
        var (group, version) = apiVersion.Split('/', 2) is [var name, var rest] ? (name, rest) : ("", apiVersion);
        if ((group, version, kind) is ("", "v1", ListKind))
            foreach (var item in fields.Objects("items"))
                ReadObject(item, hasErrors, found);
        else if (KnownKinds.Find(group, version, kind) is { } reader)
            found.Add(ReadKnown(fields, reader, hasErrors));
        else
            found.Add(new FoundObject(Ignored: new IgnoredKind(group, version, kind, 1)));
    }

    private static FoundObject ReadKnown(ObjectReader fields, KindReader reader, bool hasErrors)
    {
        var errors = fields.Sink.Errors;
        var meta = MetaFields.Read(fields, reader);
        var manifest = reader.Read(fields, meta);
        return fields.Sink.Errors == errors && !hasErrors
            ? new FoundObject(manifest)
            : new FoundObject(Rejected: new RejectedManifest(
                reader.Kind, NullIfEmpty(meta.Namespace.Value), NullIfEmpty(meta.Name.Value), fields.Span));
    }

    private static ValueList<IgnoredKind> CountIgnored(IEnumerable<IgnoredKind> ignored) => ignored
        .GroupBy(kind => kind)
        .Select(group => group.Key with { Count = group.Count() })
        .OrderBy(kind => kind.ApiVersion, StringComparer.Ordinal)
        .ThenBy(kind => kind.Kind, StringComparer.Ordinal)
        .ToValueList();

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    /// <summary>An object of the file: exactly one of the three.</summary>
    private sealed record FoundObject(
        Manifest? Manifest = null, IgnoredKind? Ignored = null, RejectedManifest? Rejected = null);
}
