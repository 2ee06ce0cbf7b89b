using System.Globalization;
using System.Net;
using ScopeMesh.Hosts.Telemetry.Logs;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>A host and a port; the host is a name or an address.</summary>
internal sealed record HostPort(string Host, int Port)
{
    /// <summary>The address; a <see cref="DnsEndPoint"/> where it is a name, for whoever connects to look it up.</summary>
    public EndPoint EndPoint => IPAddress.TryParse(Host.Trim('[', ']'), out var address)
        ? new IPEndPoint(address, Port)
        : new DnsEndPoint(Host, Port);

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

/// <summary>A workload: who a node proxy in dedicated mode is.</summary>
internal sealed record WorkloadIdentity(string Namespace, string Name, string ServiceAccount);

/// <summary>Whether applications see callers' own addresses.</summary>
internal enum OriginalSource
{
    /// <summary>Where it is possible.</summary>
    Auto,

    /// <summary>Always; where it is not possible, the host does not start.</summary>
    True,

    /// <summary>Never.</summary>
    False,
}

/// <summary>For whom a node proxy works.</summary>
internal enum ProxyMode
{
    /// <summary>All pods of its node.</summary>
    Shared,

    /// <summary>One workload.</summary>
    Dedicated,

    /// <summary>All pods of its node, which call out by SOCKS: nothing is captured.</summary>
    Socks,
}

/// <summary>The types of settings. All are read as ztunnel reads them, or more strictly.</summary>
internal static class SettingTypes
{
    private const int MaxTextLength = 4096;
    private const int DefaultPort = 15012;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    public static SettingType<string> Text { get; } = new("a text", (string text, out string? value) =>
        (value = text).Length is > 0 and <= MaxTextLength);

    public static SettingType<string> File { get; } = new("the name of a file", (string text, out string? value) =>
        (value = text).Length is > 0 and <= MaxTextLength && !text.Contains('\n', StringComparison.Ordinal));

    public static SettingType<string> Folder { get; } = new("the name of a folder", File.Parse);

    /// <summary>ztunnel takes a token itself too: a secret does not belong where everybody can read it.</summary>
    public static SettingType<string> TokenFile { get; } = new(
        "the name of a file that holds the token", (string text, out string? value) =>
            File.Parse(text, out value) && !LooksLikeToken(text));

    /// <summary>ztunnel takes certificates themselves too, and <c>SYSTEM</c>.</summary>
    public static SettingType<string> RootsFile { get; } = new(
        "the name of a PEM file", (string text, out string? value) =>
            File.Parse(text, out value) && text != "SYSTEM" && !text.StartsWith("-----", StringComparison.Ordinal));

    public static SettingType<bool> Flag { get; } = new("`true` or `false`", bool.TryParse);

    /// <summary>Whatever is not <c>true</c> is false, as of <c>DNS_CAPTURE</c>.</summary>
    public static SettingType<bool> LooseFlag { get; } = new("`true`, or anything else for false", (string text, out bool value) =>
    {
        value = text.Equals("true", StringComparison.OrdinalIgnoreCase);
        return true;
    });

    public static SettingType<IPEndPoint> EndPoint { get; } = new("ADDRESS:PORT", (string text, out IPEndPoint? value) =>
        IPEndPoint.TryParse(text, out value) && text.Contains(':', StringComparison.Ordinal) && value.Port > 0);

    public static SettingType<TimeSpan> Duration { get; } = new("a duration such as `90s`, `1m30s` or `24h`", TryParseDuration);

    public static SettingType<HostPort> Address { get; } = new("HOST:PORT, or https://HOST:PORT", TryParseAddress);

    public static SettingType<WorkloadIdentity> Workload { get; } = new(
        "NAMESPACE/NAME/SERVICEACCOUNT", (string text, out WorkloadIdentity? value) =>
        {
            value = text.Split('/') is [{ Length: > 0 } ns, { Length: > 0 } name, { Length: > 0 } account]
                ? new WorkloadIdentity(ns, name, account)
                : null;
            return value is not null;
        });

    public static SettingType<LogFilter> Log { get; } = new(
        "a level, and CATEGORY=LEVEL for some categories, such as `info,access=debug`", (string text, out LogFilter? value) =>
            (value = LogFilter.At(LogLevel.Information).With(text).Filter) is not null);

    /// <summary>ztunnel's words, and those that say what they mean.</summary>
    public static SettingType<OriginalSource> CallerAddress { get; } = new(
        "`auto` or `wherepossible`, `true` or `required`, `false` or `hidden`", (string text, out OriginalSource value) =>
        {
            OriginalSource? read = text.ToLowerInvariant() switch
            {
                "auto" or "wherepossible" => OriginalSource.Auto,
                "true" or "required" => OriginalSource.True,
                "false" or "hidden" => OriginalSource.False,
                _ => null,
            };
            value = read.GetValueOrDefault();
            return read is not null;
        });

    /// <summary>An address of loopback: where redirection leads questions for names.</summary>
    public static SettingType<IPEndPoint> LoopbackEndPoint { get; } = new("127.0.0.1:PORT, or [::1]:PORT", (string text, out IPEndPoint? value) =>
        EndPoint.Parse(text, out value) && IPAddress.IsLoopback(value!.Address));

    /// <summary>A whole number between two bounds.</summary>
    public static SettingType<int> Number(int least, int most) => new(
        $"a whole number from {least} to {most}", (string text, out int value) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);

    /// <summary>One of the names of an enum's values, in lower case.</summary>
    public static SettingType<T> Choice<T>()
        where T : struct, Enum => new(
        string.Join(" or ", Enum.GetNames<T>().Select(name => $"`{name.ToLowerInvariant()}`")), (string text, out T value) =>
            Enum.TryParse(text, ignoreCase: true, out value) && Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase));

    /// <summary>A JSON web token: three parts of base64, which no file is called.</summary>
    private static bool LooksLikeToken(string text) =>
        text.StartsWith("ey", StringComparison.Ordinal) && text.Split('.').Length == 3 && !text.Contains('/', StringComparison.Ordinal);

    private static bool TryParseAddress(string text, out HostPort? value)
    {
        value = null;
        var whole = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
        if (!Uri.TryCreate(whole, UriKind.Absolute, out var uri)
            || uri is not { Scheme: "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
            || uri.Host.Length == 0)
            return false;
        value = new HostPort(uri.IdnHost, uri.IsDefaultPort && !whole.Contains(":443", StringComparison.Ordinal) ? DefaultPort : uri.Port);
        return true;
    }

    /// <summary>Numbers with units, one after the other; a number alone is of seconds.</summary>
    private static bool TryParseDuration(string text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
            if (!long.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > int.MaxValue)
                return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9') is >= 0 and var next ? next : rest.Length;
            if (UnitNamed(rest[..letters]) is not { } unit || (letters == 0 && digits != text.Length))
                return false;
            rest = rest[letters..];
            if (number * unit.TotalSeconds > Longest.TotalSeconds)
                return false;
            value += number * unit;
        }

        return text.Length > 0 && value <= Longest;
    }

    private static TimeSpan? UnitNamed(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "" or "s" => TimeSpan.FromSeconds(1),
        "m" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        "d" => TimeSpan.FromDays(1),
        _ => null,
    };
}
