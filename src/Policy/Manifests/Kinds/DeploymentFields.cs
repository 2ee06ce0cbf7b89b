using ScopeMesh.Policy.Manifests.Fields;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class DeploymentFields
{
    public static DeploymentManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var spec = fields.RequiredObject("spec");
        var errors = spec.Sink.Errors;
        var replicas = spec.Value("replicas", FieldTypes.Count);
        var selector = SelectorFields.Read(spec.RequiredObject("selector"));
        var template = ReadTemplate(spec.RequiredObject("template"));
        var selects = selector.ToLabelSelector().Matches(template.Labels.ToLabelSet());
        if (!selects && spec.Sink.Errors == errors)
            spec.Sink.Error(
                ManifestCodes.Contradiction,
                selector.Span,
                $"`{spec.PathOf("selector")}` does not select the labels of `{spec.PathOf("template")}`",
                "give the template the labels that the selector asks for");
        return new DeploymentManifest(meta, fields.Span, replicas, selector, template);
    }

    private static PodTemplateManifest ReadTemplate(ObjectReader template)
    {
        var metadata = template.ObjectOrEmpty("metadata");
        return new PodTemplateManifest(
            metadata.Labels("labels") ?? LocatedMap.Empty,
            metadata.Annotations("annotations") ?? LocatedMap.Empty,
            PodFields.ReadSpec(template.RequiredObject("spec")));
    }
}
