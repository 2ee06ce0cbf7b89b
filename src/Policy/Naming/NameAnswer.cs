using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Naming;

/// <summary>What a workload asks DNS: which addresses a name has.</summary>
/// <param name="Name">The name, full as names on the wire are, in any case, without the root's dot.</param>
/// <param name="Family">The family of addresses: IPv4 for a record of type A, IPv6 for one of type AAAA.</param>
public sealed record NameQuestion(string Name, AddressFamily Family)
{
    /// <summary>What the caller's resolver may have put behind the name that a program gave it.</summary>
    public ValueList<string> SearchDomains { get; init; }
}

/// <summary>What is the same for all questions at one node proxy.</summary>
public sealed record NameSettings
{
    /// <summary>Names of the domain <c>cluster.local</c>, and addresses of both families.</summary>
    public static NameSettings Default { get; } = new();

    /// <summary>The suffix of full service names (<c>CLUSTER_DOMAIN</c>), in lower case.</summary>
    public string DomainSuffix { get; init; } = WellKnown.DefaultDomainSuffix;

    /// <summary>
    /// The namespace whose service is meant where several have one of a name, none is the caller's and none canonical
    /// (<c>PREFERED_SERVICE_NAMESPACE</c>); empty for none.
    /// </summary>
    public string PreferredNamespace { get; init; } = "";

    /// <summary>Whether names have IPv6 addresses (<c>IPV6_ENABLED</c>).</summary>
    public bool HasIPv6 { get; init; } = true;

    /// <summary>The search domains of Kubernetes pods, in their order.</summary>
    /// <param name="ns">The pod's namespace.</param>
    public ValueList<string> SearchDomainsOf(string ns) => [$"{ns}.svc.{DomainSuffix}", $"svc.{DomainSuffix}", DomainSuffix];
}

/// <summary>What the mesh says of a name.</summary>
public abstract record NameAnswer
{
    private protected NameAnswer()
    {
    }

    /// <summary>It is a service of the mesh, and can be called at these addresses.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Found">Its addresses of the family that was asked for, at least one.</param>
    /// <param name="Alias">
    /// The name without the search domain behind it where it was found so, as it was written: what was asked for is
    /// another name for it. Null where the addresses are those of the name itself.
    /// </param>
    public sealed record Addresses(MeshService Service, ValueList<IPAddress> Found, string? Alias) : NameAnswer;

    /// <summary>It is a service of the mesh, and has no address of the family that the caller could call.</summary>
    /// <param name="Service">The service.</param>
    public sealed record Empty(MeshService Service) : NameAnswer;

    /// <summary>The mesh knows nothing of it: others are asked.</summary>
    public sealed record NotOurs : NameAnswer;

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<Addresses, T> addresses, Func<Empty, T> empty, Func<NotOurs, T> notOurs) => this switch
    {
        Addresses answer => addresses(answer),
        Empty answer => empty(answer),
        NotOurs answer => notOurs(answer),
        _ => throw new UnreachableException(),
    };
}
