using System.Globalization;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>The types of fields that ztunnel's local configuration has.</summary>
internal static class LocalTypes
{
    private const int LastPort = 65535;

    /// <summary>A part of an identity, which a slash would end.</summary>
    public static FieldType<string> IdentityPart { get; } = FieldTypes.Text.Then<string>("text", text =>
        text.Contains('/', StringComparison.Ordinal)
            ? new WrongValue(ManifestCodes.InvalidName, $"is {UserText.Quote(text)}, which holds a slash", "write a name such as `default`")
            : text);

    public static FieldType<string> NonEmptyIdentityPart { get; } = IdentityPart.Then<string>("text", text =>
        text.Length > 0 ? text : new WrongValue(ManifestCodes.Missing, "is empty", "fill it in"));

    public static FieldType<string> TrustDomain { get; } = FieldTypes.Text.Then<string>("a trust domain", text =>
        TrustDomainNames.Allow(text)
            ? text
            : new WrongValue(
                ManifestCodes.InvalidName, $"is {UserText.Quote(text)}, no trust domain", $"write one such as `{WellKnown.DefaultTrustDomain}`"));

    /// <summary>A port of a workload; 0 where each workload has its own.</summary>
    public static FieldType<int> TargetPort { get; } = new("a port", scalar => ReadNumber(scalar, LastPort) switch
    {
        { Wrong: { } wrong } => wrong,
        { Value: var port } => (int)port,
    });

    /// <summary>Any number of 32 bits without a sign.</summary>
    public static FieldType<uint> Number { get; } = new("a number", scalar => ReadNumber(scalar, uint.MaxValue));

    public static FieldType<NamespacedName> ObjectName { get; } = FieldTypes.Text.Then<NamespacedName>("a name", ReadObjectName);

    public static FieldType<NetworkAddress> NetworkAddress { get; } = FieldTypes.Text.Then<NetworkAddress>("an address", text =>
        ReadNetworkAddress(text) is { } address
            ? address
            : new WrongValue(
                ManifestCodes.InvalidAddress,
                $"is {UserText.Quote(text)}, not `NETWORK/ADDRESS`",
                "write one such as `network-1/10.0.0.1`, or `/10.0.0.1` where the network has no name"));

    /// <summary>Whether a text is a gateway's address is tried first, whether it is a name then.</summary>
    public static FieldType<Func<int, GatewayAddress>> Destination { get; } = FieldTypes.Text.Then<Func<int, GatewayAddress>>("a destination", text =>
    {
        if (ReadNetworkAddress(text) is { } address)
            return new Parsed<Func<int, GatewayAddress>>(port => new GatewayAddress.Addressed(address, port), null);
        return ReadObjectName(text) is { Wrong: null, Value: var name }
            ? new Parsed<Func<int, GatewayAddress>>(port => new GatewayAddress.Named(name, port), null)
            : new WrongValue(
                ManifestCodes.InvalidAddress,
                $"is {UserText.Quote(text)}, neither `NETWORK/ADDRESS` nor `NAMESPACE/HOST`",
                "write one such as `network-1/10.0.0.1` or `default/waypoint.example.com`");
    });

    public static FieldType<SpiffeId> Identity { get; } = FieldTypes.Text.Then<SpiffeId>("an identity", text =>
        SpiffeId.TryParse(text, out var identity)
            ? identity
            : new WrongValue(
                ManifestCodes.InvalidName, $"is {UserText.Quote(text)}, no identity", "write one such as `spiffe://cluster.local/ns/default/sa/default`"));

    public static FieldType<AddressBlock> Block { get; } = FieldTypes.Text.Then<AddressBlock>("a range of IP addresses", text =>
        AddressBlock.TryParse(text, out var block)
            ? block
            : new WrongValue(
                ManifestCodes.InvalidRange,
                $"is {UserText.Quote(text)}, neither an IP address nor a range of them",
                "write one such as `10.0.0.1` or `10.0.0.0/24`"));

    /// <summary>Service ports, each with the port that it leads to, ordered.</summary>
    public static ValueList<PortMapping> Ports(this ObjectReader fields, string field) =>
        fields.Object(field) is { } ports ? ReadPorts(ports) : [];

    /// <summary>The ports that are the entries of a mapping.</summary>
    public static ValueList<PortMapping> ReadPorts(ObjectReader ports)
    {
        var mappings = new List<PortMapping>();
        foreach (var entry in ports.Entries)
        {
            var target = TargetPort.Read(entry.Value, ports.PathOf(entry.Key), ports.Sink);
            if (!int.TryParse(entry.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > LastPort)
                ports.Sink.Error(
                    ManifestCodes.OutOfRange,
                    entry.KeySpan,
                    $"`{ports.Path}` has the key {UserText.Quote(entry.Key)}, which is no port",
                    $"write a number from 1 to {LastPort}");
            else if (target is { } read)
                mappings.Add(new PortMapping(port, read.Value, AppProtocol.Unknown));
        }

        foreach (var twice in mappings.GroupBy(mapping => mapping.ServicePort).Where(same => same.Skip(1).Any()))
            ports.Sink.Error(ManifestCodes.DuplicateKey, ports.Span, $"`{ports.Path}` has the port `{twice.Key}` twice", "keep one of them");
        return mappings.OrderBy(mapping => mapping.ServicePort).ToValueList();
    }

    /// <summary>Where a waypoint or gateway takes HBONE, if the field says one.</summary>
    public static GatewayAddress? Gateway(this ObjectReader fields, string field) =>
        fields.Object(field) is { } gateway ? ReadGateway(gateway) : null;

    /// <summary>Where a waypoint or gateway takes HBONE.</summary>
    public static GatewayAddress ReadGateway(ObjectReader gateway)
    {
        gateway.AllowOnly("destination", "hboneMtlsPort");
        var port = gateway.Value("hboneMtlsPort", FieldTypes.Port)?.Value ?? WellKnown.HbonePort;
        return gateway.Required("destination", Destination, at => new GatewayAddress.Named(default, at)).Value(port);
    }

    private static NetworkAddress? ReadNetworkAddress(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash >= 0 && AddressText.TryParse(text[(slash + 1)..], out var address)
            ? new NetworkAddress(text[..slash], address)
            : null;
    }

    private static Parsed<NamespacedName> ReadObjectName(string text) =>
        text.Split('/') is [var ns, { Length: > 0 } name]
            ? new NamespacedName(ns, name)
            : new WrongValue(ManifestCodes.InvalidName, $"is {UserText.Quote(text)}, not `NAMESPACE/NAME`", "write one such as `default/example.com`");

    private static Parsed<uint> ReadNumber(SourceNode.Scalar scalar, uint most)
    {
        var remedy = $"write one from 0 to {most}";
        if (scalar.Kind != ScalarKind.Integer || !Scalars.TryReadInteger(scalar.Text, out var number))
            return new WrongValue(ManifestCodes.WrongType, $"is {TypeErrors.Describe(scalar)}, not a whole number", remedy);
        return number >= 0 && number <= most
            ? (uint)number
            : new WrongValue(ManifestCodes.OutOfRange, $"is {UserText.Quote(scalar.Text)}, outside its range", remedy);
    }
}
