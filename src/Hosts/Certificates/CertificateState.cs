using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>
/// What is held of one identity, and when to fetch again: a reducer over what fetches came to. A certificate is kept
/// while it is valid, whatever becomes of its renewal.
/// </summary>
internal sealed record CertificateState
{
    private readonly CertificateLimits _limits;

    private CertificateState(CertificateLimits limits) => _limits = limits;

    /// <summary>The certificate; null where there is none.</summary>
    public WorkloadCertificate? Certificate { get; private init; }

    /// <summary>When the certificate ends.</summary>
    public DateTimeOffset End { get; private init; }

    /// <summary>Why the last fetch failed; null where it did not, or there was none yet.</summary>
    public string? Error { get; private init; }

    /// <summary>How long to wait before the next fetch.</summary>
    public TimeSpan Delay { get; private init; }

    private Backoff Backoff { get; init; }

    /// <summary>Nothing yet: fetch at once.</summary>
    public static CertificateState Start(CertificateLimits limits) => new(limits)
    {
        Backoff = Backoff.Starting(
            TimeSpan.FromMilliseconds(limits.RetryDelayMilliseconds),
            TimeSpan.FromSeconds(limits.MaximumRetryDelaySeconds)),
    };

    public bool IsUsable(DateTimeOffset now) => Certificate is not null && now < End;

    /// <summary>Renews at half of the certificate's time.</summary>
    public CertificateState AfterSuccess(WorkloadCertificate certificate, DateTimeOffset now)
    {
        var validity = Validity.Of(certificate.Leaf);
        var delay = validity.HalfTime - now;
        var least = TimeSpan.FromSeconds(_limits.MinimumRefreshSeconds);
        var most = TimeSpan.FromDays(_limits.MaximumRefreshDays);
        return this with
        {
            Certificate = certificate,
            End = validity.End,
            Error = null,
            Delay = delay < least ? least : delay > most ? most : delay,
            Backoff = Backoff.AfterSuccess(),
        };
    }

    /// <summary>Tries again after a while, and in any case when the certificate ends.</summary>
    public CertificateState AfterFailure(string error, DateTimeOffset now)
    {
        var usable = IsUsable(now);
        return this with
        {
            Certificate = usable ? Certificate : null,
            Error = error,
            Delay = usable && End - now < Backoff.Delay ? End - now : Backoff.Delay,
            Backoff = Backoff.AfterFailure(),
        };
    }
}
