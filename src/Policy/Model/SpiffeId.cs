using System.Diagnostics.CodeAnalysis;

namespace ScopeMesh.Policy.Model;

/// <summary>
/// A workload's identity, <c>spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT</c> (Istio's shape of a
/// SPIFFE ID). Compared exactly. <c>default</c> is nobody: it equals no identity that was parsed, and no policy
/// that names somebody admits it.
/// </summary>
public readonly record struct SpiffeId
{
    private const string Scheme = "spiffe://";

    /// <summary>Names an identity by its parts.</summary>
    /// <param name="trustDomain">The trust domain, not empty.</param>
    /// <param name="ns">The namespace; may be empty, as in Istio.</param>
    /// <param name="serviceAccount">The service account; may be empty, as in Istio.</param>
    /// <exception cref="ArgumentException">A part holds a slash, or the trust domain is empty.</exception>
    public SpiffeId(string trustDomain, string ns, string serviceAccount)
    {
        if (trustDomain.Length == 0 || trustDomain.Contains('/') || ns.Contains('/') || serviceAccount.Contains('/'))
            throw new ArgumentException($"`{trustDomain}`, `{ns}`, `{serviceAccount}` do not name an identity");
        TrustDomain = trustDomain;
        Namespace = ns;
        ServiceAccount = serviceAccount;
    }

    /// <summary>The trust domain.</summary>
    public string TrustDomain { get => field ?? ""; }

    /// <summary>The namespace.</summary>
    public string Namespace { get => field ?? ""; }

    /// <summary>The service account.</summary>
    public string ServiceAccount { get => field ?? ""; }

    /// <summary>Whether this is nobody.</summary>
    public bool IsNone => TrustDomain.Length == 0;

    /// <summary>The identity without <c>spiffe://</c>, as authorization policies write principals.</summary>
    public string Principal => IsNone ? "" : $"{TrustDomain}/ns/{Namespace}/sa/{ServiceAccount}";

    /// <summary>Reads <c>spiffe://TD/ns/NS/sa/SA</c>: exactly five parts, no trailing slash.</summary>
    /// <param name="text">The text, as in a URI SAN.</param>
    /// <param name="id">The identity where the text is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out SpiffeId id)
    {
        id = default;
        return text is not null
            && text.StartsWith(Scheme, StringComparison.Ordinal)
            && TryParsePrincipal(text.AsSpan(Scheme.Length), out id);
    }

    /// <summary>Reads <c>TD/ns/NS/sa/SA</c>, as authorization policies write principals.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The identity where the text is one.</param>
    public static bool TryParsePrincipal(ReadOnlySpan<char> text, out SpiffeId id)
    {
        id = default;
        Span<Range> parts = stackalloc Range[6];
        if (text.Split(parts, '/') != 5
            || text[parts[0]].IsEmpty
            || text[parts[1]] is not "ns"
            || text[parts[3]] is not "sa")
            return false;
        id = new SpiffeId(text[parts[0]].ToString(), text[parts[2]].ToString(), text[parts[4]].ToString());
        return true;
    }

    /// <summary>The full identity, or <c>(none)</c>.</summary>
    public override string ToString() => IsNone ? "(none)" : Scheme + Principal;
}
