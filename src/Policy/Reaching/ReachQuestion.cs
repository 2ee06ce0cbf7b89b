using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Reaching;

/// <summary>Of whom and to what a matrix is asked.</summary>
/// <param name="From">The clients.</param>
/// <param name="To">The services.</param>
public sealed record ReachQuestion(ClientPattern From, ServicePattern To)
{
    /// <summary>Everybody to everything.</summary>
    public static ReachQuestion All { get; } = new(ClientPattern.All, ServicePattern.All);
}

/// <summary>
/// Names clients as <c>CLUSTER/NAMESPACE/NAME</c>, NAME being a pod or its owner; <c>*</c> stands for any text in a part and
/// <c>?</c> for any letter. Parts that are left out at the end are any.
/// </summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Name">The pod or its owner.</param>
public sealed record ClientPattern(string Cluster, string Namespace, string Name)
{
    private const int MaxParts = 3;

    /// <summary>Every client.</summary>
    public static ClientPattern All { get; } = new("*", "*", "*");

    /// <summary>Reads a pattern; null where it has too many parts, or an empty one.</summary>
    /// <param name="text">The pattern.</param>
    public static ClientPattern? Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > MaxParts || parts.Any(part => part.Length == 0))
            return null;
        return new ClientPattern(parts[0], parts.ElementAtOrDefault(1) ?? "*", parts.ElementAtOrDefault(2) ?? "*");
    }

    /// <summary>Whether a pod is meant.</summary>
    /// <param name="pod">The pod.</param>
    public bool Matches(Workload pod) =>
        Glob.Matches(Cluster, pod.Cluster)
        && Glob.Matches(Namespace, pod.Namespace)
        && (Glob.Matches(Name, pod.Name) || Glob.Matches(Name, ReachCells.OwnerOf(pod).Name));
}

/// <summary>
/// Names services by host, short or full, and port where that matters: <c>vault.sample</c>, <c>*.sample:80</c>. <c>*</c> stands
/// for any text and <c>?</c> for any letter.
/// </summary>
/// <param name="Host">The host.</param>
/// <param name="Port">The port; null for any.</param>
public sealed record ServicePattern(string Host, int? Port)
{
    /// <summary>Every service.</summary>
    public static ServicePattern All { get; } = new("*", null);

    /// <summary>Reads a pattern; null where it has no host, or a port that is none.</summary>
    /// <param name="text">The pattern.</param>
    public static ServicePattern? Parse(string text)
    {
        if (text.Split(':') is not [{ Length: > 0 } host, .. var rest] || rest.Length > 1)
            return null;
        if (rest.Length == 0 || rest[0] == "*")
            return new ServicePattern(host.ToLowerInvariant(), null);
        return int.TryParse(rest[0], System.Globalization.NumberStyles.None, null, out var port) && port is >= 1 and <= 65535
            ? new ServicePattern(host.ToLowerInvariant(), port)
            : null;
    }

    /// <summary>Whether a service is meant: by its full name, or the one that people write.</summary>
    /// <param name="service">The service and port.</param>
    public bool Matches(ReachService service) =>
        (Port is null || Port == service.Port)
        && (Glob.Matches(Host, service.Name) || Glob.Matches(Host, service.Host) || Glob.Matches(Host, $"{service.Name}.svc"));
}

/// <summary>Texts in which <c>*</c> stands for any text and <c>?</c> for any letter.</summary>
internal static class Glob
{
    /// <summary>Whether a text is meant by a pattern. Takes time in proportion to both lengths multiplied at most.</summary>
    public static bool Matches(string pattern, string text)
    {
        var (at, place, star, retry) = (0, 0, -1, 0);
        while (place < text.Length)
        {
            if (at < pattern.Length && (pattern[at] == '?' || (pattern[at] == text[place] && pattern[at] != '*')))
            {
                at++;
                place++;
            }
            else if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                retry = place;
            }
            else if (star >= 0)
            {
                // What the last star stands for is one letter longer.
                at = star + 1;
                place = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }
}
