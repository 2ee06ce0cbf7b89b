using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Linting;

/// <summary>What lint cannot see in the texts of a mesh: the time, and what certificates say.</summary>
/// <param name="Now">The time.</param>
/// <param name="ExpiresWithin">How long before its end a certificate counts as one that expires soon.</param>
/// <param name="Certificates">The certificates that were found, in any order.</param>
public sealed record LintFacts(DateTimeOffset Now, TimeSpan ExpiresWithin, ValueList<CertificateFacts> Certificates)
{
    /// <summary>How long before its end a certificate counts as one that expires soon, where nobody says otherwise.</summary>
    public static TimeSpan DefaultExpiresWithin { get; } = TimeSpan.FromDays(30);
}

/// <summary>A certificate, or what should be one.</summary>
public abstract record CertificateFacts
{
    private CertificateFacts(SourceSpan span) => Span = span;

    /// <summary>Where it stands.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>A certificate that can be read.</summary>
    /// <param name="Subject">Whose it is, as people read it.</param>
    /// <param name="From">When it begins to be valid.</param>
    /// <param name="Until">When it ends to be valid.</param>
    /// <param name="Span">Where it stands.</param>
    public sealed record Readable(string Subject, DateTimeOffset From, DateTimeOffset Until, SourceSpan Span) : CertificateFacts(Span)
    {
        /// <summary>The cluster whose trust anchor it is, where it is one; null otherwise.</summary>
        public string? RootOf { get; init; }

        /// <summary>What tells it from every other certificate.</summary>
        public string Fingerprint { get; init; } = "";
    }

    /// <summary>Something that should be a certificate.</summary>
    /// <param name="Why">What is wrong with it, as the end of a sentence.</param>
    /// <param name="Span">Where it stands.</param>
    public sealed record Unreadable(string Why, SourceSpan Span) : CertificateFacts(Span);
}
