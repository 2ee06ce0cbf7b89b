using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>An explanation as JSON (docs/explain.md).</summary>
internal sealed record ExplanationDump(
    JourneyDump Answer,
    int Alike,
    IEnumerable<NameDump> Names,
    string? Service,
    IEnumerable<CopyDump> Copies,
    IEnumerable<string> Conflicts,
    IEnumerable<ExplainedCandidate> Candidates,
    IEnumerable<PolicyDump> Policies,
    NearestDump? Nearest)
{
    public RunningDump? Running { get; init; }

    public static ExplanationDump Of(ConnectionExplanation explanation) => new(
        JourneyDump.Of(explanation.Journey),
        explanation.Alike,
        explanation.Names.Select(name => new NameDump(name.Name, name.IsFound, name.Why)),
        explanation.Service?.Key.ToString(),
        explanation.Copies.Select(CopyDump.Of),
        explanation.Conflicts.Select(conflict => conflict.ToString()),
        explanation.Candidates.Items,
        explanation.Policies.Select(PolicyDump.Of),
        explanation.Nearest is { } nearest ? new NearestDump(nearest.Changes.Items, JourneyDump.Of(nearest.Outcome)) : null);
}

/// <summary>What becomes of a connection.</summary>
internal sealed record JourneyDump(
    string From, string Identity, string To, JourneyVerdict Verdict, string Summary, IEnumerable<WayDump> Ways)
{
    public static JourneyDump Of(Journey journey) => new(
        journey.Source.Display,
        journey.Source.Identity.ToString(),
        journey.Destination.ToString()!,
        journey.Verdict,
        ConnectionExplanationText.Headline(journey),
        journey.Ways.Select(WayDump.Of));
}

/// <summary>One way: what a node proxy decides, and where it can end.</summary>
internal sealed record WayDump(int Tier, double Part, string Decision, IEnumerable<EndDump> Ends)
{
    public string? Address { get; init; }

    public string? Authority { get; init; }

    public string? Gateway { get; init; }

    public IEnumerable<string>? OuterExpected { get; init; }

    public IEnumerable<string>? Expected { get; init; }

    public static WayDump Of(Way way)
    {
        var ends = way.Ends.Select(EndDump.Of);
        return way.Decision.Match(
            tunnel => new WayDump(way.Tier, way.Part, tunnel.IsToWaypoint ? "waypoint-tunnel" : "tunnel", ends)
            {
                Address = tunnel.Address.ToString(),
                Authority = tunnel.Authority,
                Expected = tunnel.Expected.Select(one => one.ToString()),
            },
            crossing => new WayDump(way.Tier, way.Part, "double-tunnel", ends)
            {
                Address = crossing.Address.ToString(),
                Authority = crossing.Authority,
                Gateway = crossing.Gateway.Display,
                OuterExpected = crossing.OuterExpected.Select(one => one.ToString()),
                Expected = crossing.InnerExpected.Select(one => one.ToString()),
            },
            plain => new WayDump(way.Tier, way.Part, "plain", ends) { Address = plain.Address.ToString() },
            unresolved => Of(way with { Decision = unresolved.Pattern }) with { Address = unresolved.Host },
            _ => new WayDump(way.Tier, way.Part, "refused", ends));
    }
}

/// <summary>Where a way can end.</summary>
internal sealed record EndDump(int Tier, double Part, string Arrival)
{
    public string? At { get; init; }

    public string? Address { get; init; }

    public Stage? Stage { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public IEnumerable<string>? By { get; init; }

    public static EndDump Of(WayEnd end) => end.Arrival.Match(
        delivered => new EndDump(end.Tier, end.Part, delivered.IsWaypoint ? "at-waypoint" : "delivered")
        {
            At = delivered.At.Display,
            Address = delivered.Target.Address.ToString(),
            By = Keys(delivered.By),
        },
        at => new EndDump(end.Tier, end.Part, "unchecked") { At = at.At?.Display, Address = at.Address?.ToString() },
        unread => new EndDump(end.Tier, end.Part, "unread") { At = unread.Through.Display },
        stopped => new EndDump(end.Tier, end.Part, "refused")
        {
            At = stopped.At?.Display,
            Stage = stopped.Stage,
            Reason = stopped.Reason,
            Message = stopped.Message,
            By = stopped.By is null ? null : Keys(stopped.By),
        });

    private static IEnumerable<string> Keys(AuthorizationDecision decision) => decision.By.Select(policy => policy.ToString());
}

/// <summary>A name that was tried.</summary>
internal sealed record NameDump(string Name, bool Found, string Why);

/// <summary>One cluster's Service of the name.</summary>
internal sealed record CopyDump(
    string Cluster, bool Seen, bool Exported, SharingReason ExportReason, bool? Imported, SharingReason? ImportReason, string Why, int Ready, int Members)
{
    public static CopyDump Of(ExplainedCopy copy) => new(
        copy.Cluster,
        copy.IsSeen,
        copy.Export.IsShared,
        copy.Export.Reason,
        copy.Import?.IsShared,
        copy.Import?.Reason,
        copy.Why,
        copy.Ready,
        copy.Members);
}

/// <summary>What a policy says of the connection.</summary>
internal sealed record PolicyDump(
    string Endpoint, string Policy, AuthorizationAction Action, bool DryRun, bool Matches, bool Determines, string Why)
{
    public static PolicyDump Of(ExplainedPolicy policy) => new(
        policy.Endpoint,
        policy.Policy.Key.ToString(),
        policy.Policy.Action,
        policy.Policy.IsDryRun,
        policy.Matches,
        policy.Determines,
        policy.Why);
}

/// <summary>The nearest change that would alter the answer.</summary>
internal sealed record NearestDump(IEnumerable<string> Changes, JourneyDump Outcome);

/// <summary>What a running mesh does, and in what it differs.</summary>
internal sealed record RunningDump(JourneyDump Answer, IEnumerable<string> Differences, IEnumerable<HostDump> Hosts)
{
    public static RunningDump? Of(LiveComparison? live) => live is null ? null : new RunningDump(
        JourneyDump.Of(live.Live),
        live.Differences,
        live.Hosts.Select(host => new HostDump(host.Name, host.Admin, host.Host.ContentHash)));
}

/// <summary>A host whose table decides.</summary>
internal sealed record HostDump(string Name, string Admin, string RouteTable);
