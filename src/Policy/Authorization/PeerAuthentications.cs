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

    private readonly ILookup<string, PeerAuthentication> _oldestFirst;
    private readonly ImmutableHashSet<string> _closed;
    private readonly string _rootNamespace;

    private PeerAuthentications(
        ImmutableArray<PeerAuthentication> oldestFirst, ImmutableHashSet<string> closed, string rootNamespace)
    {
        _oldestFirst = oldestFirst.ToLookup(peer => peer.Key.Namespace);
        _closed = closed;
        _rootNamespace = rootNamespace;
        Policies = oldestFirst.IsEmpty && closed.IsEmpty
            ? []
            : oldestFirst
                .Select(Convert)
                .OfType<AuthorizationPolicy>()
                .Append(Deny(StaticStrict, GroupOf(NoIdentity)))
                .OrderBy(policy => policy.Key)
                .ToValueList();
    }

    /// <summary>
    /// The policies that enforce them, by name: one for all that is strict, and one for each workload-level
    /// PeerAuthentication whose ports make a difference. Workloads list those that they need. No object has such a
    /// name: an API server takes no underscores.
    /// </summary>
    public ValueList<AuthorizationPolicy> Policies { get; }

    private static AuthorizationMatch NoIdentity { get; } = new() { NotPrincipals = [new StringMatch.Presence()] };

    private NamespacedName StaticStrict => new(_rootNamespace, StaticStrictName);

    /// <summary>Takes them together, in any order.</summary>
    /// <param name="all">All of a cluster.</param>
    /// <param name="rootNamespace">The namespace that speaks for the whole mesh.</param>
    public static PeerAuthentications Create(IEnumerable<PeerAuthentication> all, string rootNamespace) =>
        Create(all, [], rootNamespace);

    /// <summary>Takes them together where some cannot be read.</summary>
    /// <param name="all">All of a cluster that can be read.</param>
    /// <param name="closed">
    /// The namespaces of those that cannot, the root one for all: their workloads are strict, whatever else is written.
    /// </param>
    /// <param name="rootNamespace">The namespace that speaks for the whole mesh.</param>
    public static PeerAuthentications Create(
        IEnumerable<PeerAuthentication> all, IEnumerable<string> closed, string rootNamespace) =>
        new([.. all.OrderBy(peer => peer.Created).ThenBy(peer => peer.Key)], [.. closed], rootNamespace);

    /// <summary>What holds for a workload.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">Its labels.</param>
    public EffectiveMtls For(string ns, LabelSet labels)
    {
        if (_closed.Contains(ns) || _closed.Contains(_rootNamespace))
            return new EffectiveMtls(MtlsMode.Strict, []);
        return WorkloadLevel(ns, labels) is { } own ? Effective(own) : new EffectiveMtls(ParentMode(ns), []);
    }

    /// <summary>The policies that a workload lists for it.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">Its labels.</param>
    public ValueList<NamespacedName> PoliciesOf(string ns, LabelSet labels)
    {
        var effective = For(ns, labels);
        if (!Exceptions(effective).IsEmpty)
            return [Converted(WorkloadLevel(ns, labels)!)];
        return effective.Mode == MtlsMode.Strict ? [StaticStrict] : [];
    }

    private PeerAuthentication? WorkloadLevel(string ns, LabelSet labels) => ns == _rootNamespace
        ? null
        : _oldestFirst[ns].FirstOrDefault(peer => peer.Selector is { } selector && selector.Matches(labels));

    private MtlsMode ParentMode(string ns) => LevelMode(ns) ?? LevelMode(_rootNamespace) ?? MtlsMode.Permissive;

    private MtlsMode? LevelMode(string ns) =>
        _oldestFirst[ns].FirstOrDefault(peer => peer.Selector is null) is { Mode: not MtlsMode.Unset and var mode } ? mode : null;

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
    /// The ports that are strict though the others are not, or the other way round. A port that is DISABLE takes
    /// plaintext as one that is PERMISSIVE does.
    /// </summary>
    private static ValueList<int> Exceptions(EffectiveMtls effective) =>
        effective.Ports
            .Where(port => (port.Mode == MtlsMode.Strict) != (effective.Mode == MtlsMode.Strict))
            .Select(port => port.Port)
            .ToValueList();

    /// <summary>The policy of one PeerAuthentication, or null where its ports make no difference.</summary>
    private AuthorizationPolicy? Convert(PeerAuthentication peer)
    {
        if (peer.Selector is null || peer.Key.Namespace == _rootNamespace)
            return null;
        var effective = Effective(peer);
        var ports = Exceptions(effective);
        if (ports.IsEmpty)
            return null;
        return Deny(
            Converted(peer),
            effective.Mode == MtlsMode.Strict
                ? [GroupOf(NoIdentity, new AuthorizationMatch { NotDestinationPorts = ports })]
                : [.. ports.Select(port => GroupOf(NoIdentity with { DestinationPorts = [port] }))]);
    }

    private static NamespacedName Converted(PeerAuthentication peer) =>
        new(peer.Key.Namespace, ConvertedPrefix + peer.Key.Name);

    private static AuthorizationPolicy Deny(NamespacedName key, params ValueList<AuthorizationGroup> groups) =>
        new(key, AuthorizationScope.WorkloadSelector, AuthorizationAction.Deny, groups);

    /// <summary>A group of which all must match.</summary>
    private static AuthorizationGroup GroupOf(params ValueList<AuthorizationMatch> all) =>
        new(all.Select(match => new AuthorizationRules([match])).ToValueList());
}
