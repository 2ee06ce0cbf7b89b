using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>
/// Reads ztunnel's local configuration (<c>LocalConfig</c> of its <c>xds.rs</c>): one YAML document of workloads, services
/// and policies, in camel case, without keys that are not known.
/// </summary>
public static class LocalConfigurationReader
{
    /// <summary>How large a file may be: it is one document, however many workloads it has.</summary>
    public static ManifestLimits DefaultLimits { get; } = ManifestLimits.Default with
    {
        DocumentChars = ManifestLimits.Default.FileChars,
        DocumentNodes = 2_000_000,
    };

    /// <summary>
    /// Reads a file. Never fails: everything that is wrong with it is told at once, and then nothing of it may be used. An
    /// empty file is an error, so that one that is just being written does not take everything away.
    /// </summary>
    /// <param name="source">The file.</param>
    /// <param name="limits">How large it may be; <see cref="DefaultLimits"/> where null.</param>
    public static LocalConfigurationRead Read(SourceText source, ManifestLimits? limits = null)
    {
        var bounds = limits ?? DefaultLimits;
        var sink = new DiagnosticSink(source.File, bounds.FileDiagnostics);
        if (Root(source, bounds, sink) is not { } root)
            return new LocalConfigurationRead([], [], [], sink.InOrder());
        var fields = new ObjectReader(root, "", sink);
        fields.AllowOnly("workloads", "services", "policies");
        var draft = new LocalDraft(
            Each(fields, "workloads", LocalWorkloadFields.Read),
            Each(fields, "services", LocalServiceFields.Read),
            Each(fields, "policies", LocalPolicyFields.Read));
        if (sink.Errors == 0)
            LocalReferences.Check(draft, sink);
        return sink.Errors > 0
            ? new LocalConfigurationRead([], [], [], sink.InOrder())
            : new LocalConfigurationRead(draft.ToServices(), draft.ToWorkloads(), draft.ToPolicies(), sink.InOrder());
    }

    private static ValueList<T> Each<T>(ObjectReader fields, string list, Func<ObjectReader, T> read) =>
        fields.Objects(list).Select(read).ToValueList();

    private static SourceNode.Mapping? Root(SourceText source, ManifestLimits limits, DiagnosticSink sink)
    {
        var documents = SourceDocuments.Read(source, limits, sink)
            .Select(document => document.Root)
            .Where(root => root is not SourceNode.Scalar { Kind: ScalarKind.Null })
            .ToList();
        if (documents is [_, var second, ..])
            sink.Error(ManifestCodes.Contradiction, second.Span, "a second document begins here", "write everything into one, without lines of `---`");
        if (documents is [SourceNode.Mapping root, ..])
            return root;
        if (documents is [var other, ..])
            TypeErrors.Report(other, "", "a mapping", sink);
        else if (sink.Errors == 0)
            sink.Error(ManifestCodes.Missing, SourceSpan.OfFile(source.File), "the file says nothing", "write `workloads: []` where there are none");
        return null;
    }
}
