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
        if (text is null || !text.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        var parts = text[Scheme.Length..].Split('/');
        if (parts is not [{ Length: > 0 } domain, "ns", var ns, "sa", var serviceAccount])
            return false;
        id = new SpiffeId(domain, ns, serviceAccount);
        return true;
    }

    /// <summary>The full identity, or <c>(none)</c>.</summary>
    public override string ToString() => IsNone ? "(none)" : Scheme + Principal;
}
