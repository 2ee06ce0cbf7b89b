using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Linting;

/// <summary>Pods that are kept out of the mesh where their namespace is in it.</summary>
internal static class EnrolmentChecks
{
    private const string InTheMesh = "ambient";
    private const string OutOfTheMesh = "none";

    public static IEnumerable<Finding> Find(LintedMesh mesh)
    {
        foreach (var cluster in mesh.Clusters)
        {
            var shared = mesh.Index.Services
                .SelectMany(group => group.Copies)
                .Where(copy => copy.Cluster.Id == cluster.Cluster.Id && mesh.Index.ExportOf(copy).IsShared)
                .SelectMany(copy => copy.Members, (copy, member) => (Owner: new NamespacedName(member.Namespace, member.Owner), Service: copy.Service.Name))
                .ToLookup(one => one.Owner, one => one.Service.ToString());
            var workloads = cluster.Objects.Of<DeploymentManifest>().Select(deployment => ((Manifest)deployment, deployment.Template.Labels))
                .Concat(cluster.Objects.Of<PodManifest>().Select(pod => ((Manifest)pod, pod.Meta.Labels)));
            foreach (var (manifest, labels) in workloads)
            {
                var ns = cluster.Objects.Namespaces[manifest.Meta.Namespace.Value];
                if (ns?.Meta.Labels[WellKnown.DataplaneModeLabel] == InTheMesh
                    && labels.TryGet(WellKnown.DataplaneModeLabel, out var label) && label.Value == OutOfTheMesh)
                {
                    yield return OptedOut(manifest, label.Span, shared[ClusterObjects.NameOf(manifest)].ToArray());
                }
            }
        }
    }

    /// <summary>Whoever serves others across networks has to be in the mesh; whoever does not may have reasons not to be.</summary>
    private static Finding OptedOut(Manifest manifest, SourceSpan at, string[] shared)
    {
        var message = $"{ClusterObjects.Describe(manifest)} is kept out of the mesh, and its namespace is in it";
        return shared.Length == 0
            ? Finding.Note(LintCodes.PodOptedOut, at, message, "take the label off, unless it is meant", manifest.Meta)
            : Finding.Warning(
                LintCodes.PodOptedOut,
                at,
                $"{message}: it serves {LintedMesh.List(shared)}, which is global, and cannot be reached from other networks",
                "take the label off",
                manifest.Meta);
    }
}
