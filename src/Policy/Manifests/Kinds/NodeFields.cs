using System.Net;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class NodeFields
{
    private const string InternalIp = "InternalIP";

    public static NodeManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var ranges = fields.ObjectOrEmpty("spec").OneOrMany("podCIDR", "podCIDRs", FieldTypes.Range);
        var addresses = ranges.Select(range => new Located<IPAddress>(range.Value.BaseAddress, range.Span));
        fields.CheckFamilies("spec.podCIDRs", addresses);
        var internalIps = fields.ObjectOrEmpty("status").Objects("addresses")
            .Where(address => address.Value("type", FieldTypes.Text)?.Value == InternalIp)
            .Select(address => address.Value("address", FieldTypes.Address))
            .OfType<Located<IPAddress>>();
        return new NodeManifest(meta, fields.Span, ranges, internalIps.ToValueList());
    }
}
