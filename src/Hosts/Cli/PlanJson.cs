using ScopeMesh.Policy.Planning;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>A plan as programs read it (docs/plan.md): complete, whatever the limit of lines. Parts that are not wanted are absent.</summary>
internal static class PlanJson
{
    public static object Of(MeshPlan plan, IReadOnlySet<PlanPart> parts) => new
    {
        Summary = PlanSummary.Of(plan),
        IsChanged = !plan.IsEmpty,
        Extent = new { plan.Extent.Tables, plan.Extent.Destinations, plan.Extent.Pods },
        Scopes = If(parts, PlanPart.Scopes, () => plan.Scopes.Select(scope => new
        {
            scope.Cluster,
            Service = scope.Service.Name.ToString(),
            Before = Of(scope.Before),
            After = Of(scope.After),
        })),
        Shares = If(parts, PlanPart.Shares, () => plan.Shares.Select(share => new
        {
            Service = share.Service.ToString(),
            share.Owner,
            Before = Of(share.Before),
            After = Of(share.After),
        })),
        Connections = If(parts, PlanPart.Connections, () => plan.Journeys.Select(journey => new
        {
            journey.Kind,
            To = journey.To.ToString(),
            Callers = journey.Callers.Select(Of),
            Before = Of(journey.Before),
            After = Of(journey.After),
        })),
        Closing = If(parts, PlanPart.Closing, () => plan.Closing.Select(closing => new
        {
            From = closing.From.ToString(),
            To = closing.To.ToString(),
            At = closing.At.ToString(),
            closing.Count,
            Reasons = closing.Reasons.Select(reason => new { reason.Host, reason.Why }),
        })),
        Pods = If(parts, PlanPart.Pods, () => plan.Pods.Select(pods => new { pods.Change, Pods = Of(pods.Pods) })),
        Routes = If(parts, PlanPart.Routes, () => plan.Tables.Select(Of)),
        Conflicts = If(parts, PlanPart.Conflicts, () => plan.Conflicts.Select(one => new
        {
            one.IsNew,
            Service = one.Service.ToString(),
            one.Viewer,
            one.Conflict.Kind,
            Message = one.Conflict.ToString(),
        })),
        Drift = If(parts, PlanPart.Drift, () => plan.Drift.Select(one => new
        {
            one.IsNew,
            Service = one.Difference.Service.ToString(),
            one.Difference.Owner,
            one.Difference.Consumer,
            Export = Of(one.Difference.Export),
            Import = Of(one.Difference.Import),
        })),
        Addresses = If(parts, PlanPart.Addresses, () => plan.Addresses.Select(move => new
        {
            move.Name,
            Before = move.Before.Select(address => address.ToString()),
            After = move.After.Select(address => address.ToString()),
        })),
        Findings = If(parts, PlanPart.Findings, () => plan.Findings.Select(one => new
        {
            one.IsNew,
            one.Finding.Code,
            one.Finding.Severity,
            Place = one.Finding.Span.ToString(),
            one.Finding.Message,
            one.Finding.Remedy,
        })),
    };

    private static object? If(IReadOnlySet<PlanPart> parts, PlanPart part, Func<object> make) => parts.Contains(part) ? make() : null;

    private static object Of(TableChange table) => new
    {
        table.Viewpoint.Role,
        table.Viewpoint.Cluster,
        table.Viewpoint.Network,
        Entries = table.Entries.Select(entry => new
        {
            entry.Kind,
            entry.Name,
            entry.Change,
            Fields = entry.Fields.Select(field => new { field.Name, field.Before, field.After }),
        }),
    };

    private static object Of(ScopeState state) => new { state.Scope, state.Reason, Rules = state.Rules.Items };

    private static object? Of(ShareState? state) =>
        state is null ? null : new { state.IsExported, state.Reason, Takers = state.Takers.Items };

    private static object Of(SharingDecision decision) => new { decision.IsShared, decision.Reason };

    private static object Of(PlannedCaller caller) => new { Name = caller.Owner.ToString(), Pods = caller.Pods.Items };

    private static object Of(ReachCell cell) => new { cell.Verdict, Paths = cell.Paths.Select(ReachJson.Of) };
}
