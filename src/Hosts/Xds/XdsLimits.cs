namespace ScopeMesh.Hosts.Xds;

/// <summary>Bounds of discovery, on either side.</summary>
internal sealed record XdsLimits
{
    public static XdsLimits Default { get; } = new();

    /// <summary>How many clients one control plane serves at a time.</summary>
    public int ServedStreams { get; init; } = 10_000;

    /// <summary>How many types a client may ask for on one stream.</summary>
    public int StreamTypes { get; init; } = 16;

    /// <summary>How many names a client may subscribe to, for each type.</summary>
    public int SubscribedNames { get; init; } = 100_000;

    /// <summary>How long a client may take to say who it is.</summary>
    public int FirstRequestTimeoutSeconds { get; init; } = 15;

    /// <summary>
    /// How much of a first request may be spent on what the client holds; it must fit the server's message limit.
    /// </summary>
    public int ClaimedVersionsBytes { get; init; } = 3 * 1024 * 1024;

    /// <summary>How many refusals a NACK names; it says how many more there are.</summary>
    public int NackedNames { get; init; } = 20;

    public int ReconnectDelayMilliseconds { get; init; } = 10;

    public int MaximumReconnectDelayMilliseconds { get; init; } = 15_000;
}
