using ScopeMesh.Hosts.Certificates;

namespace ScopeMesh.Hosts.Xds;

/// <summary>A client of discovery that has shown who it is.</summary>
/// <param name="Caller">What its token says.</param>
/// <param name="Node">What it says itself, which agrees with its token.</param>
/// <param name="Cluster">The cluster that it says it is in; empty means this one.</param>
/// <param name="Peer">Its address and port.</param>
internal sealed record XdsClient(CallerIdentity Caller, XdsNode Node, string Cluster, string Peer);

/// <summary>A client refused what it was sent.</summary>
internal sealed record XdsRefusal(XdsClient Client, string TypeUrl, string Nonce, string Reason);
