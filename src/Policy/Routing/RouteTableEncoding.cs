using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// The canonical bytes of a route table: fields in the order of their declaration, numbers as 8 bytes
/// big-endian, texts and lists preceded by their length as 4 bytes, texts in UTF-8, addresses by their bytes.
/// Lists are ordered when the table is made, so one content has one encoding. The viewpoint is not content: a control
/// plane and the hosts that it serves have the same hash where they have the same table.
/// </summary>
public static class RouteTableEncoding
{
    private const int Version = 3;

    /// <summary>The canonical bytes of a table.</summary>
    /// <param name="table">The table.</param>
    public static byte[] Encode(RouteTable table)
    {
        var writer = new Writer();
        writer.Number(Version);
        writer.List(table.Services, Write);
        writer.List(table.Workloads, Write);
        writer.List(table.Authorizations, Write);
        return writer.ToArray();
    }

    /// <summary>SHA-256 over the canonical bytes, in lower-case hexadecimal.</summary>
    /// <param name="table">The table.</param>
    public static string Hash(RouteTable table) => Convert.ToHexStringLower(SHA256.HashData(Encode(table)));

    private static void Write(Writer writer, MeshService service)
    {
        writer.Text(service.Namespace);
        writer.Text(service.Name);
        writer.Text(service.Hostname);
        writer.List(service.Addresses, Write);
        writer.List(service.Ports, Write);
        writer.List(service.SubjectAltNames, (w, id) => w.Text(id.ToString()));
        writer.Number((int)service.LoadBalancing.Mode);
        writer.List(service.LoadBalancing.Preferences, (w, scope) => w.Number((int)scope));
        writer.Number((int)service.LoadBalancing.Health);
        writer.List(service.AddressBlocks, Write);
        writer.Optional(service.Waypoint, Write);
        writer.List(service.WeightedWaypoints, Write);
        writer.Flag(service.UsesWaypointForIngress);
        writer.Number((int)service.IpFamilies);
        writer.Flag(service.IsCanonical);
        writer.Number((int)service.Visibility);
        writer.List(service.ClusterWeights, Write);
        writer.Flag(service.HasClientAffinity);
    }

    private static void Write(Writer writer, Workload workload)
    {
        writer.Text(workload.Uid);
        writer.Text(workload.Name);
        writer.Text(workload.Namespace);
        writer.List(workload.Addresses, (w, address) => w.Bytes(address.GetAddressBytes()));
        writer.Text(workload.Network);
        writer.Number((int)workload.TunnelProtocol);
        writer.Text(workload.TrustDomain);
        writer.Text(workload.ServiceAccount);
        writer.Text(workload.Hostname);
        writer.Number((int)workload.NetworkMode);
        writer.Optional(workload.NetworkGateway, Write);
        writer.Optional(workload.Waypoint, Write);
        writer.Optional(workload.ApplicationTunnel, Write);
        writer.Flag(workload.IsNativeTunnel);
        writer.Text(workload.Node);
        writer.Text(workload.CanonicalName);
        writer.Text(workload.CanonicalRevision);
        writer.Number((int)workload.Kind);
        writer.Text(workload.Owner);
        writer.List(workload.Services, Write);
        writer.List(workload.AuthorizationPolicies, (w, name) => w.Text(name.ToString()));
        writer.Number((int)workload.Status);
        writer.Text(workload.Cluster);
        writer.Text(workload.Locality.Region);
        writer.Text(workload.Locality.Zone);
        writer.Text(workload.Locality.Subzone);
        writer.Number(workload.Capacity);
    }

    private static void Write(Writer writer, ServiceMembership membership)
    {
        writer.Text(membership.Service.Namespace);
        writer.Text(membership.Service.Name);
        writer.List(membership.Ports, Write);
    }

    private static void Write(Writer writer, PortMapping port)
    {
        writer.Number(port.ServicePort);
        writer.Number(port.TargetPort);
        writer.Number((int)port.AppProtocol);
    }

    private static void Write(Writer writer, NetworkAddress address)
    {
        writer.Text(address.Network);
        writer.Bytes(address.Address.GetAddressBytes());
    }

    private static void Write(Writer writer, NetworkBlock block)
    {
        writer.Text(block.Network);
        writer.Bytes(block.Block.BaseAddress.GetAddressBytes());
        writer.Number(block.Block.PrefixLength);
    }

    private static void Write(Writer writer, GatewayAddress gateway)
    {
        writer.Optional((gateway as GatewayAddress.Addressed)?.Address, Write);
        writer.Text((gateway as GatewayAddress.Named)?.Host.ToString() ?? "");
        writer.Number(gateway.HbonePort);
    }

    private static void Write(Writer writer, WeightedWaypoint waypoint)
    {
        Write(writer, waypoint.Destination);
        writer.Number(waypoint.Weight);
    }

    private static void Write(Writer writer, ClusterWeight weight)
    {
        writer.Text(weight.Cluster);
        writer.Number(weight.Weight);
    }

    private static void Write(Writer writer, ApplicationTunnel tunnel)
    {
        writer.Number((int)tunnel.Protocol);
        writer.Number(tunnel.Port);
    }

    private static void Write(Writer writer, AuthorizationPolicy policy)
    {
        writer.Text(policy.Key.Namespace);
        writer.Text(policy.Key.Name);
        writer.Number((int)policy.Scope);
        writer.Number((int)policy.Action);
        writer.List(policy.Groups, (w, group) => w.List(group.Rules, (v, rules) => v.List(rules.Matches, Write)));
        writer.Flag(policy.IsDryRun);
    }

    private static void Write(Writer writer, AuthorizationMatch match)
    {
        writer.List(match.Namespaces, Write);
        writer.List(match.NotNamespaces, Write);
        writer.List(match.ServiceAccounts, Write);
        writer.List(match.NotServiceAccounts, Write);
        writer.List(match.Principals, Write);
        writer.List(match.NotPrincipals, Write);
        writer.List(match.SourceIps, Write);
        writer.List(match.NotSourceIps, Write);
        writer.List(match.DestinationIps, Write);
        writer.List(match.NotDestinationIps, Write);
        writer.List(match.DestinationPorts, (w, port) => w.Number(port));
        writer.List(match.NotDestinationPorts, (w, port) => w.Number(port));
    }

    private static void Write(Writer writer, StringMatch match)
    {
        var (kind, value) = match switch
        {
            StringMatch.Exact exact => (0, exact.Value),
            StringMatch.Prefix prefix => (1, prefix.Value),
            StringMatch.Suffix suffix => (2, suffix.Value),
            _ => (3, ""),
        };
        writer.Number(kind);
        writer.Text(value);
    }

    private static void Write(Writer writer, ServiceAccountMatch match)
    {
        writer.Text(match.Namespace);
        writer.Text(match.ServiceAccount);
    }

    private static void Write(Writer writer, AddressBlock block)
    {
        writer.Bytes(block.Address.GetAddressBytes());
        writer.Number(block.Length);
    }

    private sealed class Writer
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();

        public void Number(long number)
        {
            BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(sizeof(long)), number);
            _buffer.Advance(sizeof(long));
        }

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            Length(bytes.Length);
            _buffer.Write(bytes);
        }

        public void Text(string text)
        {
            Length(Encoding.UTF8.GetByteCount(text));
            Encoding.UTF8.GetBytes(text, _buffer);
        }

        public void List<T>(ValueList<T> items, Action<Writer, T> write)
        {
            Length(items.Count);
            foreach (var item in items)
                write(this, item);
        }

        public void Flag(bool flag) => Number(flag ? 1 : 0);

        /// <summary>A value that may be missing: a list of one or of none.</summary>
        public void Optional<T>(T? item, Action<Writer, T> write)
            where T : class =>
            List(item is null ? ValueList<T>.Empty : [item], write);

        public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

        private void Length(int length)
        {
            BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), length);
            _buffer.Advance(sizeof(int));
        }
    }
}
