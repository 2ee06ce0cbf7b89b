using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class PodFields
{
    private static readonly FieldType<PodPhase> Phase =
        FieldTypes.Choice([.. Enum.GetValues<PodPhase>().Select(phase => (phase.ToString(), phase))]);

    private static readonly FieldType<ConditionStatus> Status =
        FieldTypes.Choice([.. Enum.GetValues<ConditionStatus>().Select(status => (status.ToString(), status))]);

    public static PodManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var spec = ReadSpec(fields.RequiredObject("spec"));
        var status = fields.ObjectOrEmpty("status");
        var podIps = PodIps(status);
        fields.CheckFamilies(status.PathOf("podIPs"), podIps);
        return new PodManifest(meta, fields.Span, spec, status.Value("phase", Phase), podIps, Ready(status));
    }

    public static PodSpecManifest ReadSpec(ObjectReader spec) => new(
        spec.Value("nodeName", FieldTypes.Name(NameRule.DnsSubdomain)),
        ServiceAccount(spec, "serviceAccountName") ?? ServiceAccount(spec, "serviceAccount"),
        spec.Value("hostNetwork", FieldTypes.Flag)?.Value ?? false,
        spec.RequiredObjects("containers").Select(ReadContainer).ToValueList());

    /// <summary>The old name of the field is still filled in by API servers.</summary>
    private static Located<string>? ServiceAccount(ObjectReader spec, string field) =>
        spec.Value(field, FieldTypes.Name(NameRule.DnsSubdomain));

    private static ContainerManifest ReadContainer(ObjectReader container) => new(
        container.Required("name", FieldTypes.Name(NameRule.DnsLabel), ""),
        container.Objects("ports").Select(ReadPort).ToValueList());

    private static ContainerPortManifest ReadPort(ObjectReader port) => new(
        port.Value("name", FieldTypes.Name(NameRule.PortName)),
        port.Required("containerPort", FieldTypes.Port, 0),
        port.Value("protocol", FieldTypes.Protocol));

    private static ValueList<Located<System.Net.IPAddress>> PodIps(ObjectReader status)
    {
        var first = status.Value("podIP", FieldTypes.Address);
        var all = status.Objects("podIPs").Select(ip => ip.Value("ip", FieldTypes.Address))
            .OfType<Located<System.Net.IPAddress>>().ToValueList();
        AddressFields.CheckFirst(status, "podIP", "podIPs", first, all);
        return first is { } only && all.IsEmpty ? [only] : all;
    }

    private static Located<bool>? Ready(ObjectReader status)
    {
        foreach (var condition in status.Objects("conditions"))
        {
            if (condition.Value("type", FieldTypes.Text)?.Value != "Ready")
                continue;
            var ready = condition.Required("status", Status, ConditionStatus.Unknown);
            return new Located<bool>(ready.Value == ConditionStatus.True, ready.Span);
        }

        return null;
    }

    /// <summary>A condition's status, as Kubernetes writes it.</summary>
    private enum ConditionStatus
    {
        True,
        False,
        Unknown,
    }
}
