using System.Net;
using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>
/// Small tables in which names mean much: of several namespaces, wildcards within wildcards, headless services here and elsewhere,
/// and addresses of several networks and families.
/// </summary>
public static class NamedTables
{
    private static readonly string[] Hosts =
    [
        "cart.shop.svc.cluster.local", "db.shop.svc.cluster.local", "cart.infra.svc.cluster.local", "far.shop.svc.other.test", "www.example.test",
        "db.example.test", "*.example.test", "*.a.example.test", "*.shop.svc.cluster.local",
    ];

    private static readonly string[] Namespaces = ["shop", "infra", "else"];
    private static readonly string[] Networks = ["n0", "n1"];

    private static Gen<ValueList<NetworkAddress>> Addresses(int number) =>
        from count in Gen.Choose(0, 3)
        from networks in Gen.Elements(Networks).ArrayOf(count)
        from families in Gen.Elements(true, false).ArrayOf(count)
        select networks.Zip(families, (network, isV6) => new NetworkAddress(
                network, isV6 ? IPAddress.Parse($"2001:db8::{number + 1}") : new IPAddress([10, 96, 0, (byte)(number + 1)])))
            .Distinct().ToValueList();

    private static Gen<MeshService> Service(int number) =>
        from host in Gen.Elements(Hosts)
        from ns in Gen.Elements(Namespaces)
        from addresses in Addresses(number)
        from isCanonical in Gen.Elements(true, false)
        from visibility in Gen.Elements(ServiceVisibility.Public, ServiceVisibility.Public, ServiceVisibility.Namespace)
        from families in Gen.Elements(Enum.GetValues<IpFamilies>())
        from health in Gen.Elements(HealthPolicy.OnlyHealthy, HealthPolicy.AllowAll)
        select new MeshService
        {
            Name = host.Split('.')[0],
            Namespace = ns,
            Hostname = host,
            Addresses = addresses,
            IsCanonical = isCanonical,
            Visibility = visibility,
            IpFamilies = families,
            LoadBalancing = LoadBalancing.Default with { Health = health },
        };

    /// <summary>The name of a pod of another network.</summary>
    private static MeshService PodElsewhere(int number) => new()
    {
        Name = $"w{number}.c1.db",
        Namespace = "shop",
        Hostname = $"w{number}.c1.db.shop.svc.cluster.local",
        Addresses = [new NetworkAddress("n0", new IPAddress([240, 240, 0, (byte)number]))],
    };

    private static Gen<Workload> Workload(int number, ValueList<MeshService> services) =>
        from network in Gen.Elements("n0", "n0", "n1")
        from ns in Gen.Elements(Namespaces)
        from hasV4 in Gen.Elements(true, false)
        from hasV6 in Gen.Elements(true, false)
        from status in Gen.Elements(HealthStatus.Healthy, HealthStatus.Healthy, HealthStatus.Unhealthy)
        from parts in Gen.SubListOf<MeshService>(services.ToArray())
        select new Workload
        {
            Uid = $"c0//Pod/{ns}/w{number}",
            Name = $"w{number}",
            Namespace = ns,
            Network = network,
            Cluster = "c0",
            Status = status,
            Addresses = Own(number, hasV4, hasV6),
            Services = parts.Select(service => service.Key).Distinct().Order().Select(key => new ServiceMembership(key, [])).ToValueList(),
        };

    private static ValueList<IPAddress> Own(int number, bool hasV4, bool hasV6)
    {
        var (v4, v6) = (new IPAddress([10, 1, 0, (byte)number]), IPAddress.Parse($"2001:db8:1::{number}"));
        return [.. hasV4 ? new[] { v4 } : [], .. hasV6 ? new[] { v6 } : []];
    }

    /// <summary>Tables of a node proxy's viewpoint.</summary>
    public static Gen<RouteTable> All { get; } =
        from drafts in Gen.CollectToArray(Enumerable.Range(0, 8).Select(Service))
        from elsewhere in Gen.SubListOf<MeshService>(Enumerable.Range(0, 3).Select(PodElsewhere).ToArray())
        let services = drafts.Concat(elsewhere).ToValueList()
        from workloads in Gen.CollectToArray(Enumerable.Range(0, 5).Select(number => Workload(number, services)))
        select RouteTable.Create(new Viewpoint("c0", "n0", ViewpointRole.Node), services, workloads, []);

    /// <summary>Questions for names that tables know, some in part or with something behind them, and for others.</summary>
    public static Gen<NameQuestion> Questions { get; } =
        from host in Gen.Elements([
            .. Hosts, "x.example.test", "x.a.example.test", "a.example.test", "x.y.a.example.test", "cart", "w0.c1.db", "w0.c1.db.shop",
            "cart.shop.svc.clusterset.local", "db.shop.svc.clusterset.local", "nobody", "nobody.test", "", ".", "..", "*", string.Join('.', Enumerable.Repeat("a", 33))])
        from cut in Gen.Elements(0, 0, 1, 2, 3)
        from behind in Gen.Elements("", "", ".shop.svc.cluster.local", ".svc.cluster.local", ".cluster.local", ".corp.test")
        from isUpper in Gen.Elements(false, false, true)
        from family in Gen.Elements(AddressFamily.InterNetwork, AddressFamily.InterNetworkV6)
        from domains in Gen.Elements<ValueList<string>>([], ["shop.svc.cluster.local", "svc.cluster.local", "cluster.local"], ["corp.test", "", "test"])
        let labels = host.Split('.')
        let name = string.Join('.', labels.Take(Math.Max(1, labels.Length - cut))) + behind
        select new NameQuestion(isUpper ? name.ToUpperInvariant() : name, family) { SearchDomains = domains };

    /// <summary>Settings of a node proxy.</summary>
    public static Gen<NameSettings> Settings { get; } =
        from preferred in Gen.Elements("", "infra", "else")
        from hasIPv6 in Gen.Elements(true, true, false)
        select NameSettings.Default with { PreferredNamespace = preferred, HasIPv6 = hasIPv6 };
}
