using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Certificates;

namespace ScopeMesh.Hosts.NodeProxy.Local;

/// <summary>Puts together what a node proxy without a control plane lives by.</summary>
internal static partial class LocalServices
{
    /// <summary>
    /// The route table and the certificates of a file, and the connections that live by them: what
    /// <see cref="HostServices.AddControlPlaneLink"/> adds where there is a control plane. A file that cannot be used at the
    /// start ends it, as <see cref="LocalConfigurationFile"/> says.
    /// </summary>
    public static IServiceCollection AddLocalConfiguration(this IServiceCollection services, LocalConfigurationOptions options) => services
        .AddSingleton(options)
        .AddSingleton<LocalConfigurationFile>()
        .AddSingleton(provider => provider.GetRequiredService<LocalConfigurationFile>().Tables)
        .AddSingleton(provider => Certificates(provider, options))
        .AddSingleton<IMeshSupply, LocalSupply>()
        .AddHostedService(provider => provider.GetRequiredService<LocalConfigurationFile>())
        .AddLiveConnections();

    private static WorkloadCertificates Certificates(IServiceProvider provider, LocalConfigurationOptions options)
    {
        var (limits, time) = (CertificateLimits.Default, provider.GetRequiredService<TimeProvider>());
        var logger = provider.GetRequiredService<ILogger<WorkloadCertificates>>();
        if (options.AuthorityFolder is null)
            Log.TrustedByNobodyElse(logger);
        var authority = new LocalAuthority(
            LocalAuthority.Open(options, limits, time.GetUtcNow()), provider.GetRequiredService<LocalConfigurationFile>().Tables, options.IsOwn, time);
        return new WorkloadCertificates(authority.FetchAsync, limits, time, logger);
    }

    private static partial class Log
    {
        [LoggerMessage(
            2134, LogLevel.Warning, "certificates are signed by an authority that only this process trusts, for trying out; give --local-ca for one that others trust")]
        public static partial void TrustedByNobodyElse(ILogger logger);
    }
}
