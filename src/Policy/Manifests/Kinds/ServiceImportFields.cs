using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class ServiceImportFields
{
    private static readonly FieldType<ServiceImportType> Type = FieldTypes.Choice(
        ("ClusterSetIP", ServiceImportType.ClusterSetIp), ("Headless", ServiceImportType.Headless));

    public static ServiceImportManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var spec = fields.RequiredObject("spec");
        var ips = spec.Values("ips", FieldTypes.Address);
        spec.CheckFamilies(spec.PathOf("ips"), ips);
        return new ServiceImportManifest(
            meta,
            fields.Span,
            spec.Value("type", Type),
            ServicePortFields.Read(spec, spec.Objects("ports").ToValueList()),
            ips,
            spec.Value("sessionAffinity", ServicePortFields.Affinity));
    }
}
