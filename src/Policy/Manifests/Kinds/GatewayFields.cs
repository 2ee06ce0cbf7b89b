using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class GatewayFields
{
    private static readonly FieldType<GatewayTlsMode> TlsMode =
        FieldTypes.Choice(("Terminate", GatewayTlsMode.Terminate), ("Passthrough", GatewayTlsMode.Passthrough));

    private static readonly FieldType<FromNamespaces> From =
        FieldTypes.Choice([.. Enum.GetValues<FromNamespaces>().Select(from => (from.ToString(), from))]);

    public static GatewayManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var spec = fields.RequiredObject("spec");
        return new GatewayManifest(
            meta,
            fields.Span,
            spec.Required("gatewayClassName", FieldTypes.Name(NameRule.DnsSubdomain), ""),
            spec.Objects("addresses").Select(ReadAddress).ToValueList(),
            fields.ObjectOrEmpty("status").Objects("addresses").Select(ReadAddress).ToValueList(),
            spec.RequiredObjects("listeners").Select(ReadListener).ToValueList());
    }

    private static GatewayAddressManifest ReadAddress(ObjectReader address)
    {
        var type = address.Value("type", FieldTypes.Text)?.Value ?? GatewayAddressManifest.IpAddress;
        var text = address.Required("value", FieldTypes.Text, "");
        if (type == GatewayAddressManifest.IpAddress && address.Has("value"))
            address.Value("value", FieldTypes.Address);
        if (type == GatewayAddressManifest.Hostname && address.Has("value"))
            address.Value("value", HostFields.Host);
        return new GatewayAddressManifest(type, text);
    }

    private static GatewayListenerManifest ReadListener(ObjectReader listener) => new(
        listener.Required("name", FieldTypes.Name(NameRule.DnsSubdomain), ""),
        listener.Required("port", FieldTypes.Port, 0),
        listener.Required("protocol", FieldTypes.NonEmpty, ""),
        listener.ObjectOrEmpty("tls").Value("mode", TlsMode),
        listener.ObjectOrEmpty("allowedRoutes").Object("namespaces") is { } namespaces ? ReadAllowed(namespaces) : null);

    private static AllowedRoutesManifest ReadAllowed(ObjectReader namespaces)
    {
        var from = namespaces.Value("from", From);
        if (from?.Value == FromNamespaces.Selector)
            namespaces.RequiredObject("selector");
        return new AllowedRoutesManifest(
            from, namespaces.Object("selector") is { } selector ? SelectorFields.Read(selector) : null);
    }
}
