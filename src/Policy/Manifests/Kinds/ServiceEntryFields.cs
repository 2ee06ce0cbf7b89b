using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests.Kinds;

/// <summary>Reads ServiceEntries. What Istio's own validation refuses is an error here too.</summary>
internal static class ServiceEntryFields
{
    private static readonly string[] Protocols =
    [
        "http", "http2", "https", "grpc", "grpc-web", "tcp", "tls", "udp", "mongo", "mysql", "redis", "hbone", "http_proxy",
    ];

    private static readonly FieldType<ServiceLocation> Location = FieldTypes.Choice(
        ("MESH_EXTERNAL", ServiceLocation.MeshExternal), ("MESH_INTERNAL", ServiceLocation.MeshInternal));

    private static readonly FieldType<ServiceResolution> Resolution = FieldTypes.Choice(
        ("NONE", ServiceResolution.None),
        ("STATIC", ServiceResolution.Static),
        ("DNS", ServiceResolution.Dns),
        ("DNS_ROUND_ROBIN", ServiceResolution.DnsRoundRobin),
        ("DYNAMIC_DNS", ServiceResolution.DynamicDns));

    /// <summary>Istio takes these words in any case.</summary>
    private static readonly FieldType<string> Protocol = FieldTypes.Text.Then<string>("a protocol", text =>
    {
        var word = text.ToLowerInvariant();
        if (word.Length == 0 || Protocols.Contains(word))
            return word;
        var closest = Spelling.Closest(word, Protocols);
        return new WrongValue(
            ManifestCodes.UnknownValue,
            $"is {UserText.Quote(text)}, which is not known",
            closest is null ? "write one such as `HTTP`, `TCP` or `TLS`" : $"did you mean `{closest.ToUpperInvariant()}`?");
    });

    private static readonly FieldType<string> Export = FieldTypes.Text.Then<string>("a namespace", text =>
        text is "*" or "." or "~" || LabelSyntax.IsDnsLabel(text)
            ? text
            : new WrongValue(
                ManifestCodes.InvalidName, $"is {UserText.Quote(text)}, which is no namespace", "write `*`, `.`, `~` or a namespace"));

    public static ServiceEntryManifest Read(ObjectReader fields, ObjectMeta meta)
    {
        var spec = fields.RequiredObject("spec");
        if (!spec.Has("hosts") || spec.IsEmptyList("hosts"))
            spec.ReportMissing("hosts");
        var entry = new ServiceEntryManifest(
            meta,
            fields.Span,
            spec.Values("hosts", HostFields.HostOrWildcard),
            spec.Values("addresses", FieldTypes.AddressOrRange),
            ReadPorts(spec),
            spec.Value("location", Location),
            spec.Value("resolution", Resolution),
            spec.Objects("endpoints").Select(WorkloadEntryFields.ReadSpec).ToValueList(),
            spec.Object("workloadSelector") is { } selector ? ReadSelector(selector) : null,
            spec.Values("exportTo", Export),
            spec.Values("subjectAltNames", FieldTypes.NonEmpty),
            fields.ObjectOrEmpty("status").Objects("addresses").Select(ReadAssigned).ToValueList());
        CheckEndpoints(entry, spec);
        CheckRanges(entry, spec);
        return entry;
    }

    private static ValueList<ServiceEntryPortManifest> ReadPorts(ObjectReader spec)
    {
        var ports = spec.Objects("ports")
            .Select(port => new ServiceEntryPortManifest(
                port.Required("number", FieldTypes.Port, 0),
                port.Required("name", FieldTypes.NonEmpty, ""),
                port.Value("protocol", Protocol),
                port.Value("targetPort", FieldTypes.Port)))
            .ToValueList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<int>();
        foreach (var port in ports)
        {
            if (port.Name.Value.Length > 0 && !names.Add(port.Name.Value))
                ServicePortFields.ReportTwice(spec, port.Name, $"the name `{port.Name.Value}`");
            if (port.Number.Value > 0 && !numbers.Add(port.Number.Value))
                ServicePortFields.ReportTwice(spec, port.Number, $"`{port.Number.Value}`");
        }

        return ports;
    }

    private static LocatedMap ReadSelector(ObjectReader selector)
    {
        selector.AllowOnly("labels");
        return selector.Labels("labels") ?? LocatedMap.Empty;
    }

    private static AssignedAddressManifest ReadAssigned(ObjectReader address) => new(
        address.Value("host", FieldTypes.Text)?.Value ?? "",
        address.Required("value", FieldTypes.Address, System.Net.IPAddress.None));

    private static void CheckEndpoints(ServiceEntryManifest entry, ObjectReader spec)
    {
        var listed = spec.KeySpan("endpoints");
        if (listed is { } both && entry is { Endpoints.IsEmpty: false, WorkloadSelector: not null })
            Contradicts(spec, both, "`spec.workloadSelector` selects endpoints, and `spec.endpoints` lists them", "keep one of the two");
        var resolution = entry.Resolution?.Value ?? ServiceResolution.None;
        if (listed is { } span && resolution == ServiceResolution.None && !entry.Endpoints.IsEmpty)
        {
            Contradicts(
                spec, span, "`spec.endpoints` are never called with resolution `NONE`", "write `resolution: STATIC` or `DNS`, or leave them out");
        }

        foreach (var endpoint in entry.Endpoints)
        {
            if (resolution == ServiceResolution.Static && endpoint.Address is { } name && !AddressText.TryParse(name.Value, out _))
                Contradicts(spec, name.Span, $"`{name.Value}` is no IP address, which resolution `STATIC` asks for", "write `resolution: DNS`");
        }

        var isResolved = resolution is ServiceResolution.Dns or ServiceResolution.DnsRoundRobin;
        if (!isResolved || !entry.Endpoints.IsEmpty || entry.WorkloadSelector is not null)
            return;
        foreach (var host in entry.Hosts.Where(host => host.Value.StartsWith('*')))
            Contradicts(spec, host.Span, $"`{host.Value}` is no name that DNS could resolve", "list `spec.endpoints`, or write `resolution: NONE`");
    }

    private static void CheckRanges(ServiceEntryManifest entry, ObjectReader spec)
    {
        if (entry.Resolution?.Value is null or ServiceResolution.None or ServiceResolution.Static)
            return;
        foreach (var range in entry.Addresses.Where(range => range.Value.PrefixLength < AddressText.BitsOf(range.Value.BaseAddress)))
            Contradicts(spec, range.Span, $"`{range.Value}` is a range, which resolutions `NONE` and `STATIC` alone can have", "write single addresses");
    }

    private static void Contradicts(ObjectReader spec, SourceSpan at, string message, string remedy) =>
        spec.Sink.Error(ManifestCodes.Contradiction, at, message, remedy);
}
