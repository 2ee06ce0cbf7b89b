namespace ScopeMesh.Hosts.Certificates;

/// <summary>Bounds of signing certificates, and of getting them.</summary>
internal sealed record CertificateLimits
{
    public static CertificateLimits Default { get; } = new();

    /// <summary>The longest certificate signing request that is read.</summary>
    public int RequestChars { get; init; } = 16 * 1024;

    /// <summary>What who asks for no lifetime gets, as with Istio.</summary>
    public int DefaultLifetimeHours { get; init; } = 24;

    /// <summary>The longest lifetime that may be asked for, as with Istio.</summary>
    public int MaximumLifetimeDays { get; init; } = 90;

    /// <summary>How much earlier than now a certificate begins, for peers whose clocks are behind.</summary>
    public int BackdatingSeconds { get; init; } = 120;

    public int RootLifetimeDays { get; init; } = 3650;

    public int IntermediateLifetimeDays { get; init; } = 730;

    /// <summary>How many identities a host holds certificates of.</summary>
    public int CachedIdentities { get; init; } = 10_000;

    /// <summary>How many certificates are fetched at a time.</summary>
    public int ConcurrentFetches { get; init; } = 8;

    public int FetchTimeoutSeconds { get; init; } = 10;

    public int RetryDelayMilliseconds { get; init; } = 500;

    public int MaximumRetryDelaySeconds { get; init; } = 150;

    /// <summary>How long a new certificate is kept at least, even where half of its time is over already.</summary>
    public int MinimumRefreshSeconds { get; init; } = 5;

    /// <summary>
    /// How long a certificate is kept at most, even where half of its time is longer; timers take 49 days.
    /// </summary>
    public int MaximumRefreshDays { get; init; } = 30;

    /// <summary>The largest file of revocation lists that is read.</summary>
    public int RevocationBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How often a file of revocation lists is looked at; it counts when two looks have seen the same.</summary>
    public int RevocationPollMilliseconds { get; init; } = 1000;

    /// <summary>How many tokens a control plane knows.</summary>
    public int Tokens { get; init; } = 10_000;
}
