using System.Security.Cryptography;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing.Catalogs;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// The canonical bytes of a route table, and its hash: <c>docs/route-tables.md</c> has both exactly. Fields stand in the
/// order of their declaration, numbers as 8 bytes big-endian, texts and lists after their length as 4 bytes, texts in
/// UTF-8, addresses by their bytes. The viewpoint is not content: a control plane and the hosts that it serves have the
/// same hash where they have the same table.
/// </summary>
public static class RouteTableEncoding
{
    private const int Version = 4;
    private const byte TableKind = 3;

    /// <summary>The canonical bytes of a table: its version, then every service, workload and policy in order.</summary>
    /// <param name="table">The table.</param>
    public static byte[] Encode(RouteTable table)
    {
        var writer = new CanonicalWriter();
        writer.Number(Version);
        writer.List(table.Services, Write);
        writer.List(table.Workloads, Write);
        writer.List(table.Authorizations, Write);
        return writer.Written.ToArray();
    }

    /// <summary>
    /// The hash of a table, in lower-case hexadecimal: SHA-256 over the version and the digests of services, workloads and
    /// policies. Those are trees (<c>CatalogDigests</c>), so that after a change only what is above it is hashed anew.
    /// </summary>
    internal static string Hash(RouteTableContents contents)
    {
        var writer = new CanonicalWriter();
        writer.Start(TableKind);
        writer.Number(Version);
        writer.Raw(new CatalogDigests<NamespacedName, MeshService, NameKeying>(Write).Of(contents.Services));
        writer.Raw(new CatalogDigests<string, Workload, TextKeying>(Write).Of(contents.Workloads));
        writer.Raw(new CatalogDigests<NamespacedName, AuthorizationPolicy, NameKeying>(Write).Of(contents.Authorizations));
        return Convert.ToHexStringLower(SHA256.HashData(writer.Written));
    }

    private static void Write(CanonicalWriter writer, MeshService service)
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
        // Nothing else has any, so that tables without it keep their hash.
        if (!service.Federation.IsEmpty)
            writer.List(service.Federation, Write);
    }

    private static void Write(CanonicalWriter writer, TrustBundle bundle)
    {
        writer.Text(bundle.TrustDomain);
        writer.Text(bundle.RootsPem);
    }

    private static void Write(CanonicalWriter writer, Workload workload)
    {
        writer.Text(workload.Uid);
        writer.Text(workload.Name);
        writer.Text(workload.Namespace);
        writer.List(workload.Addresses, (w, address) => w.Address(address));
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
        writer.List(workload.AuthorizationPolicies, Write);
        writer.Number((int)workload.Status);
        writer.Text(workload.Cluster);
        writer.Text(workload.Locality.Region);
        writer.Text(workload.Locality.Zone);
        writer.Text(workload.Locality.Subzone);
        writer.Number(workload.Capacity);
    }

    private static void Write(CanonicalWriter writer, ServiceMembership membership)
    {
        Write(writer, membership.Service);
        writer.List(membership.Ports, Write);
    }

    private static void Write(CanonicalWriter writer, NamespacedName name)
    {
        writer.Text(name.Namespace);
        writer.Text(name.Name);
    }

    private static void Write(CanonicalWriter writer, PortMapping port)
    {
        writer.Number(port.ServicePort);
        writer.Number(port.TargetPort);
        writer.Number((int)port.AppProtocol);
    }

    private static void Write(CanonicalWriter writer, NetworkAddress address)
    {
        writer.Text(address.Network);
        writer.Address(address.Address);
    }

    private static void Write(CanonicalWriter writer, NetworkBlock block)
    {
        writer.Text(block.Network);
        writer.Address(block.Block.BaseAddress);
        writer.Number(block.Block.PrefixLength);
    }

    private static void Write(CanonicalWriter writer, GatewayAddress gateway)
    {
        if (gateway is GatewayAddress.Addressed addressed)
        {
            writer.Number(0);
            Write(writer, addressed.Address);
        }
        else if (gateway is GatewayAddress.Named named)
        {
            writer.Number(1);
            Write(writer, named.Host);
        }

        writer.Number(gateway.HbonePort);
    }

    private static void Write(CanonicalWriter writer, WeightedWaypoint waypoint)
    {
        Write(writer, waypoint.Destination);
        writer.Number(waypoint.Weight);
    }

    private static void Write(CanonicalWriter writer, ClusterWeight weight)
    {
        writer.Text(weight.Cluster);
        writer.Number(weight.Weight);
    }

    private static void Write(CanonicalWriter writer, ApplicationTunnel tunnel)
    {
        writer.Number((int)tunnel.Protocol);
        writer.Number(tunnel.Port);
    }

    private static void Write(CanonicalWriter writer, AuthorizationPolicy policy)
    {
        Write(writer, policy.Key);
        writer.Number((int)policy.Scope);
        writer.Number((int)policy.Action);
        writer.List(policy.Groups, (w, group) => w.List(group.Rules, (v, rules) => v.List(rules.Matches, Write)));
        writer.Flag(policy.IsDryRun);
    }

    private static void Write(CanonicalWriter writer, AuthorizationMatch match)
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

    private static void Write(CanonicalWriter writer, StringMatch match)
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

    private static void Write(CanonicalWriter writer, ServiceAccountMatch match)
    {
        writer.Text(match.Namespace);
        writer.Text(match.ServiceAccount);
    }

    private static void Write(CanonicalWriter writer, AddressBlock block)
    {
        writer.Address(block.Address);
        writer.Number(block.Length);
    }
}
