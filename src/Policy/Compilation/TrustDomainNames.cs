using System.Buffers;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What a trust domain may be called.</summary>
internal static class TrustDomainNames
{
    /// <summary>The longest name, in characters (SPIFFE-ID 2.1: 255 bytes).</summary>
    private const int MaxLength = 255;

    /// <summary>SPIFFE-ID 2.1; and capital letters, which Istio takes.</summary>
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a text names a trust domain: what a principal would take as a pattern, or a certificate cannot hold, does not.</summary>
    /// <param name="text">The text.</param>
    public static bool Allow(string text) => text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExcept(Allowed);
}
