using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>
/// The certificates of the pods that are served: fetched when a pod comes, so that its first connection need not wait, and
/// dropped with the last pod of their identity, so that no key outlives those whom it is for.
/// </summary>
/// <param name="supply">Where the certificates are.</param>
/// <param name="tables">Say which identity a pod has.</param>
/// <param name="time">The clock.</param>
internal sealed class PodCertificates(IMeshSupply supply, SnapshotSource<RouteTable> tables, TimeProvider time)
{
    private readonly Dictionary<SpiffeId, int> _pods = [];
    private readonly Lock _lock = new();

    private WorkloadCertificates Certificates => supply.Certificates;

    private SnapshotSource<RouteTable> Tables => tables;

    private TimeProvider Time => time;

    /// <summary>Has the certificate of a pod until the result is disposed of.</summary>
    public IAsyncDisposable Hold(LocalPod pod) => new Held(this, pod);

    private void Count(SpiffeId identity)
    {
        lock (_lock)
            _pods[identity] = _pods.GetValueOrDefault(identity) + 1;
    }

    /// <summary>Whether that was the last pod of the identity.</summary>
    private bool Discount(SpiffeId identity)
    {
        lock (_lock)
        {
            if (--_pods[identity] > 0)
                return false;
            return _pods.Remove(identity);
        }
    }

    private sealed class Held : IAsyncDisposable
    {
        private readonly PodCertificates _owner;
        private readonly CancellationTokenSource _gone = new();
        private readonly Task _fetched;
        private SpiffeId? _identity;

        public Held(PodCertificates owner, LocalPod pod)
        {
            _owner = owner;
            _fetched = FetchAsync(pod);
        }

        public async ValueTask DisposeAsync()
        {
            await _gone.CancelAsync();
            await _fetched;
            _gone.Dispose();
            if (_identity is { } identity && _owner.Discount(identity))
                await _owner.Certificates.ForgetAsync(identity);
        }

        private async Task FetchAsync(LocalPod pod)
        {
            try
            {
                // A pod may be there for long before the control plane tells of it.
                if (await pod.WaitForAsync(_owner.Tables, Timeout.InfiniteTimeSpan, _owner.Time, _gone.Token) is not { } known)
                    return;
                _identity = known.Identity;
                _owner.Count(known.Identity);
                await _owner.Certificates.GetAsync(known.Identity, _gone.Token);
            }
            catch (OperationCanceledException) when (_gone.IsCancellationRequested)
            {
                // The pod is gone before its certificate was there.
            }
            catch (TunnelException)
            {
                // It is logged and tried again there, and whoever connects is told why.
            }
        }
    }
}
