using System.Reflection;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Linting;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The codes of all diagnostics that a mesh folder can have; <c>docs/diagnostics.md</c> and <c>docs/lint.md</c> list them.</summary>
internal static class DiagnosticCodes
{
    private const int MostNear = 5;

    /// <summary>All of them, ordered.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { typeof(ScopeCodes), typeof(ManifestCodes), typeof(CompilationCodes), typeof(AuthorizationCodes), typeof(LintCodes) }
            .SelectMany(family => family.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(code => (string)code.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Why a word is no code, with those that may be meant; null where it is one, in letters of any case.</summary>
    public static string? WhyNot(string word)
    {
        if (All.Contains(word, StringComparer.OrdinalIgnoreCase))
            return null;
        var near = All.Where(code => IsNear(word.ToUpperInvariant(), code)).Take(MostNear).Select(code => $"`{code}`").ToArray();
        return near.Length > 0
            ? $"`{word}` is no code; did you mean {string.Join(" or ", near)}?"
            : $"`{word}` is no code; docs/diagnostics.md and docs/lint.md list them, from `{All[0]}` to `{All[^1]}`";
    }

    /// <summary>Whether one letter more, less or other makes one of the other: codes are short, and much alike.</summary>
    private static bool IsNear(string word, string code)
    {
        var (longer, shorter) = word.Length >= code.Length ? (word, code) : (code, word);
        var same = longer.AsSpan().CommonPrefixLength(shorter);
        return (longer.Length - shorter.Length) switch
        {
            0 => longer.AsSpan(Math.Min(same + 1, longer.Length)).SequenceEqual(shorter.AsSpan(Math.Min(same + 1, shorter.Length))),
            1 => longer.AsSpan(same + 1).SequenceEqual(shorter.AsSpan(same)),
            _ => false,
        };
    }
}
