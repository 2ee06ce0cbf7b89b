using System.Net;
using ScopeMesh.Hosts.Telemetry.Logs;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>Everything that can be set of a node proxy. <c>docs/node-settings.md</c> is this table.</summary>
internal static class NodeSettingTable
{
    private const int MaxFrame = (1 << 24) - 1;
    private const int LeastFrame = 1 << 14;
    private const int LeastWindow = (1 << 16) - 1;
    private const int MaxPort = 65_535;
    private const int MaxGrace = 1_000_000;

    public static Setting<string> Cluster { get; } = new(
        "cluster", SettingTypes.Text, "Kubernetes", "the cluster's id", "ISTIO_META_CLUSTER_ID", "CLUSTER_ID");

    public static Setting<string> Node { get; } = new(
        "node", SettingTypes.Text, "the machine's name with localConfig, else needed but in dedicated mode", "the Node whose pods are served", "NODE_NAME");

    public static Setting<string> Network { get; } = new("network", SettingTypes.Text, "the unnamed one", "the network of the Node, which the control plane is told", "NETWORK");

    public static Setting<string> TrustDomain { get; } = new(
        "trustDomain", SettingTypes.Text, "cluster.local", "the trust domain of its own identity", "TRUST_DOMAIN");

    public static Setting<string> ClusterDomain { get; } = new(
        "clusterDomain", SettingTypes.Text, "cluster.local", "how names of services end", "CLUSTER_DOMAIN");

    public static Setting<ProxyMode> Mode { get; } = new(
        "mode", SettingTypes.Choice<ProxyMode>(), "by what else is given", "all pods of the Node, or one workload, or pods that call out by SOCKS", "PROXY_MODE");

    public static Setting<WorkloadIdentity> Workload { get; } = new(
        "workload", SettingTypes.Workload, "needed in dedicated mode", "the one workload, in whose network namespace it runs", "PROXY_WORKLOAD_INFO")
    {
        OwnFlag = "--pod",
    };

    public static Setting<HostPort> Control { get; } = new(
        "control", SettingTypes.Address, "`istiod.istio-system.svc:15012` in a pod, else needed", "the control plane", "XDS_ADDRESS");

    public static Setting<string> Roots { get; } = new(
        "roots", SettingTypes.RootsFile, "./var/run/secrets/istio/root-cert.pem", "what the control plane's certificate chains to", "XDS_ROOT_CA");

    public static Setting<string> Token { get; } = new(
        "token", SettingTypes.TokenFile, "./var/run/secrets/tokens/istio-token", "the token, read anew for each use", "AUTH_TOKEN");

    public static Setting<string> RevocationFile { get; } = new("crl", SettingTypes.File, "none", "revocation lists, which are followed", "CRL_PATH");

    public static Setting<string> LocalConfig { get; } = new(
        "localConfig", SettingTypes.File, "none", "ztunnel's local configuration, in place of a control plane", "LOCAL_XDS_PATH");

    public static Setting<string> LocalAuthority { get; } = new(
        "localCa", SettingTypes.Folder, "one in memory, which nobody else trusts", "the folder of the authority that signs with localConfig, as `scopemesh bootstrap` writes it");

    public static Setting<IPEndPoint> Admin { get; } = new("admin", SettingTypes.EndPoint, "127.0.0.1:15000", "where everything about the host is served");

    public static Setting<IPEndPoint> Metrics { get; } = new("metrics", SettingTypes.EndPoint, "none", "where metrics are served to others; ztunnel has [::]:15020");

    public static Setting<IPEndPoint> Readiness { get; } = new("readiness", SettingTypes.EndPoint, "none", "where readiness is served to others; ztunnel has [::]:15021");

    public static Setting<TimeSpan> DrainDeadline { get; } = new(
        "drainDeadline", SettingTypes.Duration, "by gracePeriod", "how long open connections may go on after SIGTERM", "CONNECTION_TERMINATION_DEADLINE");

    public static Setting<int> GracePeriod { get; } = new(
        "gracePeriod",
        SettingTypes.Number(0, MaxGrace),
        "none",
        "the pod's grace period in seconds: 5 less of it is the deadline, 1 less where it is 10 or less; 5 seconds without it",
        "TERMINATION_GRACE_PERIOD_SECONDS");

    public static Setting<int> StreamWindow { get; } = new(
        "streamWindow", SettingTypes.Number(LeastWindow, int.MaxValue), "4194304", "bytes that one stream may have on their way, once it has been read for a while", "HTTP2_STREAM_WINDOW_SIZE");

    public static Setting<int> ConnectionWindow { get; } = new(
        "connectionWindow",
        SettingTypes.Number(LeastWindow, int.MaxValue),
        "16777216",
        "bytes that all streams of a connection may have on their way; no less than one stream's",
        "HTTP2_CONNECTION_WINDOW_SIZE");

    public static Setting<int> FrameSize { get; } = new(
        "frameSize", SettingTypes.Number(LeastFrame, MaxFrame), "1048576", "the greatest frame that a peer may send", "HTTP2_FRAME_SIZE");

    public static Setting<int> PoolStreams { get; } = new(
        "poolStreams", SettingTypes.Number(1, MaxPort), "100", "streams that one pooled connection carries", "POOL_MAX_STREAMS_PER_CONNECTION");

    public static Setting<TimeSpan> PoolIdle { get; } = new(
        "poolIdle", SettingTypes.Duration, "5m", "how long a pooled connection without streams is kept", "POOL_UNUSED_RELEASE_TIMEOUT");

    public static Setting<OriginalSource> OriginalSource { get; } = new(
        "originalSource", SettingTypes.CallerAddress, "auto", "whether applications see callers' own addresses", "ENABLE_ORIG_SRC")
    {
        OwnFlag = "--caller-address",
    };

    public static Setting<int> PacketMark { get; } = new(
        "packetMark", SettingTypes.Number(1, int.MaxValue), "1337", "the mark of its own packets, which are not captured", "PACKET_MARK");

    public static Setting<string> AgentSocket { get; } = new(
        "agentSocket", SettingTypes.File, "/var/run/ztunnel/ztunnel.sock", "where the node agent listens, in shared mode", "INPOD_UDS")
    {
        OwnFlag = "--node-agent",
    };

    public static Setting<string> PodName { get; } = new(
        "podName", SettingTypes.Text, "none", "the pod that the node proxy runs in: with its namespace and account, tunnels to it lead to metrics and readiness, in shared mode", "POD_NAME");

    public static Setting<string> PodNamespace { get; } = new("podNamespace", SettingTypes.Text, "none", "the namespace of that pod", "POD_NAMESPACE");

    public static Setting<string> ServiceAccount { get; } = new("serviceAccount", SettingTypes.Text, "none", "the service account of that pod", "SERVICE_ACCOUNT");

    public static Setting<bool> PortReuse { get; } = new(
        "portReuse", SettingTypes.Flag, "true", "whether two processes may listen in a pod at once, while one takes over", "INPOD_PORT_REUSE");

    public static Setting<bool> IPv6 { get; } = new("ipv6", SettingTypes.Flag, "true", "whether IPv6 is taken too; if not, it goes its way as if there were no mesh", "IPV6_ENABLED");

    public static Setting<bool> Dns { get; } = new("dns", SettingTypes.LooseFlag, "true", "whether pods' DNS is answered", "ISTIO_META_DNS_CAPTURE");

    public static Setting<IPEndPoint> DnsAddress { get; } = new(
        "dnsAddress", SettingTypes.LoopbackEndPoint, "127.0.0.1:15053", "where DNS is answered: at this port of both addresses of loopback", "ISTIO_META_DNS_PROXY_ADDR");

    public static Setting<string> PreferredNamespace { get; } = new(
        "preferredNamespace", SettingTypes.Text, "none", "whose service a name means that the caller's namespace lacks", "PREFERED_SERVICE_NAMESPACE");

    public static Setting<bool> Socks { get; } = new("socks", SettingTypes.Flag, "false", "whether pods may call out by SOCKS; only where nothing is captured", "UNSTABLE_ENABLE_SOCKS5");

    public static Setting<int> FirstSocksPort { get; } = new(
        "firstSocksPort", SettingTypes.Number(1, MaxPort), "15080", "the first port to try for a pod's SOCKS listener");

    public static Setting<string> Underlay { get; } = new(
        "underlay", SettingTypes.File, "none", "maps real addresses to loopback ones, for several clusters on one machine");

    public static Setting<LogFilter> LogLevel { get; } = new("logLevel", SettingTypes.Log, "info", "which lines are logged", "RUST_LOG");

    public static Setting<LogFormat> LogFormat { get; } = new("logFormat", SettingTypes.Choice<LogFormat>(), "plain", "how they look", "LOG_FORMAT");

    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Cluster, Node, Network, TrustDomain, ClusterDomain, Mode, Workload,
        Control, Roots, Token, RevocationFile, LocalConfig, LocalAuthority,
        Admin, Metrics, Readiness, DrainDeadline, GracePeriod, LogLevel, LogFormat,
        StreamWindow, ConnectionWindow, FrameSize, PoolStreams, PoolIdle,
        OriginalSource, PacketMark, AgentSocket, PodName, PodNamespace, ServiceAccount, PortReuse, IPv6,
        Dns, DnsAddress, PreferredNamespace, Socks, FirstSocksPort, Underlay,
    ];

    /// <summary>Those by which the rules differ that lead traffic to a node proxy.</summary>
    public static IReadOnlyList<Setting> OfRedirection { get; } = [PacketMark, IPv6, Dns, DnsAddress];
}
