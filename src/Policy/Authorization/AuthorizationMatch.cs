using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// Conditions on one connection. Each that is not empty must hold: of the values one must match, and of the values
/// that are excluded none. Without any condition it matches nothing.
/// </summary>
public sealed record AuthorizationMatch
{
    /// <summary>The match without conditions, which matches nothing.</summary>
    public static AuthorizationMatch Empty { get; } = new();

    /// <summary>The peer's namespace.</summary>
    public ValueList<StringMatch> Namespaces { get; init; }

    /// <summary>What the peer's namespace may not be.</summary>
    public ValueList<StringMatch> NotNamespaces { get; init; }

    /// <summary>The peer's service account.</summary>
    public ValueList<ServiceAccountMatch> ServiceAccounts { get; init; }

    /// <summary>What the peer's service account may not be.</summary>
    public ValueList<ServiceAccountMatch> NotServiceAccounts { get; init; }

    /// <summary>The peer's identity without <c>spiffe://</c>.</summary>
    public ValueList<StringMatch> Principals { get; init; }

    /// <summary>What the peer's identity may not be.</summary>
    public ValueList<StringMatch> NotPrincipals { get; init; }

    /// <summary>The peer's address: a gateway's where the connection came through one.</summary>
    public ValueList<AddressBlock> SourceIps { get; init; }

    /// <summary>What the peer's address may not be.</summary>
    public ValueList<AddressBlock> NotSourceIps { get; init; }

    /// <summary>The workload's address.</summary>
    public ValueList<AddressBlock> DestinationIps { get; init; }

    /// <summary>What the workload's address may not be.</summary>
    public ValueList<AddressBlock> NotDestinationIps { get; init; }

    /// <summary>The workload's port.</summary>
    public ValueList<int> DestinationPorts { get; init; }

    /// <summary>What the workload's port may not be.</summary>
    public ValueList<int> NotDestinationPorts { get; init; }

    /// <summary>Whether there is no condition.</summary>
    public bool IsEmpty => Equals(Empty);
}

/// <summary>A service account, in whatever trust domain.</summary>
/// <param name="Namespace">Its namespace, exactly.</param>
/// <param name="ServiceAccount">Its name, exactly.</param>
public sealed record ServiceAccountMatch(string Namespace, string ServiceAccount);
