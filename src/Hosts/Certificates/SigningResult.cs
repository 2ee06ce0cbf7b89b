using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>What came of a certificate signing request.</summary>
internal abstract record SigningResult
{
    private SigningResult()
    {
    }

    /// <summary>
    /// A certificate; its chain is as it travels: leaf, each intermediate, and last the roots in one text.
    /// </summary>
    internal sealed record Issued(ValueList<string> Chain) : SigningResult;

    /// <summary>None, and why.</summary>
    internal sealed record Refused(string Reason) : SigningResult;

    public T Match<T>(Func<Issued, T> issued, Func<Refused, T> refused) => this switch
    {
        Issued result => issued(result),
        Refused result => refused(result),
        _ => throw new UnreachableException(),
    };
}

/// <summary>What a server shows at a TLS handshake.</summary>
/// <param name="Leaf">Its certificate, with its key.</param>
/// <param name="Intermediates">What joins it to a root.</param>
internal sealed record ServerCertificate(X509Certificate2 Leaf, X509Certificate2Collection Intermediates);
