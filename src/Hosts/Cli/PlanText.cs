using ScopeMesh.Policy.Planning;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>A plan for people: one sentence, then each part with at most some number of lines.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="limit">How many things of each part are written.</param>
internal sealed class PlanText(TextWriter writer, int limit)
{
    private const int ShownPods = 3;

    /// <summary>Writes a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="parts">The parts that are wanted.</param>
    public void Write(MeshPlan plan, IReadOnlySet<PlanPart> parts)
    {
        writer.WriteLine(PlanSummary.Of(plan));
        if (plan.IsEmpty)
            return;
        foreach (var part in parts.Order())
            Write(plan, part);
        var concerned = plan.Journeys.Select(journey => journey.To).Distinct().Count();
        writer.WriteLine(
            $"\nuntouched: {plan.Extent.Tables - plan.Tables.Count} of {plan.Extent.Tables} route tables, "
            + $"connections to {plan.Extent.Destinations - concerned} of {plan.Extent.Destinations} service ports");
    }

    private void Write(MeshPlan plan, PlanPart part)
    {
        switch (part)
        {
            case PlanPart.Scopes:
                Write("scopes", plan.Scopes, scope => [$"{scope.Cluster}/{scope.Service.Name}: {Text(scope.Before)} -> {Text(scope.After)}"]);
                break;
            case PlanPart.Shares:
                Write("shares", plan.Shares, share => [$"{Short(share.Service.Name)} of {share.Owner}: {Text(share.Before)} -> {Text(share.After)}"]);
                break;
            case PlanPart.Connections:
                Write("connections", plan.Journeys.OrderBy(journey => journey.Kind).ToValueList(), Lines);
                break;
            case PlanPart.Closing:
                Write("open connections that close", plan.Closing, closing =>
                [
                    $"{closing.From} -> {Short(closing.To)} at {closing.At} ({closing.Count}): "
                    + string.Join("; ", closing.Reasons.Select(reason => $"{Text(reason.Host)}: {reason.Why}")),
                ]);
                break;
            case PlanPart.Pods:
                Write("pods", plan.Pods, pods => [$"{Sign(pods.Change)} {Text(pods.Pods)}"]);
                break;
            case PlanPart.Routes:
                foreach (var table in plan.Tables)
                    Write($"routes: {table.Viewpoint}", table.Entries, Lines);
                break;
            case PlanPart.Conflicts:
                Write("conflicts", plan.Conflicts, one => [$"{Sign(one.IsNew)} {Short(one.Service.Name)}, seen by {one.Viewer}: {one.Conflict}"]);
                break;
            case PlanPart.Drift:
                Write("drift", plan.Drift, one => [$"{Sign(one.IsNew)} {Text(one.Difference)}"]);
                break;
            case PlanPart.Addresses:
                Write("virtual addresses", plan.Addresses, move => [$"{Short(move.Name)}: {move.Before} -> {move.After}"]);
                break;
            case PlanPart.Findings:
                Write("findings", plan.Findings, one => [$"{Sign(one.IsNew)} {one.Finding}"]);
                break;
        }
    }

    private void Write<T>(string title, ValueList<T> items, Func<T, IEnumerable<string>> linesOf)
    {
        if (items.IsEmpty)
            return;
        writer.WriteLine($"\n{title}");
        foreach (var line in items.Take(limit).SelectMany(linesOf))
            writer.WriteLine($"  {line}");
        if (items.Count > limit)
            writer.WriteLine($"  and {items.Count - limit} more; `--limit {items.Count}` writes all");
    }

    private static IEnumerable<string> Lines(JourneyChange journey)
    {
        yield return $"{Text(journey.Kind)}: {Short(journey.To)} from {string.Join(", ", journey.Callers.Take(ShownPods).Select(Text))}"
            + (journey.Callers.Count > ShownPods ? $" and {journey.Callers.Count - ShownPods} more clients" : "");
        yield return $"    before: {ReachWords.Of(journey.Before)}";
        yield return $"    after:  {ReachWords.Of(journey.After)}";
    }

    private static IEnumerable<string> Lines(EntryChange entry)
    {
        var sign = entry.Change switch { ChangeKind.Added => '+', ChangeKind.Removed => '-', ChangeKind.Changed => '~' };
        var fields = entry.Fields.Select(field => $"{field.Name} {Value(field.Before)} -> {Value(field.After)}");
        yield return $"{sign} {entry.Kind.ToString().ToLowerInvariant()} {Short(entry.Name)}{(entry.Fields.IsEmpty ? "" : ": ")}{string.Join("; ", fields)}";
    }

    private static string Value(string text) => text.Length == 0 ? "(none)" : Short(text);

    private static string Text(ScopeState state) =>
        $"{state.Scope.ToString().ToLowerInvariant()} ({(state.Reason == ScopeReason.RuleMatched ? DecisionText.Rules(state.Rules) : Kebab(state.Reason))})";

    private static string Text(ShareState? state) => state switch
    {
        null => "not defined",
        { IsExported: false } => $"kept ({Kebab(state.Reason)})",
        { Takers.IsEmpty: true } => $"exported ({Kebab(state.Reason)}), taken by none",
        _ => $"exported ({Kebab(state.Reason)}), taken by {string.Join(", ", state.Takers)}",
    };

    private static string Text(SharingDifference drift) =>
        $"{Short(drift.Service.Name)} of {drift.Owner}: {(drift.Export.IsShared ? "exported" : "kept")} ({Kebab(drift.Export.Reason)}) "
        + $"and by {drift.Consumer} {(drift.Import.IsShared ? "wanted" : "not taken")} ({Kebab(drift.Import.Reason)})";

    private static string Text(PlannedCaller caller) => caller.Pods is [var only]
        ? only == caller.Owner.Name ? $"{caller.Owner}" : $"{caller.Owner} ({only})"
        : $"{caller.Owner} ({caller.Pods.Count} pods)";

    private static string Text(JourneyChangeKind kind) => kind switch
    {
        JourneyChangeKind.Lost => "refused from now on",
        JourneyChangeKind.Worse => "refused in part",
        JourneyChangeKind.Gained => "received from now on",
        JourneyChangeKind.Better => "received wholly from now on",
        JourneyChangeKind.Moved => "another way",
        JourneyChangeKind.RefusedOtherwise => "refused for another reason",
    };

    private static string Text(ClosingHost host) => host switch
    {
        ClosingHost.Caller => "the caller's node proxy",
        ClosingHost.Gateway => "the gateway",
        ClosingHost.Callee => "the callee's node proxy",
    };

    private static char Sign(bool isNew) => isNew ? '+' : '-';

    private static string Sign(PodChangeKind kind) => kind switch
    {
        PodChangeKind.Added => "+",
        PodChangeKind.Removed => "-",
        PodChangeKind.Ready => "~ ready:",
        PodChangeKind.Unready => "~ unready:",
    };

    private static string Short(PlannedDestination to) => Short($"{to}");

    /// <summary>Host names as people write them: what all have in common says nothing.</summary>
    private static string Short(string text) => text.Replace(".svc.cluster.local", "", StringComparison.Ordinal);

    private static string Kebab<T>(T word)
        where T : struct, Enum => string.Concat(
            $"{word}".Select((letter, place) => char.IsUpper(letter) ? $"{(place == 0 ? "" : " ")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
