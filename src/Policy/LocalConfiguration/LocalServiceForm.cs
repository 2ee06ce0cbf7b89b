using System.Text.Json.Nodes;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using static ScopeMesh.Policy.LocalConfiguration.LocalConfigurationForm;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>A service as <see cref="LocalServiceFields"/> reads it; its endpoints say at themselves that they are some.</summary>
internal static class LocalServiceForm
{
    public static JsonNode Of(MeshService service) => Fields(
        ("name", service.Name),
        ("namespace", service.Namespace),
        ("hostname", service.Hostname),
        ("vips", Items(service.Addresses, Text)),
        ("cidrVips", Given(service.AddressBlocks, block => Fields(("network", block.Network), ("cidr", Text(block.Block))))),
        ("ports", Ports(service.Ports)),
        ("subjectAltNames", Given(service.SubjectAltNames, identity => Text(identity))),
        ("waypoint", Gateway(service.Waypoint)),
        ("weightedWaypoints", Given(
            service.WeightedWaypoints,
            weighted => Fields(("destination", Gateway(weighted.Destination)), ("weight", weighted.Weight)))),
        ("loadBalancer", Of(service.LoadBalancing)),
        ("ipFamilies", Of(service.IpFamilies)),
        ("canonical", service.IsCanonical),
        ("visibility", service.Visibility == ServiceVisibility.Public ? null : Text(service.Visibility)),
        ("clusterWeights", Of(service.ClusterWeights)),
        ("clientAffinity", Given(service.HasClientAffinity)),
        ("ingressUseWaypoint", Given(service.UsesWaypointForIngress)));

    private static JsonObject? Of(LoadBalancing balancing) => balancing == LoadBalancing.Default ? null : Fields(
        ("routingPreferences", Items(balancing.Preferences, scope => Text(scope))),
        ("mode", balancing.Mode == LoadBalancingMode.Any ? "Standard" : Text(balancing.Mode)),
        ("healthPolicy", Text(balancing.Health)));

    private static JsonNode? Of(IpFamilies families) => families switch
    {
        IpFamilies.Automatic => null,
        IpFamilies.IPv4Only => "IPv4",
        IpFamilies.IPv6Only => "IPv6",
        IpFamilies.Dual => "Dual",
    };

    private static JsonObject? Of(ValueList<ClusterWeight> weights)
    {
        if (weights.IsEmpty)
            return null;
        var node = new JsonObject();
        foreach (var weight in weights)
            node[weight.Cluster] = weight.Weight;
        return node;
    }
}
