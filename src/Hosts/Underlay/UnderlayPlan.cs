using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Underlay;

/// <summary>
/// Gives every range of a mesh a loopback range of its own: one for each Node's pods in each cluster, since clusters
/// may use the same ones, and one for each gateway address, which are the same for all. What was given stays given.
/// </summary>
internal sealed record UnderlayPlan
{
    /// <summary>Where loopback ranges begin unless something else is asked for.</summary>
    public static IPAddress DefaultStart { get; } = IPAddress.Parse("127.16.0.0");

    private const string MeshWide = "";
    private const int SmallestPrefix = 16;
    private const int AddressBits = 32;
    private const int Unreachable = 3;

    private readonly uint _next;
    private readonly ImmutableDictionary<(string Cluster, IPNetwork Real), IPNetwork> _given;

    private UnderlayPlan(uint next, ImmutableDictionary<(string Cluster, IPNetwork Real), IPNetwork> given) =>
        (_next, _given) = (next, given);

    /// <summary>Nothing is given yet.</summary>
    /// <param name="start">The first loopback address to give.</param>
    public static UnderlayPlan StartingAt(IPAddress start) =>
        new(
            BinaryPrimitives.ReadUInt32BigEndian(start.GetAddressBytes()),
            ImmutableDictionary<(string Cluster, IPNetwork Real), IPNetwork>.Empty);

    /// <summary>The plan with ranges for everything in a mesh.</summary>
    public UnderlayPlan Cover(Mesh mesh)
    {
        var plan = this;
        foreach (var cluster in mesh.Clusters)
        {
            foreach (var address in cluster.Gateways.SelectMany(gateway => gateway.Addresses))
                plan = plan.Give(MeshWide, Single(address));
            foreach (var cidr in cluster.Nodes.SelectMany(node => node.PodCidrs).Where(IsMovable))
                plan = plan.Give(cluster.Id, cidr);
            foreach (var address in cluster.Workloads.SelectMany(workload => workload.Addresses))
            {
                if (!plan._given.Keys.Any(given => given.Cluster == cluster.Id && given.Real.Contains(address)))
                    plan = plan.Give(cluster.Id, Single(address));
            }
        }

        return plan;
    }

    /// <summary>
    /// What a cluster's hosts use: its own ranges, the gateways of all, and the ranges of clusters that share its
    /// network; those of other networks are recognised where connections come from them.
    /// </summary>
    public UnderlayMap For(Mesh mesh, Cluster cluster)
    {
        var sharing = mesh.Clusters
            .Where(other => other.Id != cluster.Id && other.Network == cluster.Network)
            .Select(other => other.Id)
            .ToHashSet(StringComparer.Ordinal);
        var rules = _given.OrderBy(given => Rank(given.Key.Cluster)).ToLookup(given => Rank(given.Key.Cluster) < Unreachable, Rule);
        return new UnderlayMap(rules[true], rules[false]);

        int Rank(string owner) =>
            owner == cluster.Id ? 0 : owner == MeshWide ? 1 : sharing.Contains(owner) ? Unreachable - 1 : Unreachable;
    }

    private static UnderlayRule Rule(KeyValuePair<(string Cluster, IPNetwork Real), IPNetwork> given) =>
        new(given.Key.Real, given.Value);

    private UnderlayPlan Give(string cluster, IPNetwork real)
    {
        if (_given.ContainsKey((cluster, real)))
            return this;
        var bits = real.BaseAddress.GetAddressBytes().Length * 8;
        var size = 1U << (bits - real.PrefixLength);
        var start = (_next + size - 1) / size * size;
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, start);
        if (bytes[0] != IPAddress.Loopback.GetAddressBytes()[0])
            throw new UnderlayExhaustedException();
        var loopback = new IPNetwork(new IPAddress(bytes), AddressBits - (bits - real.PrefixLength));
        return new UnderlayPlan(start + size, _given.Add((cluster, real), loopback));
    }

    private static bool IsMovable(IPNetwork cidr) =>
        cidr.BaseAddress.AddressFamily == AddressFamily.InterNetwork && cidr.PrefixLength >= SmallestPrefix;

    private static IPNetwork Single(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);
}

/// <summary>127.0.0.0/8 has no range left.</summary>
internal sealed class UnderlayExhaustedException()
    : Exception("the loopback range has no room left for the mesh's addresses; begin lower with --loopback");
