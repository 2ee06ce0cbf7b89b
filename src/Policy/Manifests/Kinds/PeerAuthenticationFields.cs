using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

/// <summary>Reads PeerAuthentications; as with policies, an unknown field is an error.</summary>
internal static class PeerAuthenticationFields
{
    private static readonly FieldType<MtlsMode> Mode = FieldTypes.Choice(
        ("UNSET", MtlsMode.Unset),
        ("DISABLE", MtlsMode.Disable),
        ("PERMISSIVE", MtlsMode.Permissive),
        ("STRICT", MtlsMode.Strict));

    public static PeerAuthenticationManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var spec = fields.ObjectOrEmpty("spec");
        spec.AllowOnly("selector", "mtls", "portLevelMtls");
        return new PeerAuthenticationManifest(
            meta,
            fields.Span,
            spec.Object("selector") is { } selector ? SelectorFields.ReadWorkloadSelector(selector) : null,
            ReadMode(spec.Object("mtls")),
            spec.Object("portLevelMtls") is { } ports ? ReadPorts(ports) : []);
    }

    private static ValueList<PortMtlsManifest> ReadPorts(ObjectReader ports) => ports.Entries
        .Select(entry => (
            Port: FieldTypes.Port.Read(PortOf(entry), ports.Path, ports.Sink),
            Mode: ReadMode(ports.Object(entry.Key)) ?? new Located<MtlsMode>(MtlsMode.Unset, entry.KeySpan)))
        .Where(port => port.Port is not null)
        .Select(port => new PortMtlsManifest(port.Port!.Value, port.Mode))
        .ToValueList();

    /// <summary>A port is a key here, and so a text where JSON is written.</summary>
    private static SourceNode.Scalar PortOf(MappingEntry entry) =>
        new(entry.Key, Scalars.KindOfPlain(entry.Key), entry.KeySpan);

    private static Located<MtlsMode>? ReadMode(ObjectReader? mtls)
    {
        mtls?.AllowOnly("mode");
        return mtls?.Value("mode", Mode);
    }
}
