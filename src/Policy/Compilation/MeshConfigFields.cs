using System.Collections.Frozen;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The fields of MeshConfig, and what is told of those that are not acted on, or do not exist.</summary>
internal static class MeshConfigFields
{
    /// <summary>Scope rules are read, and their keys checked, by <c>ServiceScopeConfigs</c>.</summary>
    private const string ScopeRules = "serviceScopeConfigs";

    private static readonly string[] Known =
    [
        "accessLogEncoding", "accessLogFile", "accessLogFormat", "ca", "caCertificates", "certificates", "configSources",
        "connectTimeout", "defaultConfig", "defaultDestinationRuleExportTo", "defaultHttpRetryPolicy", "defaultProviders",
        "defaultServiceExportTo", "defaultVirtualServiceExportTo", "disableEnvoyListenerLog", "discoverySelectors",
        "dnsRefreshRate", "enableAutoMtls", "enableEnvoyAccessLogService", "enablePrometheusMerge", "enableTracing",
        "extensionProviders", "h2UpgradePolicy", "hboneIdleTimeout", "inboundClusterStatName", "inboundTrafficPolicy",
        "ingressClass", "ingressControllerMode", "ingressSelector", "ingressService", "localityLbSetting", "meshMTLS",
        "outboundClusterStatName", "outboundTrafficPolicy", "pathNormalization", "protocolDetectionTimeout", "proxyHttpPort",
        "proxyInboundListenPort", "proxyListenPort", "rootNamespace", ScopeRules, "serviceEntryVisibility", "serviceSettings",
        "tcpKeepalive", "thriftConfig", "tlsDefaults", "trustDomain", "trustDomainAliases", "verifyCertificateAtClient",
    ];

    private static readonly FrozenSet<string> KnownSet = Known.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Fields that would change who reaches whom, and change nothing here.</summary>
    private static readonly FrozenSet<string> NotActedOn =
        FrozenSet.Create("defaultServiceExportTo", "discoverySelectors", "serviceEntryVisibility");

    /// <summary>Tells of the keys of a MeshConfig that have no effect and might be expected to have one.</summary>
    public static void Report(SourceNode.Mapping config, DiagnosticBag bag)
    {
        foreach (var entry in config.Entries)
        {
            if (NotActedOn.Contains(entry.Key))
                ReportNotActedOn($"`{entry.Key}`", entry.KeySpan, bag);
            else if (!KnownSet.Contains(entry.Key) && Spelling.Closest(entry.Key, Known) is var closest and not ScopeRules)
                ReportUnknown(entry, closest, bag);
        }
    }

    public static void ReportNotActedOn(string field, SourceSpan at, DiagnosticBag bag) => bag.Note(
        CompilationCodes.ConfigNotActedOn, at, $"{field} of MeshConfig is not acted on, and changes nothing");

    private static void ReportUnknown(MappingEntry entry, string? closest, DiagnosticBag bag) => bag.Warning(
        CompilationCodes.UnknownConfigKey,
        entry.KeySpan,
        $"{UserText.Quote(entry.Key)} is no field of MeshConfig and has no effect",
        closest is null ? "remove it" : $"did you mean `{closest}`?");
}
