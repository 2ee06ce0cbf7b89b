using System.Collections.Frozen;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// Authorization policies compiled for speed: a decision looks only at rules whose identity, address or port the
/// connection shows, and at those that require nothing exactly. It decides what <see cref="ReferenceAuthorizer"/>
/// decides, by the same policies.
/// </summary>
public sealed class PolicyIndex
{
    private static readonly PolicyLayer NoPolicies = new([]);

    private static readonly AuthorizationDecision NoneApplies = new AuthorizationDecision.Allowed([]);

    private readonly PolicyLayer _global;
    private readonly FrozenDictionary<string, PolicyLayer> _byNamespace;
    private readonly FrozenDictionary<NamespacedName, PolicyLayer> _byKey;

    private PolicyIndex(
        PolicyLayer global,
        FrozenDictionary<string, PolicyLayer> byNamespace,
        FrozenDictionary<NamespacedName, PolicyLayer> byKey)
    {
        _global = global;
        _byNamespace = byNamespace;
        _byKey = byKey;
    }

    /// <summary>Compiles policies, in any order.</summary>
    /// <param name="policies">All policies that are known.</param>
    public static PolicyIndex Create(IEnumerable<AuthorizationPolicy> policies)
    {
        var byScope = policies.ToLookup(policy => policy.Scope);
        var global = byScope[AuthorizationScope.Global].ToList();

        // A global policy applies whether it is listed or not; that one is listed must only not make it unknown.
        var byKey = byScope[AuthorizationScope.Namespace]
            .Concat(byScope[AuthorizationScope.WorkloadSelector])
            .GroupBy(policy => policy.Key)
            .ToDictionary(group => group.Key, group => new PolicyLayer(group));
        foreach (var policy in global)
            byKey.TryAdd(policy.Key, NoPolicies);
        return new PolicyIndex(
            new PolicyLayer(global),
            byScope[AuthorizationScope.Namespace]
                .GroupBy(policy => policy.Key.Namespace)
                .ToFrozenDictionary(group => group.Key, group => new PolicyLayer(group)),
            byKey.ToFrozenDictionary());
    }

    /// <summary>Decides on one connection. Allocates nothing where one policy decides, or none.</summary>
    /// <param name="workloadNamespace">The workload's namespace.</param>
    /// <param name="listed">The policies that the workload lists.</param>
    /// <param name="connection">The connection.</param>
    public AuthorizationDecision Decide(string workloadNamespace, ValueList<NamespacedName> listed, InboundConnection connection)
    {
        var found = new MatchedPolicies(isComplete: true);
        var isKnown = Find(workloadNamespace, listed, connection, ref found);
        if (found.HasDeny)
            return found.Denied();
        if (!isKnown)
            return new AuthorizationDecision.Denied(
                DenyReason.UnknownPolicy, PolicyKeys.InOrder(listed.Where(key => !_byKey.ContainsKey(key))));
        return found.HasAllow ? found.Allowed() : WhereNoneMatches(workloadNamespace, listed);
    }

    /// <summary>Whether <see cref="Decide"/> allows a connection; allocates nothing.</summary>
    /// <param name="workloadNamespace">The workload's namespace.</param>
    /// <param name="listed">The policies that the workload lists.</param>
    /// <param name="connection">The connection.</param>
    public bool Allows(string workloadNamespace, ValueList<NamespacedName> listed, InboundConnection connection)
    {
        var found = new MatchedPolicies(isComplete: false);
        var isKnown = Find(workloadNamespace, listed, connection, ref found);
        return isKnown && !found.HasDeny && (found.HasAllow || !HasAllows(workloadNamespace, listed));
    }

    /// <summary>Finds what matches, and says whether all policies that are listed are known.</summary>
    private bool Find(
        string workloadNamespace, ValueList<NamespacedName> listed, InboundConnection connection, ref MatchedPolicies found)
    {
        var facts = new ConnectionFacts(connection);
        _global.Find(facts, ref found);
        LayerOf(workloadNamespace).Find(facts, ref found);
        var isKnown = true;
        foreach (var key in listed.AsSpan())
        {
            if (_byKey.TryGetValue(key, out var layer))
                layer.Find(facts, ref found);
            else
                isKnown = false;
        }

        return isKnown;
    }

    private bool HasAllows(string workloadNamespace, ValueList<NamespacedName> listed)
    {
        if (!_global.AllowKeys.IsEmpty || !LayerOf(workloadNamespace).AllowKeys.IsEmpty)
            return true;
        foreach (var key in listed.AsSpan())
            if (_byKey.TryGetValue(key, out var layer) && !layer.AllowKeys.IsEmpty)
                return true;
        return false;
    }

    private AuthorizationDecision WhereNoneMatches(string workloadNamespace, ValueList<NamespacedName> listed)
    {
        PolicyLayer? only = null;
        var allows = 0;
        Count(_global);
        Count(LayerOf(workloadNamespace));
        foreach (var key in listed.AsSpan())
            if (_byKey.TryGetValue(key, out var layer))
                Count(layer);
        return allows switch
        {
            0 => NoneApplies,
            1 => only!.NothingAllows,
            _ => new AuthorizationDecision.Denied(DenyReason.NothingAllows, AllowKeys(workloadNamespace, listed)),
        };

        void Count(PolicyLayer layer)
        {
            if (layer.AllowKeys.IsEmpty)
                return;
            only = layer;
            allows++;
        }
    }

    private ValueList<NamespacedName> AllowKeys(string workloadNamespace, ValueList<NamespacedName> listed) =>
        PolicyKeys.InOrder(listed
            .Select(key => _byKey.GetValueOrDefault(key, NoPolicies))
            .Prepend(LayerOf(workloadNamespace))
            .Prepend(_global)
            .SelectMany(layer => layer.AllowKeys));

    private PolicyLayer LayerOf(string workloadNamespace) => _byNamespace.GetValueOrDefault(workloadNamespace, NoPolicies);
}
