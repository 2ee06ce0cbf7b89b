using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// Policies that apply together, their groups in a table at what they require exactly; those that require nothing
/// exactly are tried one by one.
/// </summary>
internal sealed class PolicyLayer
{
    private readonly Dictionary<Anchor, List<IndexedGroup>> _anchored = [];
    private readonly ImmutableArray<IndexedGroup> _rest;
    private readonly ImmutableArray<AnchorKind> _kinds;
    private readonly ImmutableArray<AddressPrefix> _sourceShapes;
    private readonly ImmutableArray<AddressPrefix> _destinationShapes;

    /// <summary>Puts policies in a table.</summary>
    public PolicyLayer(IEnumerable<AuthorizationPolicy> policies)
    {
        var all = policies.ToList();
        AllowKeys = PolicyKeys.InOrder(all.Where(policy => policy.Action == AuthorizationAction.Allow).Select(policy => policy.Key));
        var groups = all.SelectMany(GroupsOf).ToList();
        var uses = new Dictionary<Anchor, int>(groups.Count);
        foreach (var (_, choice) in groups)
            choice.Count(uses);
        var rest = ImmutableArray.CreateBuilder<IndexedGroup>();
        foreach (var (group, choice) in groups)
        {
            if (choice.Best(uses) is not { } anchors)
                rest.Add(group);
            else
                foreach (var anchor in anchors)
                    (CollectionsMarshal.GetValueRefOrAddDefault(_anchored, anchor, out _) ??= new(1)).Add(group);
        }

        _rest = rest.DrainToImmutable();
        _kinds = [.. _anchored.Keys.Select(anchor => anchor.Kind).Distinct()];
        _sourceShapes = Shapes(AnchorKind.Source);
        _destinationShapes = Shapes(AnchorKind.Destination);
    }

    /// <summary>The ALLOW policies, in ordinal order.</summary>
    public ValueList<NamespacedName> AllowKeys { get; }

    /// <summary>Adds the policies that match.</summary>
    public void Find(in ConnectionFacts facts, ref MatchedPolicies found)
    {
        Try(_rest.AsSpan(), facts, ref found);
        foreach (var kind in _kinds)
        {
            switch (kind)
            {
                case AnchorKind.Principal:
                    Try(Anchor.OfPrincipal(facts.Source), facts, ref found);
                    break;
                case AnchorKind.ServiceAccount:
                    Try(Anchor.OfAccount(facts.Source.Namespace, facts.Source.ServiceAccount), facts, ref found);
                    break;
                case AnchorKind.Source:
                    foreach (var shape in _sourceShapes)
                        if (shape.IsV6 == facts.SourceAddress.IsV6)
                            Try(Anchor.OfSource(facts.SourceAddress.Shortened(shape.Length)), facts, ref found);
                    break;
                case AnchorKind.Namespace:
                    Try(Anchor.OfNamespace(facts.Source.Namespace), facts, ref found);
                    break;
                case AnchorKind.Destination:
                    foreach (var shape in _destinationShapes)
                        if (shape.IsV6 == facts.DestinationAddress.IsV6)
                            Try(Anchor.OfDestination(facts.DestinationAddress.Shortened(shape.Length)), facts, ref found);
                    break;
                case AnchorKind.Port:
                    Try(Anchor.OfPort(facts.DestinationPort), facts, ref found);
                    break;
            }
        }
    }

    private static IEnumerable<(IndexedGroup Group, AnchorChoice Choice)> GroupsOf(AuthorizationPolicy policy)
    {
        var indexed = new IndexedPolicy(policy.Key, policy.Action);
        foreach (var group in policy.Groups)
            if (IndexedGroup.Of(indexed, group) is { } found)
                yield return (found, AnchorChoice.Of(group));
    }

    private static void Try(ReadOnlySpan<IndexedGroup> groups, in ConnectionFacts facts, ref MatchedPolicies found)
    {
        foreach (var group in groups)
            if (!found.Has(group.Policy) && group.Holds(facts))
                found.Add(group.Policy);
    }

    private void Try(in Anchor anchor, in ConnectionFacts facts, ref MatchedPolicies found)
    {
        if (_anchored.TryGetValue(anchor, out var groups))
            Try(CollectionsMarshal.AsSpan(groups), facts, ref found);
    }

    /// <summary>The lengths of the ranges in the table, each with its family.</summary>
    private ImmutableArray<AddressPrefix> Shapes(AnchorKind kind) =>
    [
        .. _anchored.Keys
            .Where(anchor => anchor.Kind == kind)
            .Select(anchor => anchor.Shape())
            .Distinct(),
    ];
}
