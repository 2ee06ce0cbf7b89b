using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// All PeerAuthentications of a cluster: what they mean for each workload and port, and the DENY policies that enforce it.
/// The mesh's mode counts unless the namespace has one, and that unless the workload has one; where nobody says, peers
/// may show who they are and need not. As in Istio, one in the root namespace that selects workloads counts for nothing.
/// </summary>
public sealed class PeerAuthentications
{
    private const string ConvertedPrefix = "converted_peer_authentication_";
    private const string StaticStrictName = "istio_converted_static_strict";

    private readonly ImmutableArray<PeerAuthentication> _oldestFirst;
    private readonly string _rootNamespace;

    private PeerAuthentications(ImmutableArray<PeerAuthentication> oldestFirst, string rootNamespace)
    {
        _oldestFirst = oldestFirst;
        _rootNamespace = rootNamespace;
        ValueList<AuthorizationPolicy> converted = [.. oldestFirst.Select(Convert).OfType<AuthorizationPolicy>()];
        Policies = oldestFirst.IsEmpty
            ? []
            : [.. converted.Prepend(Deny(StaticStrict, GroupOf(NoIdentity))).OrderBy(policy => policy.Key)];
    }

    /// <summary>
    /// The policies that enforce them: one for all that is strict, and one for each workload-level PeerAuthentication
    /// whose ports make a difference. Workloads list those that they need.
    /// </summary>
    public ValueList<AuthorizationPolicy> Policies { get; }

    private static AuthorizationMatch NoIdentity { get; } = new() { NotPrincipals = [new StringMatch.Presence()] };

    private NamespacedName StaticStrict => new(_rootNamespace, StaticStrictName);

    /// <summary>Takes them together, in any order.</summary>
    /// <param name="all">All of a cluster.</param>
    /// <param name="rootNamespace">The namespace that speaks for the whole mesh.</param>
    public static PeerAuthentications Create(IEnumerable<PeerAuthentication> all, string rootNamespace) =>
        new([.. all.OrderBy(peer => peer.Created).ThenBy(peer => peer.Key)], rootNamespace);

    /// <summary>What holds for a workload.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">Its labels.</param>
    public EffectiveMtls For(string ns, LabelSet labels) => WorkloadLevel(ns, labels) is { } own
        ? Effective(own)
        : new EffectiveMtls(ParentMode(ns), []);

    /// <summary>The policies that a workload lists for it.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">Its labels.</param>
    public ValueList<NamespacedName> PoliciesOf(string ns, LabelSet labels)
    {
        var own = WorkloadLevel(ns, labels);
        if (own is not null && Convert(own) is { } converted)
            return [converted.Key];
        return (own is null ? ParentMode(ns) : Effective(own).Mode) == MtlsMode.Strict ? [StaticStrict] : [];
    }

    private PeerAuthentication? WorkloadLevel(string ns, LabelSet labels) =>
        ns == _rootNamespace
            ? null
            : _oldestFirst.FirstOrDefault(peer => peer.Key.Namespace == ns && peer.Selector is { } selector && selector.Matches(labels));

    private MtlsMode ParentMode(string ns) => LevelMode(ns) ?? LevelMode(_rootNamespace) ?? MtlsMode.Permissive;

    private MtlsMode? LevelMode(string ns) =>
        _oldestFirst.FirstOrDefault(peer => peer.Key.Namespace == ns && peer.Selector is null) is { Mode: not MtlsMode.Unset and var mode }
            ? mode
            : null;

    private EffectiveMtls Effective(PeerAuthentication own)
    {
        var mode = own.Mode == MtlsMode.Unset ? ParentMode(own.Key.Namespace) : own.Mode;
        return new EffectiveMtls(
            mode,
            [
                .. own.Ports
                    .DistinctBy(port => port.Port)
                    .Where(port => port.Mode != MtlsMode.Unset && port.Mode != mode)
                    .OrderBy(port => port.Port),
            ]);
    }

    /// <summary>
    /// The policy of one PeerAuthentication, or null where its ports make no difference. A port that is DISABLE takes
    /// plaintext as one that is PERMISSIVE does.
    /// </summary>
    private AuthorizationPolicy? Convert(PeerAuthentication peer)
    {
        if (peer.Selector is null || peer.Key.Namespace == _rootNamespace)
            return null;
        var effective = Effective(peer);
        var isStrict = effective.Mode == MtlsMode.Strict;
        ValueList<int> ports =
            [.. effective.Ports.Where(port => (port.Mode == MtlsMode.Strict) != isStrict).Select(port => port.Port)];
        if (ports.IsEmpty)
            return null;
        return Deny(
            new NamespacedName(peer.Key.Namespace, ConvertedPrefix + peer.Key.Name),
            isStrict
                ? [GroupOf(NoIdentity, new AuthorizationMatch { NotDestinationPorts = ports })]
                : [.. ports.Select(port => GroupOf(NoIdentity with { DestinationPorts = [port] }))]);
    }

    private static AuthorizationPolicy Deny(NamespacedName key, params ValueList<AuthorizationGroup> groups) =>
        new(key, AuthorizationScope.WorkloadSelector, AuthorizationAction.Deny, groups);

    /// <summary>A group of which all must match.</summary>
    private static AuthorizationGroup GroupOf(params ValueList<AuthorizationMatch> all) =>
        new(all.Select(match => new AuthorizationRules([match])).ToValueList());
}
