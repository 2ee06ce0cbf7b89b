using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>Reads a service of ztunnel's local configuration (<c>Service</c> of its <c>state/service.rs</c>), and what ztunnel has no words for.</summary>
internal static class LocalServiceFields
{
    private static readonly FieldType<RoutingScope> Preference = FieldTypes.Choice(
        Enum.GetValues<RoutingScope>().Select(scope => (scope.ToString(), scope)).ToArray());

    private static readonly FieldType<LoadBalancingMode> Mode = FieldTypes.Choice(
        ("Standard", LoadBalancingMode.Any),
        ("Strict", LoadBalancingMode.Strict),
        ("Failover", LoadBalancingMode.Failover),
        ("Passthrough", LoadBalancingMode.Passthrough));

    private static readonly FieldType<HealthPolicy> Health =
        FieldTypes.Choice(("OnlyHealthy", HealthPolicy.OnlyHealthy), ("AllowAll", HealthPolicy.AllowAll));

    private static readonly FieldType<IpFamilies> Families =
        FieldTypes.Choice(("Dual", IpFamilies.Dual), ("IPv4", IpFamilies.IPv4Only), ("IPv6", IpFamilies.IPv6Only));

    private static readonly FieldType<ServiceVisibility> Visibility =
        FieldTypes.Choice(("Public", ServiceVisibility.Public), ("Namespace", ServiceVisibility.Namespace));

    public static DraftLocalService Read(ObjectReader fields)
    {
        fields.AllowOnly(
            "name", "namespace", "hostname", "vips", "cidrVips", "ports", "endpoints", "subjectAltNames", "waypoint",
            "weightedWaypoints", "loadBalancer", "ipFamilies", "canonical", "visibility", "clusterWeights", "clientAffinity", "ingressUseWaypoint");
        if (!fields.Has("vips"))
            fields.ReportMissing("vips");
        if (!fields.Has("ports"))
            fields.ReportMissing("ports");
        var hostname = fields.Required("hostname", FieldTypes.NonEmpty, "");
        var service = new MeshService
        {
            Name = fields.Required("name", FieldTypes.Text, "").Value,
            Namespace = fields.Required("namespace", LocalTypes.IdentityPart, "").Value,
            Hostname = hostname.Value,
            Addresses = AddressOrder.Sort(fields.Values("vips", LocalTypes.NetworkAddress).Select(address => address.Value)),
            AddressBlocks = AddressOrder.Sort(fields.Objects("cidrVips").Select(ReadBlock)),
            Ports = fields.Ports("ports"),
            SubjectAltNames = fields.Values("subjectAltNames", LocalTypes.Identity)
                .Select(identity => identity.Value)
                .OrderBy(identity => identity.ToString(), StringComparer.Ordinal)
                .ToValueList(),
            Waypoint = fields.Gateway("waypoint"),
            WeightedWaypoints = fields.Objects("weightedWaypoints").Select(ReadWeighted).ToValueList(),
            LoadBalancing = ReadBalancing(fields),
            IpFamilies = fields.Value("ipFamilies", Families)?.Value ?? IpFamilies.Automatic,
            IsCanonical = fields.Value("canonical", FieldTypes.Flag)?.Value ?? false,
            Visibility = fields.Value("visibility", Visibility)?.Value ?? ServiceVisibility.Public,
            ClusterWeights = ReadClusterWeights(fields),
            HasClientAffinity = fields.Value("clientAffinity", FieldTypes.Flag)?.Value ?? false,
            UsesWaypointForIngress = fields.Value("ingressUseWaypoint", FieldTypes.Flag)?.Value ?? false,
        };
        return new DraftLocalService(service, hostname.Span, ReadEndpoints(fields, service.Key));
    }

    private static NetworkBlock ReadBlock(ObjectReader block)
    {
        block.AllowOnly("network", "cidr");
        var network = block.Value("network", FieldTypes.Text)?.Value ?? "";
        var range = block.Required("cidr", FieldTypes.AddressOrRange, default).Value;
        return new NetworkBlock(network, range);
    }

    private static WeightedWaypoint ReadWeighted(ObjectReader weighted)
    {
        weighted.AllowOnly("destination", "weight");
        return new WeightedWaypoint(
            LocalTypes.ReadGateway(weighted.RequiredObject("destination")), weighted.Required("weight", LocalTypes.Number, 0u).Value);
    }

    private static LoadBalancing ReadBalancing(ObjectReader fields)
    {
        if (fields.Object("loadBalancer") is not { } balancer)
            return LoadBalancing.Default;
        balancer.AllowOnly("routingPreferences", "mode", "healthPolicy");
        return new LoadBalancing(
            balancer.Value("mode", Mode)?.Value ?? LoadBalancingMode.Any,
            balancer.Values("routingPreferences", Preference).Select(scope => scope.Value).ToValueList(),
            balancer.Value("healthPolicy", Health)?.Value ?? HealthPolicy.OnlyHealthy);
    }

    private static ValueList<ClusterWeight> ReadClusterWeights(ObjectReader fields)
    {
        if (fields.Object("clusterWeights") is not { } weights)
            return [];
        return weights.Entries
            .Select(entry => new ClusterWeight(entry.Key, weights.Value(entry.Key, LocalTypes.Number)?.Value ?? 0))
            .OrderBy(weight => weight.Cluster, StringComparer.Ordinal)
            .ToValueList();
    }

    private static ValueList<DraftEndpoint> ReadEndpoints(ObjectReader fields, NamespacedName service)
    {
        if (fields.Object("endpoints") is not { } endpoints)
            return [];
        return endpoints.Entries
            .Select(entry => (entry, endpoint: endpoints.Object(entry.Key)))
            .Where(pair => pair.endpoint is not null)
            .Select(pair => ReadEndpoint(pair.endpoint!, new Located<string>(pair.entry.Key, pair.entry.KeySpan), service))
            .ToValueList();
    }

    private static DraftEndpoint ReadEndpoint(ObjectReader endpoint, Located<string> uid, NamespacedName service)
    {
        endpoint.AllowOnly("workloadUid", "port", "status");
        if (endpoint.Value("workloadUid", FieldTypes.Text) is { } own && own.Value != uid.Value)
            endpoint.Sink.Error(
                ManifestCodes.Contradiction,
                own.Span,
                $"`{endpoint.PathOf("workloadUid")}` is {UserText.Quote(own.Value)}, and the endpoint's key is another",
                "write the same `uid` twice, or leave the field out");
        return new DraftEndpoint(uid, new ServiceMembership(service, endpoint.Ports("port")), endpoint.Value("status", LocalWorkloadFields.Status));
    }
}
