using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class NetworkPolicyFields
{
    private enum Direction
    {
        Ingress,
        Egress,
    }

    private static readonly FieldType<Direction> PolicyType =
        FieldTypes.Choice(("Ingress", Direction.Ingress), ("Egress", Direction.Egress));

    /// <summary>Where it names no types it restricts what comes in, and what goes out if it has rules on that.</summary>
    public static NetworkPolicyManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var spec = fields.ObjectOrEmpty("spec");
        var types = spec.Values("policyTypes", PolicyType).Select(type => type.Value).ToArray();
        var restrictsIngress = types.Length == 0 || types.Contains(Direction.Ingress);
        var restrictsEgress = types.Length == 0 ? spec.Has("egress") : types.Contains(Direction.Egress);
        return new NetworkPolicyManifest(
            meta,
            fields.Span,
            SelectorFields.Read(spec.ObjectOrEmpty("podSelector")),
            restrictsIngress ? ReadRules(spec, "ingress") : null,
            restrictsEgress ? ReadRules(spec, "egress") : null);
    }

    private static ValueList<NetworkPolicyRuleManifest> ReadRules(ObjectReader spec, string field) =>
        spec.Objects(field)
            .Select(rule => new NetworkPolicyRuleManifest(rule.Objects("ports").Select(ReadPort).ToValueList(), rule.Span))
            .ToValueList();

    private static NetworkPolicyPortManifest ReadPort(ObjectReader port) => new(
        port.Value("protocol", FieldTypes.Protocol),
        port.Value("port", FieldTypes.PortReference),
        port.Value("endPort", FieldTypes.Port));
}
