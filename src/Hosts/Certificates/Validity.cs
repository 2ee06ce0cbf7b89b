using System.Security.Cryptography.X509Certificates;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>From when to when a certificate holds.</summary>
internal readonly record struct Validity(DateTimeOffset Begin, DateTimeOffset End)
{
    public static Validity Of(X509Certificate2 certificate) =>
        new(new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));

    /// <summary>When half of it is over.</summary>
    public DateTimeOffset HalfTime => Begin + ((End - Begin) / 2);

    /// <summary>The part of it within its issuer's.</summary>
    public Validity Within(Validity issuer) =>
        new(Begin < issuer.Begin ? issuer.Begin : Begin, End > issuer.End ? issuer.End : End);
}
