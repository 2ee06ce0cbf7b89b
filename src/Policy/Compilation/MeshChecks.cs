using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>Reports what only shows when all clusters are looked at together.</summary>
internal static class MeshChecks
{
    /// <summary>Reports on a mesh.</summary>
    /// <param name="mesh">The mesh.</param>
    /// <param name="folderOf">The folder of a cluster, for places.</param>
    /// <param name="bag">Where findings go.</param>
    public static void Report(Mesh mesh, Func<string, string> folderOf, DiagnosticBag bag)
    {
        var index = MeshIndex.Create(mesh);
        ReportUnbelieved(mesh, folderOf, bag);
        ReportConflicts(index, folderOf, bag);
        ReportExports(index, folderOf, bag);
        foreach (var name in index.VirtualAddresses.Moved)
        {
            bag.Note(
                CompilationCodes.MovedVirtualAddress,
                SourceSpan.OfFile(folderOf(OwnerOf(index, name))),
                $"`{name}` has not the virtual address of its hash, which another name has, "
                + (index.VirtualAddresses.Contains(name) ? "but the next" : "and none at all"),
                "give it a Service of its own where it is called");
        }
    }

    private static void ReportUnbelieved(Mesh mesh, Func<string, string> folderOf, DiagnosticBag bag)
    {
        foreach (var (one, other) in mesh.Clusters.SelectMany(one => mesh.Clusters.Select(other => (one, other))))
        {
            if (TrustDomains.Believes(one, other.TrustDomain))
                continue;
            bag.Warning(
                CompilationCodes.UnbelievedCluster,
                SourceSpan.OfFile(folderOf(one.Id)),
                $"cluster `{one.Id}` does not believe identities of trust domain `{other.TrustDomain}`, so it shares nothing with cluster `{other.Id}`",
                $"federate it in the cluster's `mesh.yaml`: `caCertificates: [{{trustDomains: [{other.TrustDomain}]}}]`");
        }
    }

    private static void ReportConflicts(MeshIndex index, Func<string, string> folderOf, DiagnosticBag bag)
    {
        foreach (var group in index.Services.Where(group => group.Copies.Count > 1))
        {
            var exported = group.Copies.Where(copy => index.ExportOf(copy).IsShared).Select(copy => copy.Cluster.Id).ToHashSet();
            if (exported.Count < 2 || index.MergeExported(group, "", exported) is not { } merged)
                continue;
            foreach (var conflict in MergeConflicts.Of(merged))
            {
                // Ports or a kind that differ break callers; what callers prefer may differ on purpose.
                var severity = conflict.Kind is ConflictKind.TypeConflict or ConflictKind.PortConflict ? Severity.Warning : Severity.Note;
                bag.Add(new Diagnostic(
                    CompilationCodes.ConflictingCopies,
                    severity,
                    SourceSpan.OfFile(folderOf(conflict.Other)),
                    $"Service `{merged.Base.Service.Name}` differs between clusters: {conflict}, where neither is the caller's own",
                    "make the copies the same"));
            }
        }
    }

    /// <summary>The first cluster that shares what a name stands for.</summary>
    private static string OwnerOf(MeshIndex index, string name) => index.Services
        .First(group => index.SharedNames(group).Contains(name))
        .Copies.First(copy => index.ExportOf(copy).IsShared).Cluster.Id;

    private static void ReportExports(MeshIndex index, Func<string, string> folderOf, DiagnosticBag bag)
    {
        foreach (var (cluster, export) in index.Mesh.Clusters.SelectMany(cluster => cluster.Exports.Select(export => (cluster, export))))
        {
            var why = cluster.FindService(export.Name) is not { } service ? "no such Service is defined"
                : ServiceSharing.Export(cluster, service) switch
                {
                    { IsShared: true } => null,
                    { Reason: SharingReason.ClusterLocal } => "`serviceSettings` keep it within the cluster",
                    { Scope.Rule: var rule } => $"rule `{rule}` keeps it local",
                };
            if (why is null)
                continue;
            bag.Warning(
                CompilationCodes.IdleExport,
                SourceSpan.OfFile(folderOf(cluster.Id)),
                $"ServiceExport `{export.Name}` shares nothing: {why}",
                "remove it, or what stands against it");
        }
    }
}
