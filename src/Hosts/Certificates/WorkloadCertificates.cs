using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>
/// The certificates of the identities that a host speaks for: fetched when they are first asked for, and renewed
/// before they end. One flow of control for each identity, so that no identity is fetched twice at a time.
/// <c>fetch</c> is a <see cref="CertificateClient"/>'s.
/// </summary>
internal sealed partial class WorkloadCertificates(
    Func<SpiffeId, CancellationToken, Task<WorkloadCertificate>> fetch,
    CertificateLimits limits,
    TimeProvider time,
    ILogger<WorkloadCertificates> logger) : ICertificateSource, IAsyncDisposable
{
    private readonly Dictionary<SpiffeId, KeptCertificate> _kept = [];
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _slots = new(limits.ConcurrentFetches);
    private bool _disposed;

    /// <summary>The identities that certificates are held of, or fetched for.</summary>
    public IReadOnlyCollection<SpiffeId> Identities
    {
        get
        {
            lock (_lock)
                return [.. _kept.Keys];
        }
    }

    /// <summary>What is held of each identity, for dumps.</summary>
    public IReadOnlyCollection<KeyValuePair<SpiffeId, CertificateState>> States
    {
        get
        {
            lock (_lock)
                return [.. _kept.Select(kept => KeyValuePair.Create(kept.Key, kept.Value.State.Current.Value))];
        }
    }

    /// <inheritdoc/>
    public async ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken)
    {
        var kept = Keep(identity);
        while (true)
        {
            var published = kept.State.Current;
            var state = published.Value;
            if (state.IsUsable(time.GetUtcNow()))
                return state.Certificate!;
            if (state.Error is { } error)
                throw Unavailable(TunnelFault.TlsFailed, $"there is no certificate of `{identity}`: {error}");
            if (kept.IsForgotten)
                throw Unavailable(TunnelFault.Closed, $"the certificate of `{identity}` is no longer needed");
            await published.Superseded.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Drops the certificate of an identity that nothing here has any more; whoever waits for it gets an error.
    /// </summary>
    public async Task ForgetAsync(SpiffeId identity)
    {
        KeptCertificate? kept;
        lock (_lock)
            _kept.Remove(identity, out kept);
        if (kept is not null)
            await kept.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        KeptCertificate[] all;
        lock (_lock)
        {
            _disposed = true;
            all = [.. _kept.Values];
            _kept.Clear();
        }
        foreach (var kept in all)
            await kept.DisposeAsync();
        _slots.Dispose();
    }

    private KeptCertificate Keep(SpiffeId identity)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(identity, out var kept))
                return kept;
            if (_disposed)
                throw Unavailable(TunnelFault.Closed, "the host is stopping");
            if (_kept.Count >= limits.CachedIdentities)
                throw Unavailable(
                    TunnelFault.LimitReached, $"certificates of {limits.CachedIdentities} identities are held already");
            return _kept[identity] = new KeptCertificate(
                limits, (state, cancellationToken) => RenewAsync(identity, state, cancellationToken), time);
        }
    }

    private async Task<CertificateState> RenewAsync(
        SpiffeId identity, CertificateState state, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var next = state.AfterSuccess(await fetch(identity, cancellationToken), time.GetUtcNow());
            Log.Fetched(logger, identity, next.End);
            return next;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var next = state.AfterFailure(e.Message, time.GetUtcNow());
            Log.Failed(
                logger,
                identity,
                next.Certificate is null ? "there is none" : "the old one is kept",
                e.Message,
                next.Delay);
            return next;
        }
        finally
        {
            _slots.Release();
        }
    }

    private static TunnelException Unavailable(TunnelFault fault, string message) =>
        new(TunnelLayer.Outer, fault, message, status: null, new CertificateUnavailableException(message));

    private static partial class Log
    {
        [LoggerMessage(3211, LogLevel.Information, "got a certificate of {Identity} that ends at {End:u}")]
        public static partial void Fetched(ILogger logger, SpiffeId identity, DateTimeOffset end);

        [LoggerMessage(
            3212,
            LogLevel.Warning,
            "could not get a certificate of {Identity} ({Consequence}): {Error}; next try in {Delay}")]
        public static partial void Failed(
            ILogger logger, SpiffeId identity, string consequence, string error, TimeSpan delay);
    }
}

/// <summary>There is no certificate of an identity of ours: the cause of a tunnel's failure that is not the peer's.</summary>
internal sealed class CertificateUnavailableException(string message) : Exception(message);
