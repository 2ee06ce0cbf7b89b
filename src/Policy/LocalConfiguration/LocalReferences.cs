using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>Whether the items of a file have names of their own, and name one another.</summary>
internal static class LocalReferences
{
    public static void Check(LocalDraft draft, DiagnosticSink sink)
    {
        CheckOnce(draft.Workloads.Select(workload => (workload.Workload.Uid, workload.Span)), "workloads have the uid", "give each a `uid` of its own", sink);
        CheckOnce(draft.Services.Select(service => ($"{service.Service.Key}", service.Span)), "services are", "keep one of them", sink);
        CheckOnce(draft.Policies.Select(policy => ($"{policy.Value.Key}", policy.Span)), "policies are", "keep one of them", sink);
        CheckPolicies(draft, sink);
        CheckServices(draft, sink);
        CheckEndpoints(draft, sink);
    }

    private static void CheckOnce(IEnumerable<(string Name, SourceSpan Span)> named, string what, string remedy, DiagnosticSink sink)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, span) in named)
            if (!seen.Add(name))
                sink.Error(ManifestCodes.Contradiction, span, $"two {what} {UserText.Quote(name)}", remedy);
    }

    /// <summary>A policy that is misspelt would protect nothing.</summary>
    private static void CheckPolicies(LocalDraft draft, DiagnosticSink sink)
    {
        var known = draft.Policies.Select(policy => policy.Value.Key).ToHashSet();
        foreach (var listed in draft.Workloads.SelectMany(workload => workload.Policies).Where(listed => !known.Contains(listed.Value)))
            sink.Error(
                ManifestCodes.Contradiction,
                listed.Span,
                $"there is no policy {UserText.Quote($"{listed.Value}")}",
                "write it under `policies`, or do not list it");
    }

    private static void CheckServices(LocalDraft draft, DiagnosticSink sink)
    {
        var known = draft.Services.Select(service => service.Service.Key).ToHashSet();
        foreach (var named in draft.Workloads.SelectMany(workload => workload.Services).Where(named => !known.Contains(named.Value)))
            sink.Warning(
                ManifestCodes.Unused,
                named.Span,
                $"there is no service {UserText.Quote($"{named.Value}")}, so nobody can call it",
                "write it under `services`, or do not list it");
    }

    private static void CheckEndpoints(LocalDraft draft, DiagnosticSink sink)
    {
        var workloads = draft.Workloads.DistinctBy(workload => workload.Workload.Uid)
            .ToDictionary(workload => workload.Workload.Uid, workload => workload.Workload, StringComparer.Ordinal);
        foreach (var endpoint in draft.Services.SelectMany(service => service.Endpoints))
        {
            if (!workloads.TryGetValue(endpoint.Uid.Value, out var workload))
                sink.Error(
                    ManifestCodes.Contradiction,
                    endpoint.Uid.Span,
                    $"there is no workload {UserText.Quote(endpoint.Uid.Value)}",
                    "write it under `workloads`, or do not list it");
            else
                Compare(endpoint, workload, sink);
        }
    }

    private static void Compare(DraftEndpoint endpoint, Workload workload, DiagnosticSink sink)
    {
        if (endpoint.Status is { } status && status.Value != workload.Status)
            sink.Error(
                ManifestCodes.Contradiction,
                status.Span,
                $"the endpoint is `{status.Value}`, and its workload `{workload.Status}`",
                "say it at the workload alone");
        if (workload.Membership(endpoint.Membership.Service) is { } own && own != endpoint.Membership)
            sink.Error(
                ManifestCodes.Contradiction,
                endpoint.Uid.Span,
                $"{UserText.Quote(workload.Uid)} says other ports of this service",
                "say them at the workload alone");
    }
}
