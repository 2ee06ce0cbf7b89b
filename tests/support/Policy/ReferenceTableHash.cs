using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>The hash of a route table as <c>docs/route-tables.md</c> says it, written to be compared with that text.</summary>
public static class ReferenceTableHash
{
    private const ulong Murmur = 0xC6A4A7935BD1E995;

    public static string Of(RouteTable table)
    {
        var services = table.Services.Select(service => new Entry(
            Hash(service.Hostname, Hash(service.Namespace, 0)), $"{service.Namespace}\0{service.Hostname}", Of(service)));
        var workloads = table.Workloads.Select(workload => new Entry(Hash(workload.Uid, 0), workload.Uid, Of(workload)));
        var policies = table.Authorizations.Select(policy => new Entry(
            Hash(policy.Key.Name, Hash(policy.Key.Namespace, 0)), $"{policy.Key.Namespace}\0{policy.Key.Name}", Of(policy)));
        return Convert.ToHexStringLower(
            Digest([3, .. Number(4), .. Root(services), .. Root(workloads), .. Root(policies)]));
    }

    private static byte[] Root(IEnumerable<Entry> entries) =>
        Node([.. entries.OrderBy(entry => entry.Hash).ThenBy(entry => entry.Key, StringComparer.Ordinal)], 60);

    private static byte[] Node(Entry[] entries, int shift)
    {
        if (entries.Length <= 32 || shift < 0)
            return Digest([1, .. entries.SelectMany(entry => Digest([0, .. entry.Bytes]))]);
        var children = entries.GroupBy(entry => (byte)((entry.Hash >> shift) & 15)).OrderBy(group => group.Key);
        return Digest([2, .. children.SelectMany(group => (byte[])[group.Key, .. Node([.. group], shift - 4)])]);
    }

    private static ulong Hash(string text, ulong seed)
    {
        var bytes = Encoding.Unicode.GetBytes(text);
        var hash = seed ^ unchecked((ulong)bytes.Length * Murmur);
        var whole = bytes.Length / 8 * 8;
        foreach (var block in MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan(0, whole)))
        {
            var mixed = unchecked(block * Murmur);
            mixed ^= mixed >> 47;
            hash = unchecked((hash ^ (mixed * Murmur)) * Murmur);
        }

        for (var place = bytes.Length - 1; place >= whole; place--)
            hash ^= (ulong)bytes[place] << (8 * (place - whole));
        if (whole < bytes.Length)
            hash = unchecked(hash * Murmur);
        hash = unchecked((hash ^ (hash >> 47)) * Murmur);
        return hash ^ (hash >> 47);
    }

    private static byte[] Of(MeshService service) =>
    [
        .. Text(service.Namespace), .. Text(service.Name), .. Text(service.Hostname),
        .. List(service.Addresses, Of),
        .. List(service.Ports, Of),
        .. List(service.SubjectAltNames, id => Text(id.ToString())),
        .. Number((int)service.LoadBalancing.Mode), .. List(service.LoadBalancing.Preferences, scope => Number((int)scope)),
        .. Number((int)service.LoadBalancing.Health),
        .. List(service.AddressBlocks, range => [.. Text(range.Network), .. Of(range.Block.BaseAddress), .. Number(range.Block.PrefixLength)]),
        .. Maybe(service.Waypoint, Of),
        .. List(service.WeightedWaypoints, waypoint => [.. Of(waypoint.Destination), .. Number(waypoint.Weight)]),
        .. Flag(service.UsesWaypointForIngress),
        .. Number((int)service.IpFamilies),
        .. Flag(service.IsCanonical),
        .. Number((int)service.Visibility),
        .. List(service.ClusterWeights, weight => [.. Text(weight.Cluster), .. Number(weight.Weight)]),
        .. Flag(service.HasClientAffinity),
        .. service.Federation.IsEmpty ? [] : List(service.Federation, bundle => [.. Text(bundle.TrustDomain), .. Text(bundle.RootsPem)]),
    ];

    private static byte[] Of(Workload workload) =>
    [
        .. Text(workload.Uid), .. Text(workload.Name), .. Text(workload.Namespace),
        .. List(workload.Addresses, Of),
        .. Text(workload.Network),
        .. Number((int)workload.TunnelProtocol),
        .. Text(workload.TrustDomain), .. Text(workload.ServiceAccount), .. Text(workload.Hostname),
        .. Number((int)workload.NetworkMode),
        .. Maybe(workload.NetworkGateway, Of),
        .. Maybe(workload.Waypoint, Of),
        .. Maybe(workload.ApplicationTunnel, tunnel => [.. Number((int)tunnel.Protocol), .. Number(tunnel.Port)]),
        .. Flag(workload.IsNativeTunnel),
        .. Text(workload.Node), .. Text(workload.CanonicalName), .. Text(workload.CanonicalRevision),
        .. Number((int)workload.Kind),
        .. Text(workload.Owner),
        .. List(workload.Services, part => [.. Of(part.Service), .. List(part.Ports, Of)]),
        .. List(workload.AuthorizationPolicies, Of),
        .. Number((int)workload.Status),
        .. Text(workload.Cluster), .. Text(workload.Locality.Region), .. Text(workload.Locality.Zone), .. Text(workload.Locality.Subzone),
        .. Number(workload.Capacity),
    ];

    private static byte[] Of(AuthorizationPolicy policy) =>
    [
        .. Of(policy.Key),
        .. Number((int)policy.Scope),
        .. Number((int)policy.Action),
        .. List(policy.Groups, group => List(group.Rules, rules => List(rules.Matches, Of))),
        .. Flag(policy.IsDryRun),
    ];

    private static byte[] Of(AuthorizationMatch match) =>
    [
        .. List(match.Namespaces, Of), .. List(match.NotNamespaces, Of),
        .. List(match.ServiceAccounts, Of), .. List(match.NotServiceAccounts, Of),
        .. List(match.Principals, Of), .. List(match.NotPrincipals, Of),
        .. List(match.SourceIps, Of), .. List(match.NotSourceIps, Of),
        .. List(match.DestinationIps, Of), .. List(match.NotDestinationIps, Of),
        .. List(match.DestinationPorts, port => Number(port)), .. List(match.NotDestinationPorts, port => Number(port)),
    ];

    private static byte[] Of(StringMatch match) => match switch
    {
        StringMatch.Exact exact => [.. Number(0), .. Text(exact.Value)],
        StringMatch.Prefix prefix => [.. Number(1), .. Text(prefix.Value)],
        StringMatch.Suffix suffix => [.. Number(2), .. Text(suffix.Value)],
        _ => [.. Number(3), .. Text("")],
    };

    private static byte[] Of(ServiceAccountMatch match) => [.. Text(match.Namespace), .. Text(match.ServiceAccount)];

    private static byte[] Of(AddressBlock block) => [.. Of(block.Address), .. Number(block.Length)];

    private static byte[] Of(GatewayAddress gateway) => gateway.Match<byte[]>(
        addressed => [.. Number(0), .. Of(addressed.Address), .. Number(addressed.HbonePort)],
        named => [.. Number(1), .. Of(named.Host), .. Number(named.HbonePort)]);

    private static byte[] Of(PortMapping port) =>
        [.. Number(port.ServicePort), .. Number(port.TargetPort), .. Number((int)port.AppProtocol)];

    private static byte[] Of(NamespacedName name) => [.. Text(name.Namespace), .. Text(name.Name)];

    private static byte[] Of(NetworkAddress address) => [.. Text(address.Network), .. Of(address.Address)];

    private static byte[] Of(IPAddress address) => [.. Length(address.GetAddressBytes().Length), .. address.GetAddressBytes()];

    private static byte[] Text(string text) => [.. Length(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Flag(bool flag) => Number(flag ? 1 : 0);

    private static byte[] Maybe<T>(T? item, Func<T, byte[]> bytes)
        where T : class =>
        item is null ? Length(0) : [.. Length(1), .. bytes(item)];

    private static byte[] List<T>(IReadOnlyList<T> items, Func<T, byte[]> bytes) => [.. Length(items.Count), .. items.SelectMany(bytes)];

    private static byte[] Length(int length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        return bytes;
    }

    private static byte[] Number(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Digest(byte[] bytes) => SHA256.HashData(bytes);

    private sealed record Entry(ulong Hash, string Key, byte[] Bytes);
}
