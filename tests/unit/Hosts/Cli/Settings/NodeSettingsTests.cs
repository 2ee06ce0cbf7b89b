using System.Net;
using Microsoft.Extensions.Logging;
using ScopeMesh.Hosts.Cli.Settings;
using ScopeMesh.Hosts.Telemetry.Logs;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Unit.Hosts.Cli.Settings;

/// <summary>By what a node proxy runs, and what is said where it cannot run by what is given.</summary>
public sealed class NodeSettingsTests
{
    [Fact]
    public void What_is_not_given_is_as_at_ztunnel()
    {
        var settings = Valid(Environment(("NODE_NAME", "n1"), ("XDS_ADDRESS", "istiod:15012")));
        Assert.Equal("Kubernetes", settings.Cluster);
        Assert.Equal(ProxyMode.Shared, settings.Mode);
        Assert.Equal(new HostPort("istiod", 15012), settings.Control);
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:15000"), settings.Admin);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.DrainDeadline);
        Assert.Equal((4194304, 16777216, 1048576), (settings.StreamWindow, settings.ConnectionWindow, settings.FrameSize));
        Assert.Equal((100, TimeSpan.FromMinutes(5)), (settings.PoolStreams, settings.PoolIdle));
        Assert.Equal(1337, settings.PacketMark);
        Assert.Equal("/var/run/ztunnel/ztunnel.sock", settings.AgentSocket);
        Assert.True(settings is { PortReuse: true, IPv6: true, Dns: true, Socks: false, OriginalSource: OriginalSource.Auto });
        Assert.Equal("info", settings.LogLevel.ToString());
        Assert.Equal(LogFormat.Plain, settings.LogFormat);
    }

    [Fact]
    public void A_flag_counts_before_the_environment_and_that_before_the_file()
    {
        var sources = new SettingSources
        {
            File = SettingsFile.Read("node.yaml", "node: a\nnetwork: b\ncluster: c\ncontrol: x:1").Settings,
            Environment = new Dictionary<string, string> { ["NETWORK"] = "d", ["CLUSTER_ID"] = "e" },
            Flags = new Dictionary<string, string> { ["cluster"] = "f" },
        };
        var settings = Valid(sources);
        Assert.Equal(("a", "d", "f"), (settings.Node, settings.Network, settings.Cluster));
    }

    [Theory]
    [InlineData("PROXY_MODE", "dedicated", "mode")]
    [InlineData("NETWORK", "n", "network")]
    [InlineData("CLUSTER_ID", "c", "cluster")]
    [InlineData("CONNECTION_TERMINATION_DEADLINE", "1m30s", "drainDeadline")]
    [InlineData("HTTP2_STREAM_WINDOW_SIZE", "65535", "streamWindow")]
    [InlineData("PACKET_MARK", "7", "packetMark")]
    [InlineData("RUST_LOG", "warn,access=debug", "logLevel")]
    [InlineData("LOG_FORMAT", "json", "logFormat")]
    [InlineData("ENABLE_ORIG_SRC", "false", "originalSource")]
    [InlineData("AUTH_TOKEN", "/var/token", "token")]
    public void A_variable_of_ztunnels_is_a_key_of_the_file_and_a_variable_and_a_flag_of_ours(string variable, string value, string key)
    {
        var setting = NodeSettingTable.All.Single(setting => setting.Key == key);
        Assert.Contains(variable, setting.Variables);
        var least = Environment(("NODE_NAME", "n1"), ("XDS_ADDRESS", "10.0.0.1:15012"), ("PROXY_WORKLOAD_INFO", "ns/name/sa"));
        var expected = Valid(Also(least, (variable, value)));
        Assert.Equal(expected, Valid(Also(least, (setting.Variable, value))));
        Assert.Equal(expected, Valid(least with { Flags = new Dictionary<string, string> { [key] = value } }));
        Assert.Equal(expected, Valid(least with { File = SettingsFile.Read("f", $"{key}: \"{value}\"").Settings }));
    }

    [Theory]
    [InlineData("ISTIO_META_CLUSTER_ID", "a", "CLUSTER_ID", "b")]
    [InlineData("CLUSTER_ID", "b", "ISTIO_META_CLUSTER_ID", "a")]
    public void The_cluster_that_is_metadata_counts_first(string first, string one, string second, string other) =>
        Assert.Equal("a", Valid(Environment(("NODE_NAME", "n1"), ("XDS_ADDRESS", "x:1"), (first, one), (second, other))).Cluster);

    [Theory]
    [InlineData("https://istiod.istio-system.svc:15012", "istiod.istio-system.svc", 15012)]
    [InlineData("istiod.istio-system.svc:15012", "istiod.istio-system.svc", 15012)]
    [InlineData("istiod", "istiod", 15012)]
    [InlineData("10.0.0.1:443", "10.0.0.1", 443)]
    [InlineData("[2001:db8::1]:15012", "2001:db8::1", 15012)]
    public void A_control_plane_is_named_with_or_without_its_scheme(string text, string host, int port) =>
        Assert.Equal(host, Valid(Environment(("NODE_NAME", "n"), ("XDS_ADDRESS", text))) is { Control: { } control } && control.Port == port ? control.Host.Trim('[', ']') : null);

    [Fact]
    public void In_a_pod_the_control_plane_is_where_Istio_has_it()
    {
        Assert.Equal(
            "istiod.istio-system.svc:15012", Valid(Environment(("NODE_NAME", "n"), ("KUBERNETES_SERVICE_HOST", "10.96.0.1"))).Control!.ToString());
        Assert.Contains(
            Errors(Environment(("NODE_NAME", "n"), ("KUBERNETES_SERVICE_HOST", "10.96.0.1"), ("XDS_ADDRESS", ""))),
            error => error.StartsWith("it is not said where the control plane is", StringComparison.Ordinal));
        Assert.Null(Valid(Environment(("NODE_NAME", "n"), ("XDS_ADDRESS", ""), ("LOCAL_XDS_PATH", "local.yaml"))).Control);
    }

    [Fact]
    public void A_control_plane_is_an_address_or_a_name_to_look_up()
    {
        Assert.Equal(IPEndPoint.Parse("10.0.0.1:15012"), End("10.0.0.1:15012"));
        Assert.Equal(IPEndPoint.Parse("[2001:db8::1]:1"), End("[2001:db8::1]:1"));
        Assert.Equal(new DnsEndPoint("istiod", 15012), End("istiod"));

        static EndPoint End(string address) => Valid(Environment(("NODE_NAME", "n"), ("XDS_ADDRESS", address))).Control!.EndPoint;
    }

    [Theory]
    [InlineData("30", 25)]
    [InlineData("10", 9)]
    public void The_grace_period_gives_the_deadline(string grace, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            Valid(Environment(("NODE_NAME", "n"), ("XDS_ADDRESS", "x"), ("TERMINATION_GRACE_PERIOD_SECONDS", grace))).Operations.Drain.Deadline);

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var file = SettingsFile.Read("node.yaml", "admin: here\npoolStreems: 3\nframe-size: 1\n").Settings;
        var errors = Errors(new SettingSources
        {
            File = file,
            Environment = new Dictionary<string, string>
            {
                ["PROXY_MODE"] = "both", ["IPV6_ENABLED"] = "yes", ["FAKE_CA"] = "true", ["POOL_UNUSED_RELEASE_TIMEOUT"] = "5 minutes", ["AUTH_TOKEN"] = "eyJh.eyJz.c2ln",
            },
            Flags = new Dictionary<string, string> { ["streamWindow"] = "1" },
        });
        Assert.Equal(
            [
                "`--stream-window` is `1`; write a whole number from 65535 to 2147483647",
                "`node.yaml` line 1: `admin` is `here`; write ADDRESS:PORT",
                "`node.yaml` line 2: `poolStreems` is no setting; docs/node-settings.md lists all",
                "`node.yaml` line 3: `frame-size` is no setting; did you mean `frameSize`?; docs/node-settings.md lists all",
                "environment variable `AUTH_TOKEN` is `eyJh.eyJz.c2ln`; write the name of a file that holds the token",
                "environment variable `FAKE_CA` cannot be honoured: an authority is built in only with localConfig, and without localCa; `scopemesh bootstrap` makes others",
                "environment variable `IPV6_ENABLED` is `yes`; write `true` or `false`",
                "environment variable `POOL_UNUSED_RELEASE_TIMEOUT` is `5 minutes`; write a duration such as `90s`, `1m30s` or `24h`",
                "environment variable `PROXY_MODE` is `both`; write `shared` or `dedicated` or `socks`",
                "it is not said where the control plane is; give `--control`, `SCOPEMESH_CONTROL`, `XDS_ADDRESS` or `control` in the file",
                "it is not said which Node's pods are served; give `--node`, `SCOPEMESH_NODE`, `NODE_NAME` or `node` in the file",
            ],
            errors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_does_not_count_must_be_valid_too() =>
        Assert.Single(Errors(Environment(("NODE_NAME", "n"), ("XDS_ADDRESS", "x"), ("PACKET_MARK", "red")) with
        {
            Flags = new Dictionary<string, string> { ["packetMark"] = "7" },
        }));

    [Theory]
    [InlineData("ENABLE_PROXY", "true", "false", true)]
    [InlineData("CA_ADDRESS", "https://x:15012", "https://other:15012", true)]
    [InlineData("CA_ROOT_CA", "./var/run/secrets/istio/root-cert.pem", "SYSTEM", true)]
    [InlineData("FAKE_CA", "false", "true", true)]
    [InlineData("PROXY_CONFIG", "{}", "concurrency: 2", true)]
    [InlineData("TRANSPARENT_NETWORK_POLICIES", "false", "true", true)]
    [InlineData("XDS_ON_DEMAND", "false", "true", false)]
    [InlineData("TLS12_ENABLED", "false", "true", false)]
    [InlineData("SECRET_TTL", "24h", "1h", false)]
    [InlineData("KEEPALIVE_ENABLED", "false", "true", false)]
    [InlineData("USER_TIMEOUT_ENABLED", "false", "true", false)]
    [InlineData("LOCALHOST_APP_TUNNEL", "false", "true", false)]
    [InlineData("ENABLE_RESPONSE_BAGGAGE", "true", "false", false)]
    [InlineData("AUTHZ_POLICY_INFO_LOGGING", "false", "true", false)]
    [InlineData("ZTUNNEL_WORKER_THREADS", "2", "8", false)]
    [InlineData("ALT_XDS_HOSTNAME", null, "x", true)]
    [InlineData("ALT_CA_HOSTNAME", null, "x", true)]
    [InlineData("XDS_HEADER_X_TOKEN", null, "x", true)]
    [InlineData("CA_HEADER_X_TOKEN", null, "x", true)]
    [InlineData("LOCAL_XDS", null, "workloads: []", true)]
    [InlineData("COMPLIANCE_POLICY", null, "pqc", true)]
    [InlineData("KEEPALIVE_TIME", null, "180s", false)]
    [InlineData("KEEPALIVE_INTERVAL", null, "180s", false)]
    [InlineData("KEEPALIVE_RETRIES", null, "9", false)]
    public void What_cannot_be_honoured_is_said_unless_it_is_what_happens_anyway(string name, string? same, string other, bool isError)
    {
        var least = Environment(("NODE_NAME", "n"), ("XDS_ADDRESS", "x"));
        var read = NodeSettingsReader.Read(Also(least, (name, other)));
        Assert.Single(isError ? read.Errors : read.Warnings, line => line.StartsWith($"environment variable `{name}` ", StringComparison.Ordinal));
        Assert.Equal(isError, read.Settings is null);
        if (same is not null)
        {
            var silent = NodeSettingsReader.Read(Also(least, (name, same)));
            Assert.Empty(silent.Errors);
            Assert.Empty(silent.Warnings);
        }
    }

    [Theory]
    [InlineData("INSTANCE_IP")]
    [InlineData("ISTIO_META_MESH_ID")]
    [InlineData("ZTUNNEL_CPU_LIMIT")]
    [InlineData("PATH")]
    public void What_says_nothing_here_is_passed_over(string name)
    {
        var read = NodeSettingsReader.Read(Environment(("NODE_NAME", "n"), ("XDS_ADDRESS", "x"), (name, "y")));
        Assert.Empty(read.Errors);
        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void Windows_and_pools_become_limits_of_tunnels()
    {
        var limits = Valid(Environment(
            ("NODE_NAME", "n"),
            ("XDS_ADDRESS", "x"),
            ("HTTP2_STREAM_WINDOW_SIZE", "100000"),
            ("HTTP2_CONNECTION_WINDOW_SIZE", "200000"),
            ("HTTP2_FRAME_SIZE", "20000"),
            ("POOL_MAX_STREAMS_PER_CONNECTION", "7"),
            ("POOL_UNUSED_RELEASE_TIMEOUT", "90s"))).Limits(TunnelLimits.Default);
        Assert.Equal((100000, 200000, 20000), (limits.ServerHttp2.StreamWindowBytes, limits.ServerHttp2.ConnectionWindowBytes, limits.ServerHttp2.MaxFrameBytes));
        // As many streams as a pooled tunnel may have, an inner one included.
        Assert.Equal(Math.Max(limits.MaxStreamsPerConnection, limits.MaxStreamsPerInnerTunnel), limits.ClientHttp2.MaxConcurrentStreams);
        Assert.Equal((100000, 200000, 20000), (limits.ClientHttp2.StreamWindowBytes, limits.ClientHttp2.ConnectionWindowBytes, limits.ClientHttp2.MaxFrameBytes));
        Assert.Equal((7, 90), (limits.MaxStreamsPerConnection, limits.PoolIdleSeconds));
    }

    [Theory]
    [InlineData("5", 5)]
    [InlineData("5s", 5)]
    [InlineData("1m30s", 90)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("0s", 0)]
    [InlineData("", null)]
    [InlineData("s", null)]
    [InlineData("5x", null)]
    [InlineData("-5s", null)]
    [InlineData("5s5", null)]
    [InlineData("366d", null)]
    [InlineData("2000000000d", null)]
    [InlineData("99999999999999999999s", null)]
    public void Durations_are_numbers_with_units(string text, int? seconds) =>
        Assert.Equal(seconds, SettingTypes.Duration.Parse(text, out var value) ? (int)value.TotalSeconds : null);

    [Fact]
    public void Every_default_that_is_a_value_is_a_valid_one()
    {
        var settings = Valid(Environment(("NODE_NAME", "n"), ("XDS_ADDRESS", "x")));
        Assert.Equal(LogLevel.Information, settings.LogLevel.Level);
        Assert.Equal(NodeSettingTable.All.Count, NodeSettingTable.All.Select(setting => setting.Flag).Distinct().Count());
        Assert.Equal(
            NodeSettingTable.All.Count, typeof(NodeSettingTable).GetProperties().Count(property => property.PropertyType.IsAssignableTo(typeof(Setting))));
        var names = NodeSettingTable.All.SelectMany(setting => setting.Variables.Append(setting.Variable)).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void What_it_runs_by_is_dumped_under_ztunnels_names()
    {
        var dump = new SettingsDump(Valid(Environment(("NODE_NAME", "n"), ("XDS_ADDRESS", "x"))));
        Assert.Equal("config", dump.Name);
        var config = Assert.IsAssignableFrom<IReadOnlyDictionary<string, object?>>(dump.Value);
        Assert.Equal("n", config["localNode"]);
        Assert.Equal(4194304, config["windowSize"]);
        Assert.Equal("x:15012", config["xdsAddress"]);
        Assert.DoesNotContain("token", string.Join(' ', config.Keys), StringComparison.OrdinalIgnoreCase);
    }

    private static SettingSources Environment(params (string Name, string Value)[] variables) =>
        new() { Environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value) };

    private static SettingSources Also(SettingSources sources, (string Name, string Value) variable) => sources with
    {
        Environment = new Dictionary<string, string>(sources.Environment) { [variable.Name] = variable.Value },
    };

    private static NodeSettings Valid(SettingSources sources)
    {
        var read = NodeSettingsReader.Read(sources);
        Assert.Empty(read.Errors);
        return read.Settings!;
    }

    private static IReadOnlyList<string> Errors(SettingSources sources)
    {
        var read = NodeSettingsReader.Read(sources);
        Assert.Null(read.Settings);
        return read.Errors;
    }
}
