using System.Globalization;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>
/// What leads a pod's traffic to its node proxy: rules of nftables, and two routes by which an application's answers to a
/// borrowed address come back. They do what the in-pod rules of Istio's CNI plugin do, in one table of our own.
/// </summary>
internal static class RedirectRules
{
    /// <summary>The table of nftables that has all of it.</summary>
    public const string Table = "inet scopemesh";

    /// <summary>The place of the rule by which answers are routed.</summary>
    public const int RulePreference = 32764;

    private const int RouteTable = 100;
    internal const uint MarkMask = 0xfff;
    internal const uint AnswerMark = 0x111;

    // What the kubelet's probes come from where Istio's CNI plugin runs.
    internal const string ProbeAddress = "169.254.7.127";

    /// <summary>Why there are no rules for a mark, or null: by one that they cannot tell apart the node proxy would capture itself.</summary>
    /// <param name="mark">The mark of the node proxy's own packets.</param>
    public static string? WhyNot(uint mark) => mark switch
    {
        0 or > MarkMask => $"rules tell marks apart by their lowest 12 bits, and `{mark}` is not of them; choose one from 1 to {MarkMask}",
        AnswerMark => $"rules have the mark `{mark}` for answers to callers' addresses; choose another one",
        _ => null,
    };

    /// <summary>The rules, as a script of nft(8) which replaces those that are there.</summary>
    /// <param name="settings">The ports and the mark.</param>
    public static string Nftables(CaptureSettings settings) => string.Create(CultureInfo.InvariantCulture, $$"""
        add table {{Table}}
        delete table {{Table}}
        table {{Table}} {
          # The answers to what the node proxy sends the application are known by their connection.
          chain mark-in {
            type filter hook prerouting priority mangle; policy accept;
            meta mark & {{Hex(MarkMask)}} == {{Hex(settings.PacketMark)}} ct mark set ct mark & {{Hex(~MarkMask)}} | {{Hex(AnswerMark)}}
          }
          chain mark-out {
            type route hook output priority mangle; policy accept;
            ct mark & {{Hex(MarkMask)}} == {{Hex(AnswerMark)}} meta mark set ct mark
          }
        {{Inbound(settings)}}
          # What the pod's programs send, but for what goes to themselves.
          chain redirect-out {
            type nat hook output priority -100; policy accept;
            {{Exempted(settings)}}meta mark & {{Hex(MarkMask)}} == {{Hex(AnswerMark)}} accept
            meta mark & {{Hex(MarkMask)}} == {{Hex(settings.PacketMark)}} accept
            ip daddr {{ProbeAddress}} accept
            oifname "lo" accept
            ip daddr 127.0.0.0/8 accept
            ip6 daddr ::1 accept
            {{Questions(settings)}}meta l4proto tcp redirect to :{{settings.OutboundPort}}
          }
        }

        """);

    /// <summary>
    /// Has the system mark what an application answers as it marks what the application is sent, as arguments of sysctl(8):
    /// the sockets that it accepts, and what the kernel says where no socket is, as that a port is closed.
    /// </summary>
    /// <param name="answers">How answers come back; by packet, the system is as it was.</param>
    public static string MarkAnswers(AnswerRouting answers)
    {
        var value = answers == AnswerRouting.Socket ? 1 : 0;
        return $"-q -e -w net.ipv4.tcp_fwmark_accept={value} net.ipv4.fwmark_reflect={value} net.ipv6.fwmark_reflect={value}";
    }

    /// <summary>
    /// Rules in addition, as a script of nft(8), for where <see cref="MarkAnswers"/> has been done: then an application's socket has the mark
    /// itself, and routes its answers by it. Nobody has to know their connection, and no packet is routed twice. Datagrams are left as they
    /// are: those that answer redirected ones are known by nothing else.
    /// </summary>
    /// <param name="settings">The mark.</param>
    public static string NftablesOfMarkedSockets(CaptureSettings settings) => string.Create(CultureInfo.InvariantCulture, $$"""
        table {{Table}} {
          chain marked-in {
            type filter hook prerouting priority raw; policy accept;
            iifname "lo" meta l4proto tcp meta mark & {{Hex(MarkMask)}} == {{Hex(settings.PacketMark)}} meta mark set meta mark & {{Hex(~MarkMask)}} | {{Hex(AnswerMark)}} notrack
            iifname "lo" meta l4proto tcp meta mark & {{Hex(MarkMask)}} == {{Hex(AnswerMark)}} notrack
          }
          chain marked-out {
            type filter hook output priority raw; policy accept;
            oifname "lo" meta l4proto tcp meta mark & {{Hex(MarkMask)}} == {{Hex(settings.PacketMark)}} notrack
            meta l4proto tcp meta mark & {{Hex(MarkMask)}} == {{Hex(AnswerMark)}} notrack
          }
        }

        """);

    /// <summary>A script of nft(8) that takes the rules away, if they are there.</summary>
    public static string NoNftables => $"add table {Table}\ndelete table {Table}\n";

    /// <summary>The families of addresses, as ip(8) names them.</summary>
    public static IReadOnlyList<string> AllFamilies { get; } = ["-4", "-6"];

    /// <summary>Those of them that are captured.</summary>
    /// <param name="settings">Whether IPv6 is.</param>
    public static IReadOnlyList<string> Families(CaptureSettings settings) => settings.IPv6 ? AllFamilies : ["-4"];

    /// <summary>The rule by which answers are routed, as ip-rule(8) takes and shows it.</summary>
    public static string Rule { get; } = $"fwmark {Hex(AnswerMark)}/{Hex(MarkMask)} lookup {RouteTable}";

    /// <summary>Has everything that is routed by that rule stay here.</summary>
    /// <param name="family">One of <see cref="Families"/>.</param>
    public static string ReplaceRoute(string family) => $"{family} route replace local default dev lo table {RouteTable}";

    /// <summary>Takes the routes of that rule away.</summary>
    /// <param name="family">One of <see cref="Families"/>.</param>
    public static string FlushRoutes(string family) => $"{family} route flush table {RouteTable}";

    /// <summary>All of it as a shell script, which may run any number of times.</summary>
    /// <param name="settings">The ports and the mark.</param>
    /// <param name="answers">How answers to a borrowed address come back.</param>
    public static string Script(CaptureSettings settings, AnswerRouting answers) =>
        $"nft -f - <<'RULES'\n{Nftables(settings)}RULES\n"
        + answers switch
        {
            AnswerRouting.Socket =>
                $"if sysctl {MarkAnswers(answers)}; then\nnft -f - <<'RULES'\n{NftablesOfMarkedSockets(settings)}RULES\nfi\n",
            AnswerRouting.Packet => "",
        }
        + string.Concat(Families(settings).Select(family =>
            $"{RouteRules.PutRule(family, RulePreference, Rule)}ip {ReplaceRoute(family)}\n"))
        + RouteRules.RemovalScript;

    /// <summary>The chain that leads what others send to the pod, by whatever way its own programs' connections come.</summary>
    internal static string Inbound(CaptureSettings settings) => string.Create(CultureInfo.InvariantCulture, $$"""
          # What others send to the pod, but for tunnels and the kubelet's probes.
          chain redirect-in {
            type nat hook prerouting priority dstnat; policy accept;
            {{Exempted(settings)}}meta mark & {{Hex(MarkMask)}} == {{Hex(settings.PacketMark)}} accept
            ip saddr {{ProbeAddress}} accept
            ip daddr 127.0.0.0/8 accept
            ip6 daddr ::1 accept
            fib daddr type != local accept
            tcp dport {{settings.HbonePort}} accept
            meta l4proto tcp redirect to :{{settings.PlaintextPort}}
          }
        """);

    /// <summary>Where there is no IPv6 at the node proxy, nobody listens for it: it goes its way as if there were no mesh, as at Istio.</summary>
    internal static string Exempted(CaptureSettings settings) => settings.IPv6 ? "" : "meta nfproto ipv6 accept\n    ";

    /// <summary>Leads questions for names to the node proxy, where it answers them; else nobody would.</summary>
    private static string Questions(CaptureSettings settings) => settings.AnswersDns
        ? string.Create(CultureInfo.InvariantCulture, $"udp dport 53 redirect to :{settings.DnsPort}\n    tcp dport 53 redirect to :{settings.DnsPort}\n    ")
        : "";

    internal static string Hex(uint value) => $"0x{value:x}";
}

/// <summary>How an application's answers to an address that the node proxy borrowed come back to it.</summary>
internal enum AnswerRouting
{
    /// <summary>By the mark of the application's socket, where the system gives it one; else by packet. Applications that mark their sockets themselves need the other.</summary>
    Socket,

    /// <summary>Each packet by its connection, which the kernel tracks.</summary>
    Packet,
}
