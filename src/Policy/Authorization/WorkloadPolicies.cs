using System.Collections.Immutable;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>The policies that apply to one workload, out of a <see cref="PolicyIndex"/>.</summary>
public sealed class WorkloadPolicies
{
    private readonly WorkloadPolicies? _dryRun;
    private readonly ImmutableArray<PolicyLayer> _layers;
    private readonly bool _isAllKnown;
    private readonly AuthorizationDecision _whereNoneMatches;

    internal WorkloadPolicies(
        ImmutableArray<PolicyLayer> layers, ValueList<NamespacedName> unknown, WorkloadPolicies? dryRun)
    {
        _dryRun = dryRun;
        _layers = layers;
        _isAllKnown = unknown.IsEmpty;
        var allows = PolicyKeys.InOrder(layers.SelectMany(layer => layer.AllowKeys));
        _whereNoneMatches = (unknown.IsEmpty, allows.IsEmpty) switch
        {
            (false, _) => new AuthorizationDecision.Denied(DenyReason.UnknownPolicy, unknown),
            (true, true) => new AuthorizationDecision.Allowed([]),
            (true, false) => new AuthorizationDecision.Denied(DenyReason.NothingAllows, allows),
        };
    }

    /// <summary>Decides on one connection. Allocates nothing unless several policies determine the decision.</summary>
    /// <param name="connection">The connection.</param>
    public AuthorizationDecision Decide(InboundConnection connection)
    {
        var found = Find(connection, isComplete: true);
        if (found.HasDeny)
            return found.Denied();
        return _isAllKnown && found.HasAllow ? found.Allowed() : _whereNoneMatches;
    }

    /// <summary>What would be decided if the policies in dry run were in force too.</summary>
    /// <param name="connection">The connection.</param>
    public AuthorizationDecision DryRun(InboundConnection connection) => (_dryRun ?? this).Decide(connection);

    /// <summary>Whether <see cref="Decide"/> allows a connection. Allocates nothing.</summary>
    /// <param name="connection">The connection.</param>
    public bool Allows(InboundConnection connection)
    {
        var found = Find(connection, isComplete: false);
        return !found.HasDeny && (_isAllKnown && found.HasAllow || _whereNoneMatches is AuthorizationDecision.Allowed);
    }

    private MatchedPolicies Find(InboundConnection connection, bool isComplete)
    {
        var found = new MatchedPolicies(isComplete);
        var facts = new ConnectionFacts(connection);
        foreach (var layer in _layers)
            layer.Find(facts, ref found);
        return found;
    }
}
