using System.Collections.Immutable;
using System.Security.Cryptography;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Compilation;

namespace ScopeMesh.Hosts.Up;

/// <summary>
/// A whole mesh on one machine: follows the mesh folder, and runs the hosts and pods of every cluster in it. One root
/// for the mesh, and an intermediate for each cluster, live as long as it does.
/// </summary>
internal sealed partial class MeshRuntime : IAsyncDisposable
{
    /// <summary>How long a pod that is gone goes on at most, while the hosts learn of it.</summary>
    private static readonly TimeSpan PodGrace = TimeSpan.FromSeconds(2);

    /// <summary>Shorter than a control plane's, so that as a rule a pod runs before anybody is sent there.</summary>
    private static readonly TimeSpan PollInterval = MeshSource.DefaultPollInterval / 3;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly UpOptions _options;
    private readonly ILoggerFactory _logs;
    private readonly ILogger _log;
    private readonly MeshSource _source;
    private readonly PortAllocator _ports;
    private readonly MeshRoot _root;
    private readonly CancellationTokenSource _stopping = new();
    private ImmutableSortedDictionary<string, ClusterRuntime> _clusters =
        ImmutableSortedDictionary.Create<string, ClusterRuntime>(StringComparer.Ordinal);

    private UnderlayPlan _underlay;
    private Task _following = Task.CompletedTask;
    private bool _isUp;
    private string? _told;

    private MeshRuntime(UpOptions options, ILoggerFactory logs)
    {
        _options = options;
        _logs = logs;
        _log = logs.CreateLogger<MeshRuntime>();
        _source = new MeshSource(
            new MeshFolder(options.MeshFolder, MeshFolderLimits.Default),
            TimeProvider.System,
            logs.CreateLogger<MeshSource>(),
            PollInterval);
        _ports = new PortAllocator(options.FirstPort);
        _root = MeshRoot.Create(TimeProvider.System.GetUtcNow(), CertificateLimits.Default, RandomNumberGenerator.Fill);
        _underlay = UnderlayPlan.StartingAt(options.Loopback);
        Followed = new SnapshotSource<MeshCompilation>(Compilation);
    }

    /// <summary>The mesh in force, and what was found in its texts.</summary>
    public MeshCompilation Compilation => _source.Compilation.Current.Value;

    /// <summary>The clusters that run, by id.</summary>
    public IReadOnlyDictionary<string, ClusterRuntime> Clusters => _clusters;

    public UpOptions Options => _options;

    /// <summary>The last mesh that was followed: its hosts run, and as a rule have its route tables.</summary>
    public SnapshotSource<MeshCompilation> Followed { get; }

    /// <summary>Starts everything, and follows the folder from then on.</summary>
    /// <exception cref="MeshFolderException">There is no mesh folder.</exception>
    /// <exception cref="ListenException">A port is taken.</exception>
    public static async Task<MeshRuntime> StartAsync(UpOptions options, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var runtime = new MeshRuntime(options, logs);
        try
        {
            var published = runtime._source.Compilation.Current;
            await runtime.FollowAsync(published.Value, cancellationToken);
            runtime._isUp = true;
            await runtime._source.StartAsync(cancellationToken);
            runtime._following = runtime.KeepFollowingAsync(published.Superseded);
            return runtime;
        }
        catch
        {
            await runtime.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _following;
        await _source.StopAsync(CancellationToken.None);
        await Task.WhenAll(_clusters.Values.Select(cluster => cluster.DisposeAsync().AsTask()));
        _source.Dispose();
        _stopping.Dispose();
    }

    private async Task KeepFollowingAsync(Task superseded)
    {
        try
        {
            var failed = false;
            while (true)
            {
                if (failed)
                    await Task.WhenAny(superseded, Task.Delay(RetryInterval, _stopping.Token)).WaitAsync(_stopping.Token);
                else
                    await superseded.WaitAsync(_stopping.Token);
                _stopping.Token.ThrowIfCancellationRequested();
                var published = _source.Compilation.Current;
                superseded = published.Superseded;
                failed = !await TryFollowAsync(published.Value);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // It ends with the mesh.
        }
    }

    /// <summary>Whatever goes wrong with one change, the mesh goes on as it is, and it is tried again.</summary>
    /// <returns>Whether all of it runs.</returns>
    private async Task<bool> TryFollowAsync(MeshCompilation compilation)
    {
        try
        {
            var isComplete = await FollowAsync(compilation, _stopping.Token);

            // As a kubelet gives a pod its grace: first nobody is sent there any more, then it stops.
            await MeshReadiness.WaitAsync(this, PodGrace, _stopping.Token);
            foreach (var cluster in compilation.Mesh.Clusters.Where(cluster => _clusters.ContainsKey(cluster.Id)))
                await _clusters[cluster.Id].StopGonePodsAsync(cluster);
            Followed.Publish(compilation);
            return isComplete;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.CannotFollow(_log, error);
            return false;
        }
    }

    /// <returns>Whether all of it runs.</returns>
    private async Task<bool> FollowAsync(MeshCompilation compilation, CancellationToken cancellationToken)
    {
        var mesh = compilation.Mesh;
        var isComplete = true;
        _underlay = _underlay.Cover(mesh);
        foreach (var (gone, runtime) in _clusters.Where(cluster => mesh.Find(cluster.Key) is null))
        {
            _clusters = _clusters.Remove(gone);
            await runtime.DisposeAsync();
            Log.Gone(_log, gone);
        }

        foreach (var cluster in mesh.Clusters)
        {
            try
            {
                if (!_clusters.TryGetValue(cluster.Id, out var runtime))
                {
                    var authority = _root.CreateIntermediate(cluster.Id, cluster.TrustDomain, TimeProvider.System.GetUtcNow());
                    runtime = await ClusterRuntime.StartAsync(cluster, _options, _ports, authority, _logs, cancellationToken);
                    _clusters = _clusters.SetItem(cluster.Id, runtime);
                }

                isComplete &= await runtime.FollowAsync(cluster, _underlay.For(mesh, cluster), cancellationToken);
            }
            catch (ListenException error) when (_isUp)
            {
                // While the mesh runs, what cannot start is told, and the rest goes on.
                if (_told != error.Message)
                    Log.CannotStart(_log, cluster.Id, error.Message);
                _told = error.Message;
                isComplete = false;
            }
        }

        return isComplete;
    }

    private static partial class Log
    {
        [LoggerMessage(303, LogLevel.Error, "a change could not be followed, and the mesh goes on as it was")]
        public static partial void CannotFollow(ILogger log, Exception exception);

        [LoggerMessage(301, LogLevel.Warning, "cluster {Cluster} is gone")]
        public static partial void Gone(ILogger log, string cluster);

        [LoggerMessage(302, LogLevel.Error, "cluster {Cluster}: {Why}")]
        public static partial void CannotStart(ILogger log, string cluster, string why);
    }
}
