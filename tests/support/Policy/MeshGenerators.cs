using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>Small meshes of every shape that matters: shared and separate networks, missing gateways, the same names twice.</summary>
public static class MeshGenerators
{
    private static readonly string[] Namespaces = ["default", "shop"];
    private static readonly string[] Names = ["cart", "web"];

    /// <summary>Every namespace and name that a Service may have.</summary>
    public static IEnumerable<(string Namespace, string Name)> ServiceNames =>
        from ns in Namespaces
        from name in Names
        select (ns, name);

    /// <summary>Between one and three clusters; the same few namespaces and names in each.</summary>
    public static Gen<MeshDraft> Meshes { get; } =
        from count in Gen.Choose(1, 3)
        from clusters in Gen.CollectToArray(Enumerable.Range(0, count).Select(Cluster))
        select new MeshDraft(clusters.ToValueList());

    /// <summary>Two meshes of the same clusters, as before and after a change.</summary>
    public static Gen<(MeshDraft Before, MeshDraft After)> Changes { get; } =
        from before in Meshes
        from after in Meshes
        select (before, after);

    /// <summary>Chance for <see cref="MeshDraft.ToSources"/>.</summary>
    public static Gen<int> Seeds { get; } = Gen.Choose(0, int.MaxValue - 1);

    public static Func<int, int> Shuffle(int seed)
    {
        var random = new Random(seed);
        return random.Next;
    }

    private static Gen<ClusterDraft> Cluster(int number) =>
        from network in Gen.Frequency((3, Gen.Constant($"network-{number}")), (1, Gen.Constant("network-0")))
        from hasGateway in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from region in Gen.Elements("", "north", "south")
        from services in SubListOf(Services)
        from deployments in SubListOf(Deployments)
        select new ClusterDraft(
            $"c{number}", network, hasGateway ? $"203.0.113.{number + 1}" : null, services, deployments)
        {
            Region = region,
        };

    private static IEnumerable<Gen<ServiceDraft>> Services =>
        from ns in Namespaces
        from name in Names
        select
            from isGlobal in Gen.Elements(true, false)
            from distribution in Gen.Elements(null, "PreferClose", "PreferSameNode")
            from port in Gen.Elements(80, 8080)
            select new ServiceDraft(ns, name, isGlobal, port) { TrafficDistribution = distribution };

    private static IEnumerable<Gen<DeploymentDraft>> Deployments =>
        from ns in Namespaces
        from name in Names
        select
            from replicas in Gen.Choose(0, 3)
            from account in Gen.Elements("default", "clerk")
            select new DeploymentDraft(ns, $"{name}-v1", name, replicas) { ServiceAccount = account };

    private static Gen<ValueList<T>> SubListOf<T>(IEnumerable<Gen<T>> items) =>
        from all in Gen.CollectToArray(items)
        from kept in Gen.Elements(true, true, false).ArrayOf(all.Length)
        select all.Where((_, place) => kept[place]).ToValueList();
}
