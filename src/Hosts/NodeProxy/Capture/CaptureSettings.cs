using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;

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

    /// <summary>Whether names are answered (ztunnel's <c>ISTIO_META_DNS_CAPTURE</c>).</summary>
    public bool AnswersDns { get; init; } = true;

    /// <summary>Answers names.</summary>
    public int DnsPort { get; init; } = 15053;

    /// <summary>What names there are, of those that are answered.</summary>
    public NameSettings Names { get; init; } = NameSettings.Default;

    /// <summary>Whether a pod's ports may be those of another process too, which takes over (ztunnel's <c>INPOD_PORT_REUSE</c>).</summary>
    public bool PortReuse { get; init; } = true;

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
