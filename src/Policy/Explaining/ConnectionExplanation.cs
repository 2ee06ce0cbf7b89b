using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Why the connections of one workload to one destination go where they go, from the name to the callee's policies.</summary>
/// <param name="Journey">What becomes of them.</param>
/// <param name="Alike">How many other pods of the same owner were meant as well.</param>
/// <param name="Names">What the destination means, each name or address that was tried in its order.</param>
/// <param name="Service">The service that it means, as the caller's cluster sees it; null where it means none.</param>
/// <param name="Copies">The Services of that name in all clusters, ordered by cluster.</param>
/// <param name="Conflicts">In what the copies that count differ, and whose word counts.</param>
/// <param name="Candidates">Everything that could take the connection: what does, what waits, and what lost and why.</param>
/// <param name="Policies">What each policy that the callees have says of the connection.</param>
/// <param name="Nearest">The nearest change that would alter the answer; null where none was found.</param>
public sealed record ConnectionExplanation(
    Journey Journey,
    int Alike,
    ValueList<ExplainedName> Names,
    MeshService? Service,
    ValueList<ExplainedCopy> Copies,
    ValueList<MergeConflict> Conflicts,
    ValueList<ExplainedCandidate> Candidates,
    ValueList<ExplainedPolicy> Policies,
    NearestAnswer? Nearest);

/// <summary>One name or address that was tried.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsFound">Whether it is what was meant.</param>
/// <param name="Why">What it means, or why it means nothing here.</param>
public sealed record ExplainedName(string Name, bool IsFound, string Why);

/// <summary>One cluster's Service of the name that was called.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="IsSeen">Whether the caller's cluster has it as a part of the service.</param>
/// <param name="Export">Whether its cluster shares it.</param>
/// <param name="Import">Whether the caller's cluster takes it; null for its own copy.</param>
/// <param name="Why">What decided, in one line.</param>
/// <param name="Ready">How many of its endpoints are ready.</param>
/// <param name="Members">How many endpoints it has.</param>
public sealed record ExplainedCopy(
    string Cluster, bool IsSeen, SharingDecision Export, SharingDecision? Import, string Why, int Ready, int Members);

/// <summary>What became of something that could take the connection.</summary>
public enum CandidateState
{
    /// <summary>It takes its part of the connections.</summary>
    Chosen,

    /// <summary>It waits until what is preferred to it is gone.</summary>
    Waits,

    /// <summary>It takes none, whatever happens to others.</summary>
    Lost,
}

/// <summary>Something that could take the connection: an endpoint, or those of one cluster behind a gateway.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Cluster">Its cluster.</param>
/// <param name="State">What became of it.</param>
/// <param name="Tier">Its rank, 0 for what is chosen; -1 where it lost.</param>
/// <param name="Part">Its part of the connections of its rank, of 1.</param>
/// <param name="Why">Why, in one line.</param>
public sealed record ExplainedCandidate(string Name, string Cluster, CandidateState State, int Tier, double Part, string Why);

/// <summary>What one policy says of the connection at an endpoint.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Policy">The policy; one that is listed and not known has no groups.</param>
/// <param name="Matches">Whether it matches the connection.</param>
/// <param name="Determines">Whether it decided.</param>
/// <param name="Why">What of it matches, or what does not, in one line.</param>
public sealed record ExplainedPolicy(string Endpoint, AuthorizationPolicy Policy, bool Matches, bool Determines, string Why);

/// <summary>The nearest change that would alter an answer. It was tried, and does.</summary>
public sealed class NearestAnswer
{
    private readonly ValueList<ProposedChange> _changes;

    internal NearestAnswer(ValueList<ProposedChange> changes, Journey outcome) => (_changes, Outcome) = (changes, outcome);

    /// <summary>What to change, a line each: several where one fault hides another.</summary>
    public ValueList<string> Changes => _changes.Select(change => change.Text).ToValueList();

    /// <summary>What would become of the connections then.</summary>
    public Journey Outcome { get; }

    /// <summary>Whether something else is to be called; then it is what the outcome calls.</summary>
    public bool IsOfQuestion => _changes.Any(change => change.Ask is not null);

    /// <summary>The mesh after the change.</summary>
    /// <param name="mesh">The mesh before.</param>
    public Mesh Apply(Mesh mesh) => _changes.Aggregate(mesh, (changed, change) => change.Edit(changed));
}
