using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class ServicePortFields
{
    private const int NoPort = 0;

    /// <summary>Whether a client stays with its endpoint, which Services and imported ones say alike.</summary>
    public static FieldType<SessionAffinity> Affinity { get; } =
        FieldTypes.Choice(("None", SessionAffinity.None), ("ClientIP", SessionAffinity.ClientIp));

    /// <summary>Reads the ports; where there are several, each needs a name, no two the same.</summary>
    public static ValueList<ServicePortManifest> Read(ObjectReader spec, ValueList<ObjectReader> ports)
    {
        var read = ports.Select(port => ReadOne(port, ports.Count > 1)).ToValueList();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<(int Port, TransportProtocol Protocol)>();
        foreach (var port in read)
        {
            if (port.Name is { } name && !names.Add(name.Value))
                ReportTwice(spec, name, $"the name `{name.Value}`");
            var protocol = port.Protocol?.Value ?? TransportProtocol.Tcp;
            if (port.Port.Value != NoPort && !numbers.Add((port.Port.Value, protocol)))
                ReportTwice(spec, port.Port, $"`{port.Port.Value}/{protocol.ToString().ToUpperInvariant()}`");
        }

        return read;
    }

    /// <summary>Says that two ports have one name or number.</summary>
    public static void ReportTwice<T>(ObjectReader spec, Located<T> second, string what) => spec.Sink.Error(
        ManifestCodes.Contradiction, second.Span, $"`{spec.PathOf("ports")}` has {what} twice", "keep one of them");

    private static ServicePortManifest ReadOne(ObjectReader port, bool needsName)
    {
        var nameType = FieldTypes.Name(NameRule.DnsLabel);
        return new ServicePortManifest(
            needsName ? port.Required("name", nameType, "") : port.Value("name", nameType),
            port.Required("port", FieldTypes.Port, NoPort),
            port.Value("targetPort", FieldTypes.PortReference),
            port.Value("protocol", FieldTypes.Protocol),
            port.Value("appProtocol", FieldTypes.Text));
    }
}
