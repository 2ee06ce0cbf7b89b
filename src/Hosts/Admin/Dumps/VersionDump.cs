using System.Runtime.InteropServices;

namespace ScopeMesh.Hosts.Admin.Dumps;

/// <summary>What runs, with ztunnel's keys where they mean something here.</summary>
internal sealed record VersionDump(string Version, string GitRevision, string BuildProfile, string IstioVersion, string CryptoProvider, string DotnetVersion)
{
    private const string Unknown = "unknown";

    public static VersionDump Current { get; } = Of(ProductVersion.Text);

    /// <summary>What a product version says, which the revision that was built follows behind a plus sign.</summary>
    public static VersionDump Of(string product) => new(
        product.Split('+')[0],
        product.Split('+') is [_, var revision] ? revision : Unknown,
        IsDebug ? "debug" : "release",
        Unknown,
        "OpenSSL",
        RuntimeInformation.FrameworkDescription);

#if DEBUG
    private const bool IsDebug = true;
#else
    private const bool IsDebug = false;
#endif
}
