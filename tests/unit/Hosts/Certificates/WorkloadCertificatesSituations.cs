using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using static ScopeMesh.Tests.Unit.Hosts.Certificates.Authorities;

namespace ScopeMesh.Tests.Unit.Hosts.Certificates;

public sealed class WorkloadCertificatesSituations
{
    private readonly ManualTime _time = new(Now);
    private readonly CertificateAuthority _authority = NewAuthority();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_ask_at_once_share_one_fetch()
    {
        var authority = new GatedAuthority(this);
        await using var certificates = New(authority.FetchAsync);
        var asked = Enumerable.Range(0, 50).Select(_ => certificates.GetAsync(Curl, Cancellation).AsTask()).ToArray();
        authority.Open.SetResult();
        var got = await Task.WhenAll(asked);
        Assert.All(got, one => Assert.Same(got[0], one));
        Assert.Equal(1, authority.Fetches);
        Assert.Same(got[0], await certificates.GetAsync(Curl, Cancellation));
    }

    [Fact]
    public async Task A_certificate_is_renewed_at_half_of_its_time()
    {
        await using var certificates = New((identity, _) => Task.FromResult(Issue(identity)));
        var first = await certificates.GetAsync(Curl, Cancellation);
        await TimerAsync();
        _time.Advance(TimeSpan.FromHours(11.9));
        Assert.Same(first, await certificates.GetAsync(Curl, Cancellation));
        _time.Advance(TimeSpan.FromHours(0.1));
        await UntilAsync(async () => await certificates.GetAsync(Curl, Cancellation) != first);
    }

    [Fact]
    public async Task A_failed_renewal_keeps_what_is_still_valid_and_gives_it_up_when_it_ends()
    {
        var fetches = 0;
        await using var certificates = New((identity, _) =>
            ++fetches == 1 ? Task.FromResult(Issue(identity)) : throw new InvalidOperationException("the control plane is away"));
        var first = await certificates.GetAsync(Curl, Cancellation);
        await TimerAsync();
        _time.Advance(TimeSpan.FromHours(12));
        await UntilAsync(() => Task.FromResult(fetches == 2));
        await TimerAsync();
        Assert.Same(first, await certificates.GetAsync(Curl, Cancellation));

        _time.Advance(TimeSpan.FromHours(12));
        var e = await Assert.ThrowsAsync<TunnelException>(() => certificates.GetAsync(Curl, Cancellation).AsTask());
        Assert.Equal($"there is no certificate of `{Curl}`: the control plane is away", e.Message);
    }

    [Fact]
    public async Task Who_asks_for_what_cannot_be_had_learns_it_at_once_and_it_is_tried_again()
    {
        var away = true;
        await using var certificates = New((identity, _) =>
            away ? throw new InvalidOperationException("the control plane is away") : Task.FromResult(Issue(identity)));
        await Assert.ThrowsAsync<TunnelException>(() => certificates.GetAsync(Curl, Cancellation).AsTask());
        await Assert.ThrowsAsync<TunnelException>(() => certificates.GetAsync(Curl, Cancellation).AsTask());

        away = false;
        await TimerAsync();
        _time.Advance(TimeSpan.FromMilliseconds(Limits.RetryDelayMilliseconds));
        await UntilAsync(async () =>
        {
            try
            {
                return (await certificates.GetAsync(Curl, Cancellation)).Identity == Curl;
            }
            catch (TunnelException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task No_more_are_fetched_at_a_time_than_allowed()
    {
        var authority = new GatedAuthority(this);
        await using var certificates = New(authority.FetchAsync, Limits with { ConcurrentFetches = 2 });
        var asked = Enumerable.Range(0, 6).Select(i => certificates.GetAsync(Pod(i), Cancellation).AsTask()).ToArray();
        await UntilAsync(() => Task.FromResult(authority.Fetches == 2));
        authority.Open.SetResult();
        await Task.WhenAll(asked);
        Assert.Equal(6, authority.Fetches);
        Assert.Equal(2, authority.MostAtATime);
    }

    [Fact]
    public async Task No_more_identities_are_held_than_allowed_until_one_is_forgotten()
    {
        await using var certificates = New((identity, _) => Task.FromResult(Issue(identity)), Limits with { CachedIdentities = 2 });
        await certificates.GetAsync(Pod(1), Cancellation);
        await certificates.GetAsync(Pod(2), Cancellation);
        var e = await Assert.ThrowsAsync<TunnelException>(() => certificates.GetAsync(Pod(3), Cancellation).AsTask());
        Assert.Equal((TunnelFault.LimitReached, "certificates of 2 identities are held already"), (e.Fault, e.Message));

        await certificates.ForgetAsync(Pod(1));
        await certificates.GetAsync(Pod(3), Cancellation);
        Assert.Equal([Pod(2), Pod(3)], certificates.Identities.OrderBy(one => one.ServiceAccount, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_waits_for_what_is_forgotten_learns_it()
    {
        var authority = new GatedAuthority(this);
        await using var certificates = New(authority.FetchAsync);
        var asked = certificates.GetAsync(Curl, Cancellation).AsTask();
        await certificates.ForgetAsync(Curl);
        Assert.Equal(TunnelFault.Closed, (await Assert.ThrowsAsync<TunnelException>(() => asked)).Fault);
    }

    [Fact]
    public async Task What_is_forgotten_is_not_renewed()
    {
        var fetches = 0;
        await using var certificates = New((identity, _) =>
        {
            fetches++;
            return Task.FromResult(Issue(identity));
        });
        await certificates.GetAsync(Curl, Cancellation);
        await TimerAsync();
        await certificates.ForgetAsync(Curl);
        Assert.Equal(0, _time.Waiting);
        _time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(1, fetches);
    }

    [Fact]
    public async Task A_host_that_stops_leaves_nobody_waiting()
    {
        var authority = new GatedAuthority(this);
        var certificates = New(authority.FetchAsync);
        var asked = certificates.GetAsync(Curl, Cancellation).AsTask();
        await certificates.DisposeAsync();
        Assert.Equal(TunnelFault.Closed, (await Assert.ThrowsAsync<TunnelException>(() => asked)).Fault);
        Assert.Equal(
            TunnelFault.Closed,
            (await Assert.ThrowsAsync<TunnelException>(() => certificates.GetAsync(Curl, Cancellation).AsTask())).Fault);
    }

    [Fact]
    public void Failures_wait_longer_and_longer_but_never_past_the_end_of_the_certificate()
    {
        var state = CertificateState.Start(Limits).AfterFailure("no", Now);
        Assert.Equal(TimeSpan.FromMilliseconds(500), state.Delay);
        Assert.Equal(TimeSpan.FromSeconds(1), state.AfterFailure("no", Now).Delay);

        var kept = state.AfterSuccess(Issue(Curl), Now);
        Assert.Null(kept.Error);
        Assert.Equal(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(Limits.BackdatingSeconds / 2), kept.Delay);
        var almost = kept.End.AddMilliseconds(-100);
        Assert.Equal(TimeSpan.FromMilliseconds(100), kept.AfterFailure("no", almost).Delay);
        Assert.True(kept.AfterFailure("no", almost).IsUsable(almost));
        Assert.False(kept.AfterFailure("no", kept.End).IsUsable(kept.End));
    }

    [Fact]
    public void A_certificate_that_is_almost_over_is_not_fetched_again_at_once()
    {
        var certificate = Issue(Curl);
        var late = Validity.Of(certificate.Leaf).End.AddSeconds(-1);
        Assert.Equal(
            TimeSpan.FromSeconds(Limits.MinimumRefreshSeconds),
            CertificateState.Start(Limits).AfterSuccess(certificate, late).Delay);
    }

    [Fact]
    public void A_certificate_of_many_years_is_fetched_again_before_timers_overflow()
    {
        var certificate = Issue(Curl);
        var early = Now.AddYears(-10);
        Assert.Equal(
            TimeSpan.FromDays(Limits.MaximumRefreshDays),
            CertificateState.Start(Limits).AfterSuccess(certificate, early).Delay);
    }

    private static SpiffeId Pod(int number) => new("cluster.local", "sample", $"pod-{number}");

    private WorkloadCertificates New(Func<SpiffeId, CancellationToken, Task<WorkloadCertificate>> fetch, CertificateLimits? limits = null) =>
        new(fetch, limits ?? Limits, _time, NullLogger<WorkloadCertificates>.Instance);

    private WorkloadCertificate Issue(SpiffeId identity)
    {
        using var key = NewKey();
        var issued = Assert.IsType<SigningResult.Issued>(_authority.Sign(Request(key), identity, TimeSpan.Zero, _time.GetUtcNow()));
        return CertificateChain.Read(identity, issued.Chain, key);
    }

    private Task TimerAsync() => UntilAsync(() => Task.FromResult(_time.Waiting > 0));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        late.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await condition())
            await Task.Delay(1, late.Token);
    }

    /// <summary>An authority that answers once it is opened.</summary>
    private sealed class GatedAuthority(WorkloadCertificatesSituations test)
    {
        private int _fetches;
        private int _now;

        public TaskCompletionSource Open { get; } = new();

        public int Fetches => Volatile.Read(ref _fetches);

        public int MostAtATime { get; private set; }

        public async Task<WorkloadCertificate> FetchAsync(SpiffeId identity, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _fetches);
            var now = Interlocked.Increment(ref _now);
            lock (Open)
                MostAtATime = Math.Max(MostAtATime, now);
            await Open.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref _now);
            return test.Issue(identity);
        }
    }
}
