using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Model;

/// <summary>
/// Which host names stay within their cluster, by MeshConfig's <c>serviceSettings</c>. A host is exact, or has a star
/// in the place of its first labels; the most specific one that matches decides.
/// </summary>
/// <param name="Settings">The settings, in any order.</param>
public sealed record ClusterLocalHosts(ValueList<ClusterLocalHost> Settings)
{
    /// <summary>No setting: nothing is kept.</summary>
    public static ClusterLocalHosts None { get; } = new([]);

    /// <summary>Whether a host name stays within its cluster.</summary>
    /// <param name="hostname">A full host name.</param>
    public bool Keeps(string hostname)
    {
        ClusterLocalHost? best = null;
        foreach (var setting in Settings.AsSpan())
        {
            if (setting.Matches(hostname) && (best is null || IsMoreSpecific(setting, best)))
                best = setting;
        }

        return best is { IsLocal: true };
    }

    private static bool IsMoreSpecific(ClusterLocalHost setting, ClusterLocalHost other) =>
        setting.IsExact == other.IsExact ? setting.Host.Length > other.Host.Length : setting.IsExact;
}

/// <summary>What one setting says of the host names that it is about.</summary>
/// <param name="Host">A full host name, or a star and what follows it.</param>
/// <param name="IsLocal">Whether they stay within their cluster.</param>
public sealed record ClusterLocalHost(string Host, bool IsLocal)
{
    /// <summary>Whether it is about one host name alone.</summary>
    public bool IsExact => !Host.StartsWith('*');

    /// <summary>Whether a host name is one of them.</summary>
    /// <param name="hostname">A full host name.</param>
    public bool Matches(string hostname) =>
        IsExact ? hostname == Host : hostname.EndsWith(Host[1..], StringComparison.Ordinal);
}
