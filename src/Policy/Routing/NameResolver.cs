using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>Finds the service that a name means to a caller, by the search list of Kubernetes pods.</summary>
public static class NameResolver
{
    private const string ServiceLabel = ".svc.";

    /// <summary>How names of the MCS API end; what is before that is the same (KEP-1645).</summary>
    private const string ClusterSet = ".svc.clusterset.local";

    /// <summary>The service, or null where no candidate names one.</summary>
    /// <param name="table">The services that the caller may see.</param>
    /// <param name="host">The name as it was given: short, with namespace, with <c>svc</c>, full, or as the MCS API has it; any case.</param>
    /// <param name="callerNamespace">The namespace whose services a short name means.</param>
    /// <param name="domainSuffix">The suffix of full names.</param>
    public static MeshService? Resolve(RouteTable table, string host, string callerNamespace, string domainSuffix)
    {
        foreach (var name in Candidates(host, callerNamespace, domainSuffix))
        {
            if (table.FindByHostname(name, callerNamespace) is { } service)
                return service;
        }

        return null;
    }

    /// <summary>The full names that a name may mean, in the order in which they are tried, in lower case.</summary>
    /// <param name="host">The name as it was given.</param>
    /// <param name="callerNamespace">The namespace whose services a short name means.</param>
    /// <param name="domainSuffix">The suffix of full names.</param>
    public static IEnumerable<string> Candidates(string host, string callerNamespace, string domainSuffix)
    {
        // One that ends in the root's dot is full already.
        var isAbsolute = host.EndsWith('.');
        var name = (isAbsolute ? host[..^1] : host).ToLowerInvariant();
        yield return name;
        if (name.EndsWith(ClusterSet, StringComparison.Ordinal))
        {
            yield return $"{name[..^ClusterSet.Length]}{ServiceLabel}{domainSuffix}";
            yield break;
        }

        if (isAbsolute)
            yield break;
        yield return $"{name}.{callerNamespace}{ServiceLabel}{domainSuffix}";
        yield return $"{name}{ServiceLabel}{domainSuffix}";
        yield return $"{name}.{domainSuffix}";
    }
}
