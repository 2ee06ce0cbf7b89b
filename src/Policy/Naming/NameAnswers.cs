using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Naming;

/// <summary>
/// Answers callers that ask DNS for names (ztunnel's <c>dns/server.rs</c>). A service that is found so is the one that
/// <see cref="NameResolver"/> finds, and a connection to an address that is answered is decided on as one to that service.
/// </summary>
public static class NameAnswers
{
    /// <summary>How many labels a name has at most that is looked for; no name of a mesh has so many.</summary>
    public const int MaxLabels = 32;

    private const int MaxLength = 253;

    /// <summary>The answer to one question. Total: whatever is asked, there is one.</summary>
    /// <param name="table">What the caller's node knows.</param>
    /// <param name="caller">The workload that asks.</param>
    /// <param name="question">What it asks.</param>
    /// <param name="settings">What is the same for all questions.</param>
    public static NameAnswer Of(RouteTable table, Workload caller, NameQuestion question, NameSettings settings)
    {
        if (Find(table, caller, question, settings) is not { } found)
            return new NameAnswer.NotOurs();
        var addresses = AddressesOf(table, caller, found.Service, question.Family, settings).Distinct().ToValueList();
        return addresses.IsEmpty
            ? new NameAnswer.Empty(found.Service)
            : new NameAnswer.Addresses(found.Service, addresses, found.Alias);
    }

    /// <summary>
    /// The first that names a service: the name itself and what the search list of a pod makes of it, then the same of the
    /// name without each search domain that is its end. Each by itself, and then with <c>*</c> for its first labels, fewer
    /// of them first.
    /// </summary>
    private static (MeshService Service, string? Alias)? Find(
        RouteTable table, Workload caller, NameQuestion question, NameSettings settings)
    {
        if (question.Name.AsSpan().Count('.') >= MaxLabels)
            return null;
        var tried = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, isStripped) in Spellings(question))
        {
            foreach (var candidate in NameResolver.Candidates(name, caller.Namespace, settings.DomainSuffix))
            {
                if (candidate.Length > MaxLength || !tried.Add(candidate))
                    continue;
                if (Named(table, candidate, caller, settings) is { } service)
                    return (service, isStripped ? name : null);
                if (ByWildcard(table, candidate, caller, settings) is { } wild)
                    return (wild, null);
            }
        }

        return null;
    }

    /// <summary>The name, and the name without each search domain that a resolver may have put behind it.</summary>
    private static IEnumerable<(string Name, bool IsStripped)> Spellings(NameQuestion question)
    {
        var name = question.Name;
        yield return (name, false);
        foreach (var domain in question.SearchDomains)
        {
            var end = name.Length - domain.Length;
            if (domain.Length > 0 && end > 1 && name[end - 1] == '.' && name.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
                yield return (name[..(end - 1)], true);
        }
    }

    private static MeshService? ByWildcard(RouteTable table, string name, Workload caller, NameSettings settings)
    {
        for (var dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (Named(table, string.Concat("*", name.AsSpan(dot)), caller, settings) is { } service)
                return service;
        }

        return null;
    }

    private static MeshService? Named(RouteTable table, string hostname, Workload caller, NameSettings settings) => ServiceRank.Best(
        [.. table.ServicesNamed(hostname).Where(service => IsNamedHere(service, settings))], caller.Namespace, settings.PreferredNamespace);

    /// <summary>Whether names of a service are for the mesh to answer: those of what has no address outside of Kubernetes are not.</summary>
    private static bool IsNamedHere(MeshService service, NameSettings settings) =>
        !service.Addresses.IsEmpty || service.Hostname.EndsWith($".svc.{settings.DomainSuffix}", StringComparison.Ordinal);

    private static IEnumerable<IPAddress> AddressesOf(
        RouteTable table, Workload caller, MeshService service, AddressFamily family, NameSettings settings)
    {
        if (!IsCalledBy(service, family) || (family == AddressFamily.InterNetworkV6 && !settings.HasIPv6))
            return [];
        return service.Addresses.IsEmpty
            ? PodAddresses(table, caller, service, family)
            : CalledAt(service, caller, family);
    }

    private static bool IsCalledBy(MeshService service, AddressFamily family) => service.IpFamilies switch
    {
        IpFamilies.IPv4Only => family == AddressFamily.InterNetwork,
        IpFamilies.IPv6Only => family == AddressFamily.InterNetworkV6,
        IpFamilies.Automatic or IpFamilies.Dual => true,
    };

    /// <summary>Addresses may overlap between networks: those of another one lead somewhere else here.</summary>
    private static IEnumerable<IPAddress> CalledAt(MeshService service, Workload caller, AddressFamily family) =>
        service.Addresses
            .Where(address => address.Network == caller.Network && address.Address.AddressFamily == family)
            .Select(address => address.Address);

    /// <summary>
    /// Of a headless service those of its pods that are ready: their own in the caller's network, and in others the
    /// virtual ones of their names.
    /// </summary>
    private static IEnumerable<IPAddress> PodAddresses(RouteTable table, Workload caller, MeshService service, AddressFamily family)
    {
        var here = table.EndpointsOf(service.Key)
            .Where(endpoint => endpoint.Workload.Network == caller.Network
                && EndpointSelection.IsReady(endpoint.Workload, service.LoadBalancing))
            .Select(endpoint => endpoint.Workload.Addresses.FirstOrDefault(address => address.AddressFamily == family))
            .OfType<IPAddress>();
        var elsewhere = table.PodsElsewhere(service.Key)
            .Where(pod => !table.EndpointsOf(pod.Key).IsEmpty)
            .SelectMany(pod => CalledAt(pod, caller, family));
        return here.Concat(elsewhere);
    }
}
