using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>
/// What YAML values are to Istio, which reads YAML 1.1: <c>true</c>, <c>yes</c> and <c>off</c> without quotes are no
/// strings, and neither are numbers.
/// </summary>
internal static partial class YamlValues
{
    private const string StringTag = "tag:yaml.org,2002:str";

    /// <summary>Whether a value counts as absent.</summary>
    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain } scalar && !IsTaggedString(scalar)
        && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The text of a string; null for any other value.</summary>
    public static string? AsString(YamlNode node) =>
        node is YamlScalarNode scalar && IsString(scalar) ? scalar.Value ?? "" : null;

    /// <summary>The value as messages call it.</summary>
    public static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a map",
        YamlSequenceNode => "a list",
        _ when IsNull(node) => "empty",
        YamlScalarNode scalar when IsString(scalar) => "a text",
        YamlScalarNode { Value: { } text } when Boolean().IsMatch(text) => $"the boolean `{text}`",
        YamlScalarNode { Value: { } text } => $"the number `{Diagnostics.Quoting.Excerpt(text)}`",
        _ => "an alias",
    };

    private static bool IsString(YamlScalarNode scalar) =>
        scalar.Style != ScalarStyle.Plain
        || IsTaggedString(scalar)
        || (!IsNull(scalar) && !Boolean().IsMatch(scalar.Value!) && !Number().IsMatch(scalar.Value!));

    private static bool IsTaggedString(YamlScalarNode scalar) => !scalar.Tag.IsEmpty && scalar.Tag == StringTag;

    [GeneratedRegex("^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Boolean();

    [GeneratedRegex(@"^(?:[-+]?(?:0x[0-9a-fA-F_]+|0b[01_]+|0o[0-7_]+|[0-9][0-9_]*|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN))$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
