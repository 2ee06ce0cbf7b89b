using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>What names mean, written to be read: every name that may be meant is written down, and looked for among all services.</summary>
public sealed class ReferenceNames(RouteTable table, Workload caller, NameSettings settings)
{
    private sealed record Attempt(string Hostname, string? Alias);

    public NameAnswer Ask(NameQuestion question)
    {
        if (question.Name.Split('.').Length > 32)
            return new NameAnswer.NotOurs();
        foreach (var attempt in Attempts(question))
        {
            var meant = table.Services
                .Where(service => service.Hostname == attempt.Hostname)
                .Where(service => service.Visibility == ServiceVisibility.Public || service.Namespace == caller.Namespace)
                .Where(service => service.Addresses.Count > 0 || service.Hostname.EndsWith(".svc." + settings.DomainSuffix, StringComparison.Ordinal))
                .OrderByDescending(service => service.Namespace == caller.Namespace)
                .ThenByDescending(service => service.IsCanonical)
                .ThenByDescending(service => !service.IsCanonical && service.Namespace == settings.PreferredNamespace)
                .ThenBy(service => service.Key)
                .FirstOrDefault();
            if (meant is not null)
                return Answer(meant, attempt.Alias, question.Family);
        }

        return new NameAnswer.NotOurs();
    }

    private NameAnswer Answer(MeshService service, string? alias, AddressFamily family)
    {
        IPAddress[] found = [.. (service.Addresses.Count > 0 ? Virtual(service) : OfPods(service, family)).Where(address => address.AddressFamily == family).Distinct()];
        var isCalled = (service.IpFamilies, family) is not ((IpFamilies.IPv4Only, AddressFamily.InterNetworkV6) or (IpFamilies.IPv6Only, AddressFamily.InterNetwork));
        if (!isCalled || found.Length == 0 || (family == AddressFamily.InterNetworkV6 && !settings.HasIPv6))
            return new NameAnswer.Empty(service);
        return new NameAnswer.Addresses(service, found.ToValueList(), alias);
    }

    private IEnumerable<IPAddress> Virtual(MeshService service) =>
        from address in service.Addresses where address.Network == caller.Network select address.Address;

    private IEnumerable<IPAddress> OfPods(MeshService service, AddressFamily family)
    {
        var here =
            from pod in table.Workloads
            where pod.Network == caller.Network && pod.Services.Any(part => part.Service == service.Key)
            where pod.Status == HealthStatus.Healthy || service.LoadBalancing.Health == HealthPolicy.AllowAll
            select pod.Addresses.FirstOrDefault(address => address.AddressFamily == family) into address
            where address is not null
            select address;
        var elsewhere =
            from other in table.Services
            where other.Namespace == service.Namespace && other.Hostname.EndsWith("." + service.Hostname, StringComparison.Ordinal)
            where other.Hostname.Split('.').Length == service.Hostname.Split('.').Length + 2
            where table.Workloads.Any(pod => pod.Services.Any(part => part.Service == other.Key))
            from address in Virtual(other)
            select address;
        return here.Concat(elsewhere);
    }

    private IEnumerable<Attempt> Attempts(NameQuestion question)
    {
        var names = new List<(string Name, bool IsStripped)> { (question.Name, false) };
        foreach (var domain in question.SearchDomains)
        {
            if (question.Name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase) && question.Name.Length > domain.Length + 1)
                names.Add((question.Name[..^(domain.Length + 1)], true));
        }

        // What was tried for an earlier spelling is not tried again for a later one.
        return
            from one in names
            from full in Full(one.Name.ToLowerInvariant())
            where full.Length <= 253
            group one by full into same
            from attempt in Patterns(same.Key).Select((hostname, place) => new Attempt(
                hostname, place == 0 && same.First().IsStripped ? same.First().Name : null))
            select attempt;
    }

    private IEnumerable<string> Full(string name)
    {
        const string clusterSet = ".svc.clusterset.local";
        if (name.EndsWith(clusterSet, StringComparison.Ordinal))
            return [name, $"{name[..^clusterSet.Length]}.svc.{settings.DomainSuffix}"];
        if (name.EndsWith('.'))
            return [name[..^1]];
        return
        [
            name, $"{name}.{caller.Namespace}.svc.{settings.DomainSuffix}", $"{name}.svc.{settings.DomainSuffix}", $"{name}.{settings.DomainSuffix}",
        ];
    }

    /// <summary>The name, then <c>*</c> in the place of its first label, its first two, and so on.</summary>
    private static IEnumerable<string> Patterns(string name)
    {
        var labels = name.Split('.');
        return Enumerable.Range(1, labels.Length - 1).Select(from => "*." + string.Join('.', labels.Skip(from))).Prepend(name);
    }
}
