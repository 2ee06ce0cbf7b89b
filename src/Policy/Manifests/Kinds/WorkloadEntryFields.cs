using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class WorkloadEntryFields
{
    private const int LocalityParts = 3;
    private const string UnixScheme = "unix://";

    private static readonly FieldType<string> Address = FieldTypes.Text.Then<string>("an IP address or a host name", text =>
        AddressText.TryParse(text, out _) || text.StartsWith(UnixScheme, StringComparison.Ordinal) || IsHost(text)
            ? text
            : new WrongValue(
                ManifestCodes.InvalidAddress,
                $"is {UserText.Quote(text)}, neither an IP address nor a host name",
                "write one such as `10.0.0.1` or `db.example.com`"));

    private static readonly FieldType<string> Locality = FieldTypes.Text.Then<string>("a locality", text =>
        text.Split('/').Length <= LocalityParts
            ? text
            : new WrongValue(
                ManifestCodes.UnknownValue, $"is {UserText.Quote(text)}, which is no locality", "write `region/zone/subzone`"));

    public static WorkloadEntryManifest Read(ObjectReader fields, ObjectMeta meta) =>
        new(meta, fields.Span, ReadSpec(fields.RequiredObject("spec")));

    /// <summary>Reads what a WorkloadEntry and an endpoint of a ServiceEntry have in common.</summary>
    public static WorkloadEntrySpecManifest ReadSpec(ObjectReader spec)
    {
        if (!spec.Has("address") && !spec.Has("network"))
            spec.ReportMissing("address");
        return new WorkloadEntrySpecManifest(
            AddressOf(spec),
            spec.Object("ports") is { } ports ? ReadPorts(ports) : [],
            spec.Labels("labels") ?? LocatedMap.Empty,
            spec.Value("network", FieldTypes.NonEmpty),
            spec.Value("locality", Locality),
            spec.Value("weight", FieldTypes.Count),
            spec.Value("serviceAccount", FieldTypes.Name(NameRule.DnsSubdomain)));
    }

    /// <summary>A socket file is a place on one machine, which a mesh cannot reach.</summary>
    private static Located<string>? AddressOf(ObjectReader spec)
    {
        if (spec.Value("address", Address) is not { } address)
            return null;
        if (!address.Value.StartsWith(UnixScheme, StringComparison.Ordinal))
            return address;
        spec.Sink.Warning(
            ManifestCodes.Unused, address.Span, "endpoints that are socket files take no traffic", "write an IP address or a host name");
        return null;
    }

    private static ValueList<NamedPortManifest> ReadPorts(ObjectReader ports) => ports.Entries
        .Select(entry => ports.Value(entry.Key, FieldTypes.Port) is { } port ? new NamedPortManifest(entry.Key, port) : null)
        .OfType<NamedPortManifest>()
        .OrderBy(port => port.Name, StringComparer.Ordinal)
        .ToValueList();

    private static bool IsHost(string text) =>
        !HostFields.LooksLikeAddress(text) && LabelSyntax.IsDnsSubdomain(text.TrimEnd('.').ToLowerInvariant());
}
