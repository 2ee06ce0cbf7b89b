using System.Net;
using ScopeMesh.Policy.Manifests.Fields;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class NodeFields
{
    public static NodeManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var ranges = fields.ObjectOrEmpty("spec").OneOrMany("podCIDR", "podCIDRs", FieldTypes.Range);
        var addresses = ranges.Select(range => new Located<IPAddress>(range.Value.BaseAddress, range.Span));
        fields.CheckFamilies("spec.podCIDRs", addresses);
        return new NodeManifest(meta, fields.Span, ranges);
    }
}
