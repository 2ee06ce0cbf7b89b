using System.Net;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class EndpointSliceFields
{
    private const string ServiceNameLabel = "kubernetes.io/service-name";

    private static readonly FieldType<EndpointAddressType> AddressType = FieldTypes.Choice(
        ("IPv4", EndpointAddressType.IPv4), ("IPv6", EndpointAddressType.IPv6), ("FQDN", EndpointAddressType.Fqdn));

    public static EndpointSliceManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var type = fields.Required("addressType", AddressType, EndpointAddressType.IPv4);
        if (type.Value == EndpointAddressType.Fqdn)
            fields.Sink.Warning(
                ManifestCodes.Unused, type.Span, "endpoints that are names take no traffic", "list their IP addresses");
        return new EndpointSliceManifest(
            meta,
            fields.Span,
            meta.Labels.TryGet(ServiceNameLabel, out var service) ? new Located<string>(service.Value, service.Span) : null,
            type.Value,
            fields.Objects("endpoints").Select(endpoint => ReadEndpoint(endpoint, type.Value)).ToValueList(),
            fields.Objects("ports").Select(ReadPort).ToValueList());
    }

    private static EndpointManifest ReadEndpoint(ObjectReader endpoint, EndpointAddressType type)
    {
        var conditions = endpoint.ObjectOrEmpty("conditions");
        return new EndpointManifest(
            Addresses(endpoint, type),
            conditions.Value("ready", FieldTypes.Flag)?.Value,
            conditions.Value("serving", FieldTypes.Flag)?.Value,
            conditions.Value("terminating", FieldTypes.Flag)?.Value,
            endpoint.Value("nodeName", FieldTypes.Text),
            endpoint.Value("zone", FieldTypes.Text),
            TargetRef(endpoint));
    }

    private static ValueList<Located<IPAddress>> Addresses(ObjectReader endpoint, EndpointAddressType type)
    {
        if (!endpoint.Has("addresses"))
            endpoint.ReportMissing("addresses");
        if (type == EndpointAddressType.Fqdn)
            return [];
        var family = type == EndpointAddressType.IPv6 ? IpFamily.IPv6 : IpFamily.IPv4;
        var addresses = endpoint.Values("addresses", FieldTypes.Address);
        foreach (var address in addresses.Where(address => AddressText.FamilyOf(address.Value) != family))
            endpoint.Sink.Error(
                ManifestCodes.InvalidAddress,
                address.Span,
                $"`{address.Value}` is no address of {family}, which `addressType` promises",
                "put it into a slice of its own");
        return addresses;
    }

    private static Located<TargetRefManifest>? TargetRef(ObjectReader endpoint) =>
        endpoint.Object("targetRef") is { } target
            ? new Located<TargetRefManifest>(
                new TargetRefManifest(
                    target.Value("kind", FieldTypes.Text)?.Value,
                    target.Value("namespace", FieldTypes.Text)?.Value,
                    target.Value("name", FieldTypes.Text)?.Value),
                target.Span)
            : null;

    private static EndpointPortManifest ReadPort(ObjectReader port) => new(
        port.Value("name", FieldTypes.Text)?.Value ?? "",
        port.Value("port", FieldTypes.Port),
        port.Value("protocol", FieldTypes.Protocol),
        port.Value("appProtocol", FieldTypes.Text));
}
