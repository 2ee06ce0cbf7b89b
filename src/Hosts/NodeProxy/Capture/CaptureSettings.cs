using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>Whether applications see the callers' addresses (ztunnel's <c>ENABLE_ORIG_SRC</c>).</summary>
internal enum CallerAddress
{
    /// <summary>Where the process may borrow addresses.</summary>
    WherePossible,

    /// <summary>Always; what cannot be done is an error.</summary>
    Required,

    /// <summary>Never: they see the node proxy's.</summary>
    Hidden,
}

/// <summary>How the traffic of pods is captured. The ports and the mark are those that Istio's redirection rules have.</summary>
internal sealed record CaptureSettings
{
    public static CaptureSettings Default { get; } = new();

    /// <summary>Takes what the pod's programs connect to.</summary>
    public int OutboundPort { get; init; } = WellKnown.OutboundPort;

    /// <summary>Takes plaintext that others send to the pod.</summary>
    public int PlaintextPort { get; init; } = WellKnown.InboundPlaintextPort;

    /// <summary>Takes tunnels to the pod.</summary>
    public int HbonePort { get; init; } = WellKnown.HbonePort;

    /// <summary>Answers names.</summary>
    public int DnsPort { get; init; } = 15053;

    /// <summary>Marks the node proxy's own packets, which no rule redirects (ztunnel's <c>PACKET_MARK</c>).</summary>
    public uint PacketMark { get; init; } = 0x539;

    public CallerAddress CallerAddress { get; init; } = CallerAddress.WherePossible;

    /// <summary>Whether IPv6 is taken too, where the pod has it.</summary>
    public bool IPv6 { get; init; } = true;

    /// <summary>After how many seconds of silence the kernel asks whether an application is still there, and how often then.</summary>
    public int KeepAliveSeconds { get; init; } = 180;

    /// <summary>How many such questions go unanswered before the connection is given up.</summary>
    public int KeepAliveProbes { get; init; } = 9;

    /// <summary>How many seconds a connection waits for its pod to become known.</summary>
    public int UnknownPodSeconds { get; init; } = 5;

    /// <summary>Whether a port is one that captured traffic comes to: whoever calls it would call us from ourselves.</summary>
    public bool IsOwn(int port) => port == OutboundPort || port == PlaintextPort || port == HbonePort;
}
