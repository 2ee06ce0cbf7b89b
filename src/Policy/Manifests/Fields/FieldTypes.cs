using System.Globalization;
using System.Net;
using ScopeMesh.Policy.Manifests.Yaml;

namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>The types of fields.</summary>
internal static class FieldTypes
{
    private const int LastPort = 65535;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static FieldType<string> Text { get; } = new("text", ReadText);

    public static FieldType<string> NonEmpty { get; } = Text.Then<string>("text", text =>
        text.Length > 0 ? text : new WrongValue(ManifestCodes.Missing, "is empty", "fill it in"));

    public static FieldType<bool> Flag { get; } = new("`true` or `false`", scalar =>
        scalar.Kind == ScalarKind.Boolean
            ? Scalars.IsTrue(scalar.Text)
            : Wrong(scalar, "a boolean", "write `true` or `false`, without quotes"));

    public static FieldType<int> Port { get; } = Integer(1, LastPort);

    public static FieldType<int> Count { get; } = Integer(0, int.MaxValue);

    public static FieldType<PortReference> PortReference { get; } = new("a port's number or name", ReadPortReference);

    public static FieldType<IPAddress> Address { get; } = Text.Then<IPAddress>("an IP address", text =>
        AddressText.TryParse(text, out var address)
            ? address
            : new WrongValue(
                ManifestCodes.InvalidAddress,
                $"is {UserText.Quote(text)}, not an IP address",
                "write one such as `10.0.0.1`"));

    public static FieldType<IPNetwork> Range { get; } = Text.Then<IPNetwork>("a range of IP addresses", ReadRange);

    /// <summary>An address, which is a range of one, or a range; what is beyond the prefix does not count, as in Istio.</summary>
    public static FieldType<IPNetwork> AddressOrRange { get; } = Text.Then<IPNetwork>("an IP address or a range", text =>
    {
        if (AddressText.TryParseRange(text, out var range))
            return range;
        return new WrongValue(
            text.Contains('/', StringComparison.Ordinal) ? ManifestCodes.InvalidRange : ManifestCodes.InvalidAddress,
            $"is {UserText.Quote(text)}, neither an IP address nor a range of them",
            "write one such as `10.0.0.1` or `10.0.0.0/24`");
    });

    public static FieldType<DateTimeOffset> Time { get; } = Text.Then<DateTimeOffset>("a point in time", text =>
        DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && HasZone(text)
            ? time
            : new WrongValue(
                ManifestCodes.InvalidTime,
                $"is {UserText.Quote(text)}, not a point in time",
                "write one such as `2026-01-31T12:00:00Z`"));

    public static FieldType<TransportProtocol> Protocol { get; } = Choice(
        ("TCP", TransportProtocol.Tcp), ("UDP", TransportProtocol.Udp), ("SCTP", TransportProtocol.Sctp));

    public static FieldType<string> Name(NameRule rule) => Text.Then("a name", rule.Check);

    /// <summary>One of some words, exactly as written here.</summary>
    public static FieldType<T> Choice<T>(params (string Word, T Value)[] choices)
    {
        var words = choices.Select(choice => choice.Word).ToArray();
        return Text.Then<T>(Spelling.Choice(words), text =>
        {
            foreach (var (word, value) in choices)
                if (string.Equals(word, text, StringComparison.Ordinal))
                    return value;
            var closest = Spelling.Closest(text, words);
            return new WrongValue(
                ManifestCodes.UnknownValue,
                $"is {UserText.Quote(text)}, which is not known",
                closest is null ? $"write {Spelling.Choice(words)}" : $"did you mean `{closest}`?");
        });
    }

    private static FieldType<int> Integer(int least, int most) => new("a number", scalar =>
    {
        var remedy = most == int.MaxValue ? $"write one from {least}" : $"write one from {least} to {most}";
        if (scalar.Kind != ScalarKind.Integer || !Scalars.TryReadInteger(scalar.Text, out var number))
            return Wrong(scalar, "a whole number", remedy);
        if (number < least || number > most)
            return new WrongValue(
                ManifestCodes.OutOfRange, $"is {UserText.Quote(scalar.Text)}, outside its range", remedy);
        return (int)number;
    });

    private static Parsed<string> ReadText(SourceNode.Scalar scalar) =>
        scalar.Kind == ScalarKind.Text
            ? scalar.Text
            : Wrong(scalar, "text", $"quote it: {UserText.Quote($"\"{scalar.Text}\"")}");

    /// <summary>A number is a number and a text a name, even a text of digits, which no port may be called.</summary>
    private static Parsed<PortReference> ReadPortReference(SourceNode.Scalar scalar)
    {
        if (scalar.Kind == ScalarKind.Text)
            return ReadPortName(scalar.Text);
        if (scalar.Kind != ScalarKind.Integer || !Scalars.TryReadInteger(scalar.Text, out var number))
            return Wrong(scalar, "a port's number or name", $"write a number from 1 to {LastPort}, or a name");
        if (number is < 1 or > LastPort)
            return new WrongValue(
                ManifestCodes.OutOfRange,
                $"is {UserText.Quote(scalar.Text)}, outside its range",
                $"write one from 1 to {LastPort}");
        return new PortReference.Number((int)number);
    }

    private static Parsed<PortReference> ReadPortName(string text)
    {
        if (NameRule.PortName.Check(text).Wrong is not { } wrong)
            return new PortReference.Named(text);
        return text.All(char.IsAsciiDigit) ? wrong with { Remedy = "take the quotes off, so that it is a number" } : wrong;
    }

    private static Parsed<IPNetwork> ReadRange(string text)
    {
        if (text.Split('/') is [var address, var length]
            && AddressText.TryParse(address, out var first)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            && IPNetwork.TryParse($"{first}/{prefix}", out var range))
            return range;
        return new WrongValue(
            ManifestCodes.InvalidRange,
            $"is {UserText.Quote(text)}, not a range of IP addresses",
            "write the first address and the length of the prefix, such as `10.244.1.0/24`");
    }

    /// <summary>A time without a zone would mean another time on every machine.</summary>
    private static bool HasZone(string text) => text is [.., 'Z'] or [.., '+' or '-', _, _, ':', _, _];

    private static WrongValue Wrong(SourceNode.Scalar scalar, string expected, string remedy) =>
        new(ManifestCodes.WrongType, $"is {TypeErrors.Describe(scalar)}, not {expected}", remedy);
}
