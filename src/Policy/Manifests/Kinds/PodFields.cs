using System.Net;
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
        return new PodManifest(
            meta,
            fields.Span,
            spec,
            status.Value("phase", Phase),
            Addresses(status, "podIP", "podIPs"),
            Ready(status),
            Addresses(status, "hostIP", "hostIPs"),
            fields.ObjectOrEmpty("metadata").Value("deletionTimestamp", FieldTypes.Time) is not null);
    }

    public static PodSpecManifest ReadSpec(ObjectReader spec) => new(
        spec.Value("nodeName", FieldTypes.Name(NameRule.DnsSubdomain)),
        ServiceAccount(spec, "serviceAccountName") ?? ServiceAccount(spec, "serviceAccount"),
        spec.Value("hostNetwork", FieldTypes.Flag)?.Value ?? false,
        spec.Value("hostname", FieldTypes.Name(NameRule.DnsLabel)),
        spec.Value("subdomain", FieldTypes.Name(NameRule.DnsLabel)),
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

    /// <summary>Addresses of a status, which has each of them in a mapping of its own.</summary>
    private static ValueList<Located<IPAddress>> Addresses(ObjectReader status, string one, string many)
    {
        var first = status.Value(one, FieldTypes.Address);
        var all = status.Objects(many).Select(ip => ip.Value("ip", FieldTypes.Address)).OfType<Located<IPAddress>>().ToValueList();
        AddressFields.CheckFirst(status, one, many, first, all);
        ValueList<Located<IPAddress>> addresses = first is { } only && all.IsEmpty ? [only] : all;
        status.CheckFamilies(status.PathOf(many), addresses);
        return addresses;
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
