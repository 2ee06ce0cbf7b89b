namespace ScopeMesh.Hosts.Certificates;

/// <summary>Keeps the certificate of one identity up to date, until it is disposed.</summary>
internal sealed class KeptCertificate : IAsyncDisposable
{
    private readonly CancellationTokenSource _forgotten = new();
    private readonly Task _renewing;

    public KeptCertificate(
        CertificateLimits limits,
        Func<CertificateState, CancellationToken, Task<CertificateState>> renew,
        TimeProvider time)
    {
        State = new SnapshotSource<CertificateState>(CertificateState.Start(limits));
        _renewing = Task.Run(() => RunAsync(renew, time, _forgotten.Token));
    }

    public SnapshotSource<CertificateState> State { get; }

    public bool IsForgotten => _forgotten.IsCancellationRequested;

    public async ValueTask DisposeAsync()
    {
        await _forgotten.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Wakes whoever waits, to find that there is nothing to come.
        State.Publish(State.Current.Value);
    }

    private async Task RunAsync(
        Func<CertificateState, CancellationToken, Task<CertificateState>> renew,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = await renew(State.Current.Value, cancellationToken);
            State.Publish(next);
            await Task.Delay(next.Delay, time, cancellationToken);
        }
    }
}
