namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>The pods that a node proxy serves, for who asks.</summary>
internal interface IServedPods
{
    /// <summary>Those that are served.</summary>
    IEnumerable<PodDump> Served { get; }

    /// <summary>Those that should be served and are not.</summary>
    IReadOnlyCollection<string> Failed { get; }
}

/// <summary>A pod that a node proxy serves.</summary>
/// <param name="Name">The pod, as <c>cluster/namespace/name</c>.</param>
/// <param name="Owner">What it belongs to, a Deployment say.</param>
/// <param name="Identity">The identity that it has.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Socks">Where its programs call out by SOCKS; null where their traffic is captured.</param>
internal sealed record PodDump(string Name, string Owner, string Identity, IEnumerable<string> Addresses, string? Socks);
