using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScopeMesh.Hosts.Underlay;

/// <summary>
/// An underlay map as a file, for hosts that run alone: a JSON array of <c>{"real": CIDR, "loopback": CIDR}</c>,
/// with <c>"peer": true</c> where connections only come from there.
/// </summary>
internal static class UnderlayFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Write(UnderlayMap map) =>
        JsonSerializer.Serialize(
            map.Rules.Select(rule => new Entry(rule.Real.ToString(), rule.Loopback.ToString(), null))
                .Concat(map.Peers.Select(rule => new Entry(rule.Real.ToString(), rule.Loopback.ToString(), Peer: true))),
            Options);

    /// <exception cref="FormatException">The text is no underlay map.</exception>
    public static UnderlayMap Read(string json)
    {
        try
        {
            var entries = JsonSerializer.Deserialize<Entry[]>(json, Options) ?? [];
            var rules = entries.ToLookup(
                entry => entry.Peer == true,
                entry => new UnderlayRule(IPNetwork.Parse(entry.Real), IPNetwork.Parse(entry.Loopback)));
            return new UnderlayMap(rules[false], rules[true]);
        }
        catch (Exception error) when (error is JsonException or ArgumentNullException)
        {
            throw new FormatException($"not an underlay map: {error.Message}", error);
        }
    }

    private sealed record Entry(string Real, string Loopback, bool? Peer);
}
