using System.Diagnostics;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Distribution;

/// <summary>What a control plane tells a node at once: addresses, or policies, which come apart from each other.</summary>
public abstract record NodeUpdate
{
    private protected NodeUpdate()
    {
    }

    /// <summary>What cannot be taken over of it; with any, nothing of it is.</summary>
    public ValueList<ResourceRejection> Rejections { get; init; }

    /// <summary>
    /// The content hash of the table that it is a part of, as its sender says; null where that says nothing of the kind.
    /// </summary>
    public string? TableHash { get; init; }

    /// <summary>Services and workloads.</summary>
    /// <param name="Services">Services that are new or changed.</param>
    /// <param name="Workloads">Workloads that are new or changed.</param>
    /// <param name="Removed">
    /// What is gone: the uid of a workload, or else <c>namespace/hostname</c> of a service. Some may never have been known.
    /// </param>
    public sealed record Addresses(
        ValueList<MeshService> Services, ValueList<Workload> Workloads, ValueList<string> Removed) : NodeUpdate;

    /// <summary>Authorization policies.</summary>
    /// <param name="Authorizations">Policies that are new or changed.</param>
    /// <param name="Removed">Names of policies that are gone; some may never have been known.</param>
    public sealed record Policies(
        ValueList<AuthorizationPolicy> Authorizations, ValueList<NamespacedName> Removed) : NodeUpdate;

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<Addresses, T> addresses, Func<Policies, T> policies) => this switch
    {
        Addresses update => addresses(update),
        Policies update => policies(update),
        _ => throw new UnreachableException(),
    };
}

/// <summary>A resource that cannot be taken over.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record ResourceRejection(string Name, string Reason)
{
    /// <summary><c>name: reason</c>.</summary>
    public override string ToString() => $"{Name}: {Reason}";
}
