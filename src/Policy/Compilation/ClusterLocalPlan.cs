using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// Which host names stay within their cluster: MeshConfig's <c>serviceSettings</c> with Istio's defaults
/// (<c>pilot/pkg/model/cluster_local.go</c>).
/// </summary>
internal static class ClusterLocalPlan
{
    /// <summary>
    /// What is said, and the defaults besides: <c>*.kube-system.svc</c>, <c>kubernetes.default.svc</c> and the control plane's
    /// own Service stay, unless a setting that is not local names one of them, or a host within the first.
    /// </summary>
    /// <param name="settings">What is said, in its order: of one host the last counts.</param>
    /// <param name="systemNamespace">The control plane's namespace.</param>
    /// <param name="domainSuffix">The suffix of Services' host names.</param>
    public static ClusterLocalHosts Compile(ValueList<ClusterLocalHost> settings, string systemNamespace, string domainSuffix)
    {
        var hosts = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var setting in settings)
            hosts[setting.Host] = setting.IsLocal;
        ClusterLocalHost[] defaults =
        [
            new($"*.kube-system.svc.{domainSuffix}", true),
            new($"kubernetes.default.svc.{domainSuffix}", true),
            new($"istiod.{systemNamespace}.svc.{domainSuffix}", true),
        ];
        foreach (var host in defaults)
        {
            if (!settings.Any(setting => !setting.IsLocal && (setting.Host == host.Host || host.Matches(setting.Host))))
                hosts[host.Host] = true;
        }

        return new ClusterLocalHosts(hosts.Select(host => new ClusterLocalHost(host.Key, host.Value)).ToValueList());
    }
}
