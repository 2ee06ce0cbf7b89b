using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>Writes route tables as files of ztunnel's local configuration.</summary>
public static class LocalConfigurationText
{
    /// <summary>What can stand without quotes wherever it stands, unless it looks like a number or another word of YAML's.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./_-");

    /// <summary>
    /// The table as YAML, which <see cref="LocalConfigurationReader"/> reads to an equal table, but for what
    /// <see cref="LocalConfigurationForm"/> has no words for. Lines end with LF.
    /// </summary>
    /// <param name="table">The table.</param>
    public static string Write(RouteTable table)
    {
        var text = new StringBuilder();
        foreach (var line in Lines(LocalConfigurationForm.Of(table)))
            text.Append(line).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> Lines(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } fields => fields.SelectMany(field => Entry(Quote(field.Key), field.Value)),
        JsonArray { Count: > 0 } items => items.SelectMany(item => Indented("- ", Lines(item))),
        JsonObject => ["{}"],
        JsonArray => ["[]"],
        _ => [Scalar(node!)],
    };

    private static IEnumerable<string> Entry(string key, JsonNode? value) => value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 }
        ? Indented("  ", Lines(value)).Prepend($"{key}:")
        : [$"{key}: {Lines(value).Single()}"];

    private static IEnumerable<string> Indented(string first, IEnumerable<string> lines) =>
        lines.Select((line, index) => index == 0 ? first + line : $"  {line}");

    private static string Scalar(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? Quote(value.GetValue<string>()) : value.ToJsonString();

    private static string Quote(string text)
    {
        if (text is [not '-', ..] && !text.AsSpan().ContainsAnyExcept(Plain) && Scalars.KindOfPlain(text) == ScalarKind.Text)
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
            quoted.Append(Escape(rune));
        return quoted.Append('"').ToString();
    }

    private static string Escape(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        >= ' ' and <= '~' => rune.ToString(),
        var value => string.Create(CultureInfo.InvariantCulture, $"\\U{value:X8}"),
    };
}
