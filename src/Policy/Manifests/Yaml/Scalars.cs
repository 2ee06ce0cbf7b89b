using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace ScopeMesh.Policy.Manifests.Yaml;

/// <summary>
/// What a scalar that nobody quoted means: YAML 1.1's rules, as Kubernetes' own reader of YAML has them. So <c>on</c>
/// and <c>yes</c> are booleans, and <c>0x1F90</c> is a number.
/// </summary>
internal static class Scalars
{
    private static readonly FrozenSet<string> Nulls = FrozenSet.Create("", "~", "null", "Null", "NULL");

    private static readonly FrozenSet<string> True =
        FrozenSet.Create("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");

    private static readonly FrozenSet<string> False =
        FrozenSet.Create("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");

    private static readonly FrozenSet<string> NamedNumbers = FrozenSet.Create(
        ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN");

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789+-.eE_");

    public static ScalarKind KindOfPlain(string text)
    {
        if (Nulls.Contains(text))
            return ScalarKind.Null;
        if (True.Contains(text) || False.Contains(text))
            return ScalarKind.Boolean;
        if (TryReadInteger(text, out _))
            return ScalarKind.Integer;
        return NamedNumbers.Contains(text) || LooksLikeNumber(text) ? ScalarKind.Number : ScalarKind.Text;
    }

    public static bool IsTrue(string text) => True.Contains(text);

    /// <summary>Reads an integer: decimal, or with the prefix <c>0x</c>, <c>0o</c>, <c>0</c> or <c>0b</c>.</summary>
    public static bool TryReadInteger(string text, out long value)
    {
        value = 0;
        var digits = text.Replace("_", "", StringComparison.Ordinal).AsSpan();
        var isNegative = digits is ['-', ..];
        if (digits is ['-' or '+', ..])
            digits = digits[1..];
        if (digits is not [>= '0' and <= '9', ..])
            return false;
        if (!TryReadDigits(digits, out var magnitude))
            return false;
        value = isNegative ? -magnitude : magnitude;
        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<char> digits, out long value) => digits switch
    {
        ['0', 'x', .. var hex] => long.TryParse(hex, NumberStyles.AllowHexSpecifier, null, out value) && value >= 0,
        ['0', 'b', .. var binary] => TryReadBase(binary, 2, out value),
        ['0', 'o', .. var octal] => TryReadBase(octal, 8, out value),
        ['0', _, ..] => TryReadBase(digits, 8, out value),
        _ => long.TryParse(digits, NumberStyles.None, null, out value),
    };

    private static bool TryReadBase(ReadOnlySpan<char> digits, int radix, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            var worth = digit - '0';
            if (worth < 0 || worth >= radix || value > (long.MaxValue - worth) / radix)
                return false;
            value = value * radix + worth;
        }

        return !digits.IsEmpty;
    }

    private static bool LooksLikeNumber(string text) =>
        text.AsSpan().IndexOfAnyExcept(NumberCharacters) < 0
        && text.AsSpan().IndexOfAnyInRange('0', '9') >= 0
        && double.TryParse(
            text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
