using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>Finds the service that a name means to a caller, by the search list of Kubernetes pods.</summary>
public static class NameResolver
{
    private const string ServiceLabel = ".svc.";

    /// <summary>How names of the MCS API end; what is before that is the same (KEP-1645).</summary>
    private const string ClusterSet = ".svc.clusterset.local";

    /// <summary>The service, or null where no candidate names one. A full name in lower case is found without allocating.</summary>
    /// <param name="table">The services that the caller may see.</param>
    /// <param name="host">The name as it was given: short, with namespace, with <c>svc</c>, full, or as the MCS API has it; any case.</param>
    /// <param name="callerNamespace">The namespace whose services a short name means.</param>
    /// <param name="domainSuffix">The suffix of full names.</param>
    public static MeshService? Resolve(RouteTable table, string host, string callerNamespace, string domainSuffix)
    {
        // One that ends in the root's dot is full already.
        var isAbsolute = host.EndsWith('.');
        var name = (isAbsolute ? host[..^1] : host).ToLowerInvariant();
        if (table.FindByHostname(name, callerNamespace) is { } service)
            return service;
        if (name.EndsWith(ClusterSet, StringComparison.Ordinal))
            return table.FindByHostname($"{name[..^ClusterSet.Length]}{ServiceLabel}{domainSuffix}", callerNamespace);
        if (isAbsolute)
            return null;
        return table.FindByHostname($"{name}.{callerNamespace}{ServiceLabel}{domainSuffix}", callerNamespace)
            ?? table.FindByHostname($"{name}{ServiceLabel}{domainSuffix}", callerNamespace)
            ?? table.FindByHostname($"{name}.{domainSuffix}", callerNamespace);
    }
}
