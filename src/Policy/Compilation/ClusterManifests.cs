using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>One cluster's manifests as records.</summary>
/// <param name="Id">The cluster's id.</param>
/// <param name="Folder">Where they are from, for diagnostics.</param>
/// <param name="Readable">Those that can be read, in any order.</param>
/// <param name="Unreadable">The authorization policies and PeerAuthentications that cannot.</param>
internal sealed record ClusterManifests(
    string Id, string Folder, ImmutableArray<Manifest> Readable, ImmutableArray<RejectedManifest> Unreadable)
{
    /// <summary>The manifests that can be read, and what of the policies cannot.</summary>
    /// <param name="sources">The texts.</param>
    /// <param name="readText">What a text holds.</param>
    /// <param name="bag">Where findings go.</param>
    public static ClusterManifests Read(ClusterSources sources, Func<SourceText, ManifestRead> readText, DiagnosticBag bag)
    {
        var manifests = ImmutableArray.CreateBuilder<Manifest>();
        var unreadable = ImmutableArray.CreateBuilder<RejectedManifest>();
        var ignored = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var source in sources.Manifests)
        {
            var read = readText(source);
            bag.AddRange(read.Diagnostics);
            manifests.AddRange(read.Manifests);
            unreadable.AddRange(AuthorizationPlan.Unreadable(source, read));
            foreach (var kind in read.Ignored)
            {
                var name = $"{kind.ApiVersion}/{kind.Kind}";
                ignored[name] = ignored.GetValueOrDefault(name) + kind.Count;
            }
        }

        if (ignored.Count > 0)
        {
            var list = string.Join(", ", ignored.Select(kind => $"{kind.Key} ({kind.Value})"));
            bag.Note(CompilationCodes.IgnoredKind, SourceSpan.OfFile(sources.Folder), $"these kinds are not read: {list}");
        }

        return new ClusterManifests(sources.Id, sources.Folder, manifests.ToImmutable(), unreadable.ToImmutable());
    }
}
