using System.Globalization;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>
/// Another way to lead what a pod's programs connect to to its node proxy: no address is translated and no connection of theirs tracked.
/// Routes by policy lead their packets back to the pod, where the node proxy takes those that begin a connection (<c>TPROXY</c>), at the
/// address that was called. What applications answer to borrowed addresses comes back by the same routes.
/// </summary>
/// <remarks>What others send, and datagrams with questions for names, come as by <see cref="RedirectRules"/>.</remarks>
internal static class RouteRules
{
    /// <summary>Has the system look by marks for the way back to whom a packet comes from, as arguments of sysctl(8): by none it would find the pod itself.</summary>
    public const string ValidateByMark = "-q -w net.ipv4.conf.all.src_valid_mark=1";

    private const int ProgramsTable = 101;
    private const int FirstPreference = RedirectRules.RulePreference - 9;
    private const int MostRules = 6;

    private static readonly string MarkAsOthers =
        $"meta mark set meta mark & {RedirectRules.Hex(~RedirectRules.MarkMask)} | {RedirectRules.Hex(RedirectRules.AnswerMark)}";

    /// <summary>The rules, as a script of nft(8) which replaces those that are there.</summary>
    /// <param name="settings">The ports and the mark.</param>
    public static string Nftables(CaptureSettings settings) => string.Create(CultureInfo.InvariantCulture, $$"""
        add table {{RedirectRules.Table}}
        delete table {{RedirectRules.Table}}
        table {{RedirectRules.Table}} {
          # What stays in the pod is not tracked: programs' connections to the node proxy, and its own to applications. What comes from
          # others is known by a mark, so that the way back to them is looked for where it is.
          chain untracked-in {
            type filter hook prerouting priority raw; policy accept;
            iifname "lo" meta l4proto tcp notrack
            iifname != "lo" {{MarkAsOthers}}
          }
          chain untracked-out {
            type filter hook output priority raw; policy accept;
            oifname "lo" meta l4proto tcp notrack
          }
          # What the pod's programs connect to, but for what goes to themselves: routes have led it here.
          chain take-out {
            type filter hook prerouting priority mangle; policy accept;
            {{RedirectRules.Exempted(settings)}}iifname != "lo" accept
            meta l4proto != tcp accept
            tcp flags & (fin | syn | rst | ack) != syn accept
            meta mark & {{RedirectRules.Hex(RedirectRules.MarkMask)}} == {{RedirectRules.Hex(settings.PacketMark)}} accept
            # By that mark the pod's own addresses are told from those that are only led here.
            {{MarkAsOthers}}
            fib daddr . mark type local accept
            {{(settings.AnswersDns ? $"tcp dport 53 tproxy to :{settings.DnsPort} accept\n    " : "")}}meta l4proto tcp tproxy to :{{settings.OutboundPort}} accept
          }
        {{RedirectRules.Inbound(settings)}}
          # Questions for names.
          chain redirect-out {
            type nat hook output priority -100; policy accept;
            meta mark & {{RedirectRules.Hex(RedirectRules.MarkMask)}} == {{RedirectRules.Hex(settings.PacketMark)}} accept
            ip daddr 127.0.0.0/8 accept
            ip6 daddr ::1 accept
            oifname "lo" accept{{(settings.AnswersDns ? $"\n    udp dport 53 redirect to :{settings.DnsPort}" : "")}}
          }
        }

        """);

    /// <summary>
    /// The rules by which packets are routed, from the first: what is for the kubelet's probes, what answers others, what the node proxy
    /// itself sends and what others send go their way, and everything else by TCP comes back.
    /// </summary>
    /// <param name="settings">The ports and the mark.</param>
    /// <param name="family">One of <see cref="RedirectRules.Families"/>.</param>
    /// <returns>The place of each, and what ip-rule(8) takes.</returns>
    public static IReadOnlyList<(int Preference, string Rule)> Rules(CaptureSettings settings, string family)
    {
        string Marked(uint mark) => $"fwmark {RedirectRules.Hex(mark)}/{RedirectRules.Hex(RedirectRules.MarkMask)} lookup main";
        IEnumerable<string> rules =
        [
            .. family == "-4" ? [$"to {RedirectRules.ProbeAddress} lookup main"] : (string[])[],
            string.Create(CultureInfo.InvariantCulture, $"ipproto tcp sport {settings.HbonePort} lookup main"),
            string.Create(CultureInfo.InvariantCulture, $"ipproto tcp sport {settings.PlaintextPort} lookup main"),
            Marked(settings.PacketMark),
            Marked(RedirectRules.AnswerMark),
            string.Create(CultureInfo.InvariantCulture, $"ipproto tcp lookup {ProgramsTable}"),
        ];
        return [.. rules.Select((rule, place) => (FirstPreference + place, rule))];
    }

    /// <summary>The places that <see cref="Rules"/> may have.</summary>
    public static IEnumerable<int> Preferences => Enumerable.Range(FirstPreference, MostRules);

    /// <summary>Asks for the addresses of the pod that connections may come from.</summary>
    public static string ShowAddresses(string family) => $"{family} -o addr show scope global";

    /// <summary>The first address of what <see cref="ShowAddresses"/> prints; null where there is none.</summary>
    public static string? FirstAddress(string shown) => shown
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(words => words.Length > 3)?[3]
        .Split('/')[0];

    /// <summary>Has everything that is routed by the last of the rules come back, from an address.</summary>
    public static string ReplaceRoute(string family, string address) =>
        string.Create(CultureInfo.InvariantCulture, $"{family} route replace local default dev lo src {address} table {ProgramsTable}");

    /// <summary>Takes the routes away.</summary>
    public static string FlushRoutes(string family) => string.Create(CultureInfo.InvariantCulture, $"{family} route flush table {ProgramsTable}");

    /// <summary>Takes the rules of routing away that are there, as a line of a shell script.</summary>
    public static string RemovalScript { get; } = Removal(Preferences, RedirectRules.AllFamilies);

    /// <summary>Puts a rule in its place, as a line of a shell script; one that is there already is left alone, so that it holds all the time.</summary>
    public static string PutRule(string family, int preference, string rule) => string.Create(
        CultureInfo.InvariantCulture,
        $"ip {family} rule show pref {preference} | grep -q 'from all {rule}$' || {{ ip {family} rule del pref {preference} 2>/dev/null || :; ip {family} rule add {rule} pref {preference}; }}\n");

    /// <summary>All of it as a shell script, which may run any number of times.</summary>
    /// <param name="settings">The ports and the mark.</param>
    public static string Script(CaptureSettings settings) =>
        $"sysctl {ValidateByMark}\n"
        + string.Concat(RedirectRules.Families(settings).Select(family => Script(settings, family)))
        + (settings.IPv6 ? "" : Removal(Preferences, ["-6"]))
        + $"nft -f - <<'RULES'\n{Nftables(settings)}RULES\n"
        + Removal([RedirectRules.RulePreference], RedirectRules.AllFamilies);

    private static string Script(CaptureSettings settings, string family) =>
        $"address=$(ip {ShowAddresses(family)} | awk '{{sub(\"/.*\", \"\", $4); print $4; exit}}')\n"
        + "if [ -n \"$address\" ]; then\n"
        + $"  ip {ReplaceRoute(family, "\"$address\"")}\n"
        + string.Concat(Rules(settings, family).Select(rule => $"  {PutRule(family, rule.Preference, rule.Rule)}"))
        + "fi\n";

    private static string Removal(IEnumerable<int> preferences, IEnumerable<string> families) =>
        $"for place in {string.Join(' ', preferences)}; do {string.Join("; ", families.Select(family => $"ip {family} rule del pref $place || :"))}; done 2>/dev/null\n";
}

/// <summary>How what a pod's programs connect to is led to its node proxy.</summary>
internal enum OutboundCapture
{
    /// <summary>Addresses are translated, and each connection is tracked, as by the rules of Istio's CNI plugin.</summary>
    Redirect,

    /// <summary>Routes lead it, and nothing is translated or tracked.</summary>
    Route,
}
