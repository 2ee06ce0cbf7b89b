using System.Collections.Immutable;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>Which of several services of one name or address is meant.</summary>
internal static class ServiceRank
{
    /// <summary>The order of services where nothing else tells: by key.</summary>
    public static int ByKey(MeshService left, MeshService right) => left.Key.CompareTo(right.Key);

    /// <summary>Whether a caller can see a service. Who names no namespace sees all.</summary>
    public static bool IsVisible(MeshService service, string caller) =>
        service.Visibility == ServiceVisibility.Public || caller.Length == 0 || service.Namespace == caller;

    /// <summary>The first service of a namespace that is canonical, else the first; null where none is of it.</summary>
    /// <param name="services">The services, ordered by key.</param>
    /// <param name="ns">The namespace.</param>
    public static MeshService? BestIn(ImmutableArray<MeshService> services, string ns)
    {
        MeshService? first = null;
        foreach (var service in services)
        {
            if (service.Namespace != ns)
                continue;
            if (service.IsCanonical)
                return service;
            first ??= service;
        }

        return first;
    }

    /// <summary>
    /// Of those that the caller can see the one in its own namespace, else the first that is meant in every namespace,
    /// else the first of a namespace that is preferred, else the first; null where it sees none.
    /// </summary>
    /// <param name="services">The services, ordered by key.</param>
    /// <param name="caller">The caller's namespace; empty where it is not known.</param>
    /// <param name="preferred">The namespace that is preferred; empty for none.</param>
    public static MeshService? Best(ImmutableArray<MeshService> services, string caller, string preferred = "")
    {
        MeshService? canonical = null;
        MeshService? ofPreferred = null;
        MeshService? first = null;
        foreach (var service in services)
        {
            if (service.Namespace == caller)
                return service;
            if (!IsVisible(service, caller))
                continue;
            first ??= service;
            if (service.IsCanonical)
                canonical ??= service;
            if (service.Namespace == preferred)
                ofPreferred ??= service;
        }

        return canonical ?? ofPreferred ?? first;
    }
}
