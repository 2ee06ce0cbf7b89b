using ScopeMesh.Hosts.Cli.Settings;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Naming;

namespace ScopeMesh.Tests.Unit.Hosts.Cli.Settings;

/// <summary>In which mode a node proxy runs, and how settings become what it runs by.</summary>
public sealed class SettingsToOptionsTests
{
    private static readonly (string Key, string Value)[] Least = [("node", "n"), ("control", "10.0.0.1:15012")];

    [Fact]
    public void The_mode_follows_from_what_is_given()
    {
        Assert.Equal(new NodeMode.Socks(15080), Options(Least).Mode);
        Assert.Equal(new NodeMode.Socks(4), Options([.. Least, ("firstSocksPort", "4")]).Mode);
        Assert.Equal(new NodeMode.Dedicated("a", "b", "c"), Options([.. Least, ("workload", "a/b/c")]).Mode);
        Assert.Equal(new NodeMode.Shared("/x.sock"), Options([.. Least, ("agentSocket", "/x.sock")]).Mode);
        Assert.Equal(new NodeMode.Shared("/x.sock"), Options([.. Least, ("mode", "shared"), ("workload", "a/b/c"), ("agentSocket", "/x.sock")]).Mode);
    }

    [Theory]
    [InlineData("NODE_NAME", "n", "shared")]
    [InlineData("XDS_ADDRESS", "istiod:15012", "shared")]
    [InlineData("XDS_ADDRESS", "", "socks")]
    [InlineData("PROXY_MODE", "shared", "shared")]
    [InlineData("PROXY_WORKLOAD_INFO", "a/b/c", "dedicated")]
    [InlineData("INPOD_UDS", "/x.sock", "shared")]
    [InlineData("CLUSTER_ID", "c", "socks")]
    public void Variables_of_ztunnels_say_that_it_stands_in_its_place(string name, string value, string mode)
    {
        var read = NodeSettingsReader.Read(Flags(Least) with { Environment = new Dictionary<string, string> { [name] = value } });
        Assert.Equal(mode, read.Settings!.Mode.ToString(), ignoreCase: true);
    }

    [Fact]
    public void Modes_that_exclude_each_other_are_not_guessed_between() => Assert.Equal(
        ["`--pod` serves one pod and `--node-agent` many; leave one of them out, or give `--mode`"],
        Read([.. Least, ("workload", "a/b/c"), ("agentSocket", "/x.sock")]).Errors);

    [Theory]
    [InlineData("socks", "true", "`socks` cannot be honoured: captured pods call out as they are; leave it out, or set `mode` to `socks`")]
    [InlineData("control", "istiod:15012", "`istiod:15012` would be looked up by the DNS that is captured; give the control plane's address")]
    public void What_a_captured_pod_cannot_have_is_refused(string key, string value, string error)
    {
        (string, string)[] given = [("workload", "a/b/c"), ("control", "10.0.0.1:1"), (key, value)];
        Assert.Equal([error], Read([.. given.Reverse().DistinctBy(setting => setting.Item1)]).Errors);
    }

    [Fact]
    public void The_path_of_a_socket_is_no_longer_than_one_can_be() =>
        Assert.StartsWith("`/xxx", Assert.Single(Read([.. Least, ("agentSocket", "/" + new string('x', 200))]).Errors), StringComparison.Ordinal);

    [Theory]
    [InlineData("workload", "a/b/c", "shared")]
    [InlineData("agentSocket", "/x", "dedicated")]
    [InlineData("podName", "x", "dedicated")]
    [InlineData("podNamespace", "x", "socks")]
    [InlineData("serviceAccount", "x", "socks")]
    [InlineData("firstSocksPort", "1", "shared")]
    [InlineData("underlay", "u.json", "dedicated")]
    [InlineData("clusterDomain", "x", "socks")]
    [InlineData("originalSource", "auto", "socks")]
    [InlineData("packetMark", "1", "socks")]
    [InlineData("portReuse", "true", "socks")]
    [InlineData("ipv6", "true", "socks")]
    [InlineData("dns", "true", "socks")]
    [InlineData("dnsAddress", "127.0.0.1:53", "socks")]
    [InlineData("preferredNamespace", "x", "socks")]
    public void What_has_no_effect_in_a_mode_is_said_by_its_name(string key, string value, string mode)
    {
        var least = mode == "dedicated" ? [.. Least, ("workload", "a/b/c")] : Least;
        Assert.Empty(Read([.. least, ("mode", mode)]).Warnings);
        Assert.StartsWith(
            $"`{key}` has no effect in {mode} mode: ", Assert.Single(Read([.. least, ("mode", mode), (key, value)]).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_own_pod_is_served_where_all_of_it_is_said_and_something_is_served_to_others()
    {
        (string, string)[] own = [.. Least, ("mode", "shared"), ("podName", "a"), ("podNamespace", "b"), ("serviceAccount", "c")];
        Assert.Equal(new OwnPod("b", "a", "c"), Options([.. own, ("metrics", "[::]:15020")]).OwnPod);
        Assert.Empty(Read([.. own, ("metrics", "[::]:15020")]).Warnings);
        Assert.Equal(
            ["`podName` has no effect without `metrics` or `readiness`: the node proxy serves nothing to others, and so nothing through tunnels"],
            Read(own).Warnings);
        Assert.Null(Options([.. own[..^1]]).OwnPod);
        Assert.Equal(
            ["`podName` has no effect without `serviceAccount`", "`podNamespace` has no effect without `serviceAccount`"], Read([.. own[..^1]]).Warnings);
    }

    [Fact]
    public void Rules_follow_from_the_settings_of_a_node_proxy_where_nothing_else_is_given()
    {
        var sources = new SettingSources
        {
            File = SettingsFile.Read("node.yaml", "packetMark: 5\ndnsAddress: 127.0.0.1:53\ndns: no").Settings,
            Environment = new Dictionary<string, string> { ["PACKET_MARK"] = "6", ["IPV6_ENABLED"] = "false" },
            Flags = new Dictionary<string, string> { ["packetMark"] = "7" },
        };
        var (settings, errors) = NodeSettingsReader.ReadCapture(sources);
        Assert.Empty(errors);
        Assert.Equal(CaptureSettings.Default with { PacketMark = 7, DnsPort = 53, AnswersDns = false, IPv6 = false, Names = settings!.Names }, settings);

        // It is what the node proxy runs by.
        var whole = sources with { Flags = new Dictionary<string, string>(sources.Flags) { ["node"] = "n", ["control"] = "10.0.0.1:1", ["mode"] = "shared" } };
        Assert.Equal(SettingsToOptions.CaptureOf(NodeSettingsReader.Read(whole).Settings!), settings);
    }

    [Fact]
    public void Rules_are_not_made_by_what_a_node_proxy_would_refuse()
    {
        var sources = new SettingSources { File = SettingsFile.Read("node.yaml", "packetmark: 5\nadmin: here").Settings };
        var (settings, errors) = NodeSettingsReader.ReadCapture(sources);
        Assert.Null(settings);
        Assert.Equal(
            [
                "`node.yaml` line 1: `packetmark` is no setting; did you mean `packetMark`?; docs/node-settings.md lists all",
                "`node.yaml` line 2: `admin` is `here`; write ADDRESS:PORT",
            ],
            errors);
    }

    [Theory]
    [InlineData("4096", "`--packet-mark`: rules tell marks apart by their lowest 12 bits, and `4096` is not of them; choose one from 1 to 4095")]
    [InlineData("273", "`--packet-mark`: rules have the mark `273` for answers to callers' addresses; choose another one")]
    [InlineData("4095", null)]
    public void There_are_no_rules_for_a_mark_by_which_a_node_proxy_would_capture_itself(string mark, string? error) => Assert.Equal(
        error is null ? [] : [error],
        NodeSettingsReader.ReadCapture(new SettingSources { Flags = new Dictionary<string, string> { ["packetMark"] = mark } }).Errors);

    [Fact]
    public void Settings_of_capture_become_what_traffic_is_captured_by()
    {
        Assert.Equal(CaptureSettings.Default, Options([.. Least, ("mode", "shared")]).Capture);
        Assert.Equal(
            CaptureSettings.Default with
            {
                AnswersDns = false,
                DnsPort = 5,
                Names = new NameSettings { DomainSuffix = "mesh.example", PreferredNamespace = "prod", HasIPv6 = false },
                PortReuse = false,
                PacketMark = 7,
                CallerAddress = CallerAddress.Hidden,
                IPv6 = false,
            },
            Options(
            [
                .. Least, ("mode", "shared"), ("dns", "false"), ("dnsAddress", "[::1]:5"), ("clusterDomain", "Mesh.Example"), ("preferredNamespace", "prod"),
                ("portReuse", "false"), ("packetMark", "7"), ("originalSource", "false"), ("ipv6", "false"),
            ]).Capture);
    }

    [Theory]
    [InlineData("wherepossible", CallerAddress.WherePossible)]
    [InlineData("auto", CallerAddress.WherePossible)]
    [InlineData("Required", CallerAddress.Required)]
    [InlineData("true", CallerAddress.Required)]
    [InlineData("hidden", CallerAddress.Hidden)]
    internal void Whether_callers_are_seen_has_two_words_each(string word, CallerAddress meant) =>
        Assert.Equal(meant, Options([.. Least, ("mode", "shared"), ("originalSource", word)]).Capture.CallerAddress);

    [Fact]
    public void The_rest_becomes_what_the_host_runs_by()
    {
        var options = Options(
        [
            .. Least, ("cluster", "c"), ("network", "net"), ("trustDomain", "t"), ("crl", "x.pem"), ("admin", "127.0.0.1:1"), ("metrics", "127.0.0.1:2"),
            ("readiness", "[::1]:3"), ("drainDeadline", "7s"), ("poolStreams", "8"),
        ]);
        Assert.Equal(("n", "c", "net", "t"), (options.Node, options.Cluster, options.NetworkName, options.TrustDomain));
        Assert.Equal("x.pem", options.RevocationFile);
        Assert.Equal(
            ["127.0.0.1:1", "127.0.0.1:2", "[::1]:3"], [$"{options.Admin}", $"{options.Operations.Metrics}", $"{options.Operations.Readiness}"]);
        Assert.Equal((TimeSpan.FromSeconds(7), 8), (options.Operations.Drain.Deadline, options.Limits.MaxStreamsPerConnection));
        Assert.Equal("config", options.Settings!.Name);
    }

    private static NodeOptions Options((string Key, string Value)[] flags)
    {
        var read = Read(flags);
        Assert.Empty(read.Errors);
        var supply = new NodeSupply.ControlPlane(read.Settings!.Control!.EndPoint, [], () => "");
        return SettingsToOptions.Of(read.Settings, new SettingFiles(supply, new UnderlayNetwork(UnderlayMap.Identity)));
    }

    private static NodeSettingsRead Read((string Key, string Value)[] flags) => NodeSettingsReader.Read(Flags(flags));

    private static SettingSources Flags((string Key, string Value)[] flags) =>
        new() { Flags = flags.ToDictionary(flag => flag.Key, flag => flag.Value) };
}
