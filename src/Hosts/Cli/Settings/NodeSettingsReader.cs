using System.Net;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Hosts.Telemetry.Logs;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using Table = ScopeMesh.Hosts.Cli.Settings.NodeSettingTable;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>Makes settings of what is given, or says all that is wrong with it. Pure: files and the environment are arguments.</summary>
internal static class NodeSettingsReader
{
    private const string DefaultCluster = "Kubernetes";
    private const string KubernetesHost = "KUBERNETES_SERVICE_HOST";

    private static readonly HostPort Istiod = new("istiod.istio-system.svc", 15012);

    /// <summary>Reads everything.</summary>
    public static NodeSettingsRead Read(SettingSources sources)
    {
        var reader = new SettingReader(sources);
        CheckKeys(reader, sources);
        var settings = Build(reader, sources);
        Check(reader, settings);
        var foreign = ForeignVariables.Look(sources.Environment, settings);
        foreach (var error in foreign.Errors)
            reader.Report(error);
        var warnings = foreign.Warnings.Concat(ModeRules.WithoutEffect(settings, reader.IsGiven)).ToValueList();
        return reader.Errors.Count == 0
            ? new NodeSettingsRead(settings, [], warnings)
            : new NodeSettingsRead(null, reader.Errors.ToValueList(), warnings);
    }

    /// <summary>
    /// Reads how traffic is captured alone, for who makes the rules of a network namespace: what else a node proxy needs may be
    /// missing there, and what is given must be valid all the same.
    /// </summary>
    /// <returns>How; null where there are errors, which are a line each.</returns>
    public static (CaptureSettings? Settings, ValueList<string> Errors) ReadCapture(SettingSources sources)
    {
        var reader = new SettingReader(sources);
        CheckKeys(reader, sources);
        var settings = SettingsToOptions.CaptureOf(Build(reader, sources));
        if (RedirectRules.WhyNot(settings.PacketMark) is { } why)
            reader.Report($"{reader.PlaceOf(Table.PacketMark)}: {why}");
        return (reader.Errors.Count == 0 ? settings : null, reader.Errors.ToValueList());
    }

    private static void CheckKeys(SettingReader reader, SettingSources sources)
    {
        foreach (var (key, placed) in sources.File.Where(entry => Table.All.All(setting => setting.Key != entry.Key)))
            reader.Report($"{placed.Place} is no setting{Suggestion(key)}; docs/node-settings.md lists all");
    }

    private static NodeSettings Build(SettingReader reader, SettingSources sources)
    {
        int? grace = reader.TryRead(Table.GracePeriod, out var seconds) ? seconds : null;
        var localConfig = reader.ReadOrNull(Table.LocalConfig);
        var mode = reader.Read(Table.Mode, ModeRules.Implied(reader.IsGiven, sources.Environment));
        TimeSpan? deadline = reader.TryRead(Table.DrainDeadline, out var exactly) ? exactly : null;
        return new NodeSettings
        {
            Cluster = reader.Read(Table.Cluster, DefaultCluster),
            Node = reader.ReadOrNull(Table.Node) ?? (localConfig is not null && mode != ProxyMode.Dedicated ? sources.MachineName : null),
            Network = reader.Read(Table.Network, ""),
            TrustDomain = reader.Read(Table.TrustDomain, WellKnown.DefaultTrustDomain),
            ClusterDomain = reader.Read(Table.ClusterDomain, WellKnown.DefaultDomainSuffix),
            Mode = mode,
            Workload = reader.ReadOrNull(Table.Workload),
            Control = reader.ReadOrNull(Table.Control) ?? (localConfig is null ? DefaultControl(sources.Environment) : null),
            Roots = reader.Read(Table.Roots, Table.Roots.Default),
            Token = reader.Read(Table.Token, Table.Token.Default),
            RevocationFile = reader.ReadOrNull(Table.RevocationFile),
            LocalConfig = localConfig,
            LocalAuthority = reader.ReadOrNull(Table.LocalAuthority),
            Admin = reader.Read(Table.Admin, IPEndPoint.Parse(Table.Admin.Default)),
            Metrics = reader.ReadOrNull(Table.Metrics),
            Readiness = reader.ReadOrNull(Table.Readiness),
            DrainDeadline = DrainDeadline.Of(deadline, grace),
            StreamWindow = reader.Read(Table.StreamWindow, Default(Table.StreamWindow)),
            ConnectionWindow = reader.Read(Table.ConnectionWindow, Default(Table.ConnectionWindow)),
            FrameSize = reader.Read(Table.FrameSize, Default(Table.FrameSize)),
            PoolStreams = reader.Read(Table.PoolStreams, Default(Table.PoolStreams)),
            PoolIdle = reader.Read(Table.PoolIdle, Default(Table.PoolIdle)),
            OriginalSource = reader.Read(Table.OriginalSource, OriginalSource.Auto),
            PacketMark = reader.Read(Table.PacketMark, Default(Table.PacketMark)),
            AgentSocket = reader.Read(Table.AgentSocket, Table.AgentSocket.Default),
            OwnPod = OwnPod(reader),
            PortReuse = reader.Read(Table.PortReuse, otherwise: true),
            IPv6 = reader.Read(Table.IPv6, otherwise: true),
            Dns = reader.Read(Table.Dns, otherwise: true),
            DnsAddress = reader.Read(Table.DnsAddress, IPEndPoint.Parse(Table.DnsAddress.Default)),
            PreferredNamespace = reader.ReadOrNull(Table.PreferredNamespace),
            Socks = reader.Read(Table.Socks, otherwise: false),
            FirstSocksPort = reader.Read(Table.FirstSocksPort, Default(Table.FirstSocksPort)),
            Underlay = reader.ReadOrNull(Table.Underlay),
            LogLevel = reader.Read(Table.LogLevel, LogFilter.At(LogLevel.Information)),
            LogFormat = reader.Read(Table.LogFormat, LogFormat.Plain),
        };
    }

    private static WorkloadIdentity? OwnPod(SettingReader reader)
    {
        var (ns, name, account) = (reader.ReadOrNull(Table.PodNamespace), reader.ReadOrNull(Table.PodName), reader.ReadOrNull(Table.ServiceAccount));
        return ns is null || name is null || account is null ? null : new WorkloadIdentity(ns, name, account);
    }

    /// <summary>What no setting alone says.</summary>
    private static void Check(SettingReader reader, NodeSettings settings)
    {
        if (settings.Mode != ProxyMode.Dedicated && settings.Node is null)
            reader.Report($"it is not said which Node's pods are served; give {SettingReader.WaysOf(Table.Node)}");
        if (settings.Mode == ProxyMode.Dedicated && settings.Workload is null)
            reader.Report($"it is not said which workload is served; give {SettingReader.WaysOf(Table.Workload)}");
        foreach (var error in ModeRules.Contradictions(settings, reader))
            reader.Report(error);
        if (settings.Control is null && settings.LocalConfig is null)
            reader.Report($"it is not said where the control plane is; give {SettingReader.WaysOf(Table.Control)}");
        if (settings.ConnectionWindow < settings.StreamWindow)
        {
            reader.Report(
                $"`{Table.ConnectionWindow.Key}` is {settings.ConnectionWindow}, less than `{Table.StreamWindow.Key}`, which is {settings.StreamWindow}; one stream must fit");
        }
    }

    /// <summary>In a pod it is where Istio's charts have it; who sets the address to nothing wants none, nor who has local configuration.</summary>
    private static HostPort? DefaultControl(IReadOnlyDictionary<string, string> environment) =>
        environment.ContainsKey(KubernetesHost) && !Table.Control.Variables.Any(environment.ContainsKey) ? Istiod : null;

    private static T Default<T>(Setting<T> setting) => setting.Type.Parse(setting.Default, out var value)
        ? value!
        : throw new InvalidOperationException($"the default of `{setting.Key}` is none");

    private static string Suggestion(string key)
    {
        var plain = Plain(key);
        return Table.All.FirstOrDefault(setting => Plain(setting.Key) == plain) is { } meant ? $"; did you mean `{meant.Key}`?" : "";
    }

    private static string Plain(string key) => string.Concat(key.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
