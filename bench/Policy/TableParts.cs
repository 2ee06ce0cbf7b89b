using System.Globalization;
using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Bench.Policy;

/// <summary>The parts of a large route table: ten clusters on one network, 1,000 namespaces, a tenth as many services as workloads.</summary>
internal sealed class TableParts(int size)
{
    public const string Network = "network-1";
    public const int WorkloadsPerService = 10;
    private const int Clusters = 10;
    private const int Namespaces = 1_000;

    public static int[] Sizes { get; } = [1_000, 10_000, 100_000];

    public static Viewpoint Viewpoint { get; } = new("cluster-0", Network, ViewpointRole.Node);

    public ValueList<MeshService> Services { get; } = ServicesOf(size);

    public ValueList<Workload> Workloads { get; } = WorkloadsOf(size);

    public static ValueList<MeshService> ServicesOf(int size) =>
        Enumerable.Range(0, size / WorkloadsPerService).Select(Service).ToValueList();

    public static ValueList<Workload> WorkloadsOf(int size) => Enumerable.Range(0, size).Select(Pod).ToValueList();

    public RouteTable Create() => RouteTable.Create(Viewpoint, Services, Workloads, []);

    private static MeshService Service(int i) => new()
    {
        Name = Name(i),
        Namespace = Namespace(i),
        Hostname = Hostname(i),
        Addresses = [new NetworkAddress(Network, new IPAddress([172, (byte)(i >> 16), (byte)(i >> 8), (byte)i]))],
        Ports = [new PortMapping(80, 8080, AppProtocol.Http11), new PortMapping(9090, 9090, AppProtocol.Grpc)],
    };

    private static Workload Pod(int i)
    {
        var (service, cluster) = (i / WorkloadsPerService, Text($"cluster-{i % Clusters}"));
        var name = Text($"{Name(service)}-7d9f8b6c5-{i:x5}");
        return new Workload
        {
            Uid = $"{cluster}//Pod/{Namespace(service)}/{name}",
            Name = name,
            Namespace = Namespace(service),
            Addresses = [new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i])],
            Network = Network,
            TunnelProtocol = TunnelProtocol.Hbone,
            ServiceAccount = Name(service),
            Node = Text($"node-{i % 1_000}"),
            CanonicalName = Name(service),
            CanonicalRevision = "v1",
            Kind = WorkloadKind.Deployment,
            Owner = Name(service),
            Services = [new ServiceMembership(new NamespacedName(Namespace(service), Hostname(service)),
                [new PortMapping(80, 8080, AppProtocol.Http11), new PortMapping(9090, 9090, AppProtocol.Grpc)])],
            Cluster = cluster,
            Locality = new Locality("region-1", Text($"zone-{i % 3}"), ""),
        };
    }

    private static string Namespace(int service) => Text($"ns-{service % Namespaces}");

    private static string Name(int service) => Text($"service-{service}");

    private static string Hostname(int service) => $"{Name(service)}.{Namespace(service)}.svc.cluster.local";

    private static string Text(FormattableString text) => string.Intern(text.ToString(CultureInfo.InvariantCulture));
}
