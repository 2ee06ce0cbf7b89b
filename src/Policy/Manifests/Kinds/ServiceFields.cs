using System.Net;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class ServiceFields
{
    private const string Headless = "None";

    private static readonly FieldType<ServiceType> Type = FieldTypes.Choice(
        ("ClusterIP", ServiceType.ClusterIp),
        ("NodePort", ServiceType.NodePort),
        ("LoadBalancer", ServiceType.LoadBalancer),
        ("ExternalName", ServiceType.ExternalName));

    private static readonly FieldType<InternalTrafficPolicy> TrafficPolicy =
        FieldTypes.Choice(("Cluster", InternalTrafficPolicy.Cluster), ("Local", InternalTrafficPolicy.Local));

    private static readonly FieldType<IpFamilyPolicy> FamilyPolicy = FieldTypes.Choice(
        [.. Enum.GetValues<IpFamilyPolicy>().Select(policy => (policy.ToString(), policy))]);

    private static readonly FieldType<IpFamily> Family =
        FieldTypes.Choice(("IPv4", IpFamily.IPv4), ("IPv6", IpFamily.IPv6));

    private static readonly FieldType<ClusterIp> ClusterIpType =
        FieldTypes.Text.Then<ClusterIp>($"an IP address or `{Headless}`", ReadClusterIp);

    public static ServiceManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var spec = fields.RequiredObject("spec");
        var type = spec.Value("type", Type);
        var isAlias = type?.Value == ServiceType.ExternalName;
        var clusterIps = spec.OneOrMany("clusterIP", "clusterIPs", ClusterIpType);
        var isHeadless = clusterIps.Any(ip => ip.Value.Text == Headless);
        var addresses = Addresses(clusterIps);
        spec.CheckFamilies(spec.PathOf("clusterIPs"), addresses);
        var ports = isAlias || isHeadless ? spec.Objects("ports") : spec.RequiredObjects("ports");
        return new ServiceManifest(
            meta,
            fields.Span,
            type,
            isHeadless,
            addresses,
            ServicePortFields.Read(spec, ports.ToValueList()),
            spec.Labels("selector"),
            spec.Value("trafficDistribution", FieldTypes.Text),
            spec.Value("internalTrafficPolicy", TrafficPolicy),
            spec.Value("publishNotReadyAddresses", FieldTypes.Flag),
            spec.Value("sessionAffinity", ServicePortFields.Affinity),
            isAlias ? spec.Required("externalName", HostFields.Host, "") : spec.Value("externalName", HostFields.Host),
            spec.Values("ipFamilies", Family),
            spec.Value("ipFamilyPolicy", FamilyPolicy));
    }

    private static Parsed<ClusterIp> ReadClusterIp(string text) =>
        text is "" or Headless || AddressText.TryParse(text, out _)
            ? new ClusterIp(text)
            : new WrongValue(
                ManifestCodes.InvalidAddress,
                $"is {UserText.Quote(text)}, neither an IP address nor `{Headless}`",
                $"write one such as `10.96.0.10`, or `{Headless}`");

    private static ValueList<Located<IPAddress>> Addresses(ValueList<Located<ClusterIp>> clusterIps)
    {
        var addresses = new List<Located<IPAddress>>();
        foreach (var clusterIp in clusterIps)
            if (AddressText.TryParse(clusterIp.Value.Text, out var address))
                addresses.Add(new Located<IPAddress>(address, clusterIp.Span));
        return addresses.ToValueList();
    }

    /// <summary>What <c>clusterIP</c> may be: an address, <c>None</c>, or empty, which asks for any.</summary>
    private readonly record struct ClusterIp(string Text)
    {
        public override string ToString() => Text;
    }
}
