using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>The pods that a node proxy serves, for who asks.</summary>
internal interface IServedPods
{
    /// <summary>Those that are served.</summary>
    IEnumerable<PodDump> Served { get; }

    /// <summary>What is not there yet that the node proxy needs to serve them, as readiness names it.</summary>
    IReadOnlyCollection<string> Pending { get; }
}

/// <summary>A pod that a node proxy serves.</summary>
/// <param name="Name">The pod, as <c>cluster/namespace/name</c>.</param>
/// <param name="Owner">What it belongs to, a Deployment say.</param>
/// <param name="Identity">The identity that it has.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Socks">Where its programs call out by SOCKS; null where their traffic is captured.</param>
internal sealed record PodDump(string Name, string Owner, string Identity, IEnumerable<string> Addresses, string? Socks)
{
    /// <summary>A pod, as the table knows it.</summary>
    public static PodDump Of(Workload pod, string? socks) => new(
        pod.Display, pod.Owner, pod.Identity.ToString(), pod.Addresses.Select(address => address.ToString()), socks);
}
