using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>What becomes of a variable of ztunnel's that is no setting here.</summary>
internal enum ForeignEffect
{
    /// <summary>Nothing: it says nothing that matters here.</summary>
    Passed,

    /// <summary>The host runs without what it asks for, and says so.</summary>
    Warned,

    /// <summary>The host does not run: it would do something else than was asked for.</summary>
    Refused,
}

/// <summary>A variable of ztunnel's that is no setting here.</summary>
/// <param name="Name">Its name; where it ends in <c>*</c>, all that begin so.</param>
/// <param name="Effect">What becomes of it where it asks for something else than what happens here.</param>
/// <param name="Why">Why it cannot be honoured, and what to do.</param>
/// <param name="IsAsHere">Whether a value asks for what happens here anyway.</param>
internal sealed record ForeignVariable(string Name, ForeignEffect Effect, string Why, Func<string, NodeSettings, bool> IsAsHere)
{
    /// <summary>Whether it is this one.</summary>
    public bool Covers(string name) =>
        Name.EndsWith('*') ? name.StartsWith(Name[..^1], StringComparison.Ordinal) : name == Name;
}

/// <summary>ztunnel's variables that are no settings here. <c>docs/node-settings.md</c> is this table.</summary>
internal static class ForeignVariables
{
    /// <summary>All of them; of several that cover a name the first counts.</summary>
    public static IReadOnlyList<ForeignVariable> All { get; } =
    [
        new("ENABLE_PROXY", ForeignEffect.Refused, "without its proxy a node proxy is nothing; leave it out", Is("true")),
        new("CA_ADDRESS", ForeignEffect.Refused, "certificates come from the control plane; set it as XDS_ADDRESS is, or leave it out", IsControl),
        new("CA_ROOT_CA", ForeignEffect.Refused, "certificates come from the control plane; set it as XDS_ROOT_CA is, or leave it out", (text, settings) => text == settings.Roots),
        new("FAKE_CA", ForeignEffect.Refused, "an authority is built in only with localConfig, and without localCa; `scopemesh bootstrap` makes others", IsAuthorityOfItsOwn),
        new("ALT_XDS_HOSTNAME", ForeignEffect.Refused, "the control plane's certificate has one name only; leave it out", Never),
        new("ALT_CA_HOSTNAME", ForeignEffect.Refused, "the control plane's certificate has one name only; leave it out", Never),
        new("XDS_HEADER_*", ForeignEffect.Refused, "no headers are added to discovery; leave it out", Never),
        new("CA_HEADER_*", ForeignEffect.Refused, "no headers are added to requests for certificates; leave it out", Never),
        new("LOCAL_XDS", ForeignEffect.Refused, "local configuration is read from a file; write it there, and set LOCAL_XDS_PATH", Never),
        new("PROXY_CONFIG", ForeignEffect.Refused, "give what it says by settings of their own", Is("{}")),
        new("COMPLIANCE_POLICY", ForeignEffect.Refused, "algorithms are those of the system's OpenSSL; restrict them there", Never),
        new("TRANSPARENT_NETWORK_POLICIES", ForeignEffect.Refused, "connections go to the HBONE port; leave it out", Is("false")),
        new("XDS_ON_DEMAND", ForeignEffect.Warned, "what the Node needs is asked for at once", Is("false")),
        new("TLS12_ENABLED", ForeignEffect.Warned, "TLS 1.3 alone is spoken", Is("false")),
        new("SECRET_TTL", ForeignEffect.Warned, "the control plane says how long certificates last", Is("24h")),
        new("KEEPALIVE_ENABLED", ForeignEffect.Warned, "tunnels are kept alive by PINGs of HTTP/2, and TCP by what the system does", Is("false")),
        new("KEEPALIVE_TIME", ForeignEffect.Warned, "TCP is kept alive by what the system does", Never),
        new("KEEPALIVE_INTERVAL", ForeignEffect.Warned, "TCP is kept alive by what the system does", Never),
        new("KEEPALIVE_RETRIES", ForeignEffect.Warned, "TCP is kept alive by what the system does", Never),
        new("USER_TIMEOUT_ENABLED", ForeignEffect.Warned, "no such timeout is set", Is("false")),
        new("LOCALHOST_APP_TUNNEL", ForeignEffect.Warned, "application tunnels lead to the pod's own address", Is("false")),
        new("ENABLE_RESPONSE_BAGGAGE", ForeignEffect.Warned, "both ends always say who they are", Is("true")),
        new("AUTHZ_POLICY_INFO_LOGGING", ForeignEffect.Warned, "which policy denied a connection stands in its log line", Is("false")),
        new("ZTUNNEL_WORKER_THREADS", ForeignEffect.Warned, "the data plane has a thread for each of the first two cores", Is("2")),
        new("ZTUNNEL_CPU_LIMIT", ForeignEffect.Passed, "it counts for ZTUNNEL_WORKER_THREADS alone", Never),
        new("ZTUNNEL_RESOURCE_CPU_LIMIT", ForeignEffect.Passed, "it counts for ZTUNNEL_WORKER_THREADS alone", Never),
        new("ZTUNNEL_RESOURCE_CPU_REQUEST", ForeignEffect.Passed, "it counts for ZTUNNEL_WORKER_THREADS alone", Never),
        new("INSTANCE_IP", ForeignEffect.Passed, "ztunnel does not use it any more", Never),
        new("ISTIO_META_*", ForeignEffect.Passed, "it is told to Istio's control plane, which does nothing by it for node proxies", Never),
    ];

    /// <summary>What an environment asks for that cannot be had.</summary>
    public static (ValueList<string> Errors, ValueList<string> Warnings) Look(IReadOnlyDictionary<string, string> environment, NodeSettings settings)
    {
        var ours = NodeSettingTable.All.SelectMany(setting => setting.Variables).ToHashSet(StringComparer.Ordinal);
        var found = environment
            .Where(variable => variable.Value.Length > 0 && !ours.Contains(variable.Key))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => (variable.Key, variable.Value, Foreign: All.FirstOrDefault(foreign => foreign.Covers(variable.Key))))
            .Where(variable => variable.Foreign?.IsAsHere(variable.Value, settings) == false)
            .ToArray();
        return (
            found.Where(variable => variable.Foreign!.Effect == ForeignEffect.Refused)
                .Select(variable => $"environment variable `{variable.Key}` cannot be honoured: {variable.Foreign!.Why}").ToValueList(),
            found.Where(variable => variable.Foreign!.Effect == ForeignEffect.Warned)
                .Select(variable => $"environment variable `{variable.Key}` has no effect: {variable.Foreign!.Why}").ToValueList());
    }

    private static Func<string, NodeSettings, bool> Is(string value) =>
        (text, _) => text.Trim().Equals(value, StringComparison.OrdinalIgnoreCase);

    private static bool Never(string text, NodeSettings settings) => false;

    private static bool IsAuthorityOfItsOwn(string text, NodeSettings settings) =>
        Is("false")(text, settings) || (Is("true")(text, settings) && settings is { LocalConfig: not null, LocalAuthority: null });

    private static bool IsControl(string text, NodeSettings settings) =>
        SettingTypes.Address.Parse(text, out var address) && address == settings.Control;
}
