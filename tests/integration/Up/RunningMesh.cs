using System.Net;
using Microsoft.Extensions.Logging;
using ScopeMesh.Hosts.Up;
using ScopeMesh.Policy.Manifests;

namespace ScopeMesh.Tests.Integration.Up;

/// <summary>A copy of an example that runs, with addresses and ports of its own, and that a test may edit.</summary>
public sealed class RunningMesh : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static int s_instances;

    private readonly ILoggerFactory _logs;

    private RunningMesh(string folder, MeshRuntime runtime, ILoggerFactory logs)
    {
        Folder = folder;
        Runtime = runtime;
        _logs = logs;
    }

    public string Folder { get; }

    internal MeshRuntime Runtime { get; }

    /// <summary>Runs a copy of an example, changed before it starts.</summary>
    internal static async Task<RunningMesh> StartAsync(
        Action<string>? change = null, Action<ILoggingBuilder>? logging = null, string example = "two-clusters")
    {
        var folder = CopyOfExample(example);
        change?.Invoke(folder);
        var instance = Interlocked.Increment(ref s_instances);
        var options = new UpOptions
        {
            MeshFolder = folder,
            Loopback = IPAddress.Parse($"127.{64 + instance}.0.0"),
            FirstPort = 20_000,
            Logging = logging ?? (_ => { }),
        };
        var logs = LoggerFactory.Create(logging ?? (_ => { }));
        var runtime = await MeshRuntime.StartAsync(options, logs, CancellationToken.None);
        var mesh = new RunningMesh(folder, runtime, logs);
        Assert.Equal([], await MeshReadiness.WaitAsync(runtime, Patience, CancellationToken.None));
        return mesh;
    }

    /// <summary>The pod of a name, or of an owner of that name.</summary>
    internal RunningPod Pod(string name)
    {
        var parts = name.Split('/');
        return PodDirectory.Pods(Runtime).First(pod => new WorkloadName(parts[0], parts[1], parts[2]).Means(pod.Workload));
    }

    /// <summary>Replaces text in a file, which must hold it, as an editor would.</summary>
    public void Edit(string file, string old, string replacement)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>Waits until a condition holds; fails when it does not within the time.</summary>
    public static async Task Until(Func<Task<bool>> condition, string what)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        while (!await condition())
        {
            if (TimeProvider.System.GetUtcNow() > deadline)
                Assert.Fail($"in {Patience.TotalSeconds} s not: {what}");
            await Task.Delay(50);
        }
    }

    /// <summary>How many of some requests each version answered; a refusal counts under its reason.</summary>
    internal async Task<Dictionary<string, int>> VersionsAsync(string caller, int requests)
    {
        var counts = new Dictionary<string, int>();
        for (var request = 0; request < requests; request++)
        {
            var response = await Pod(caller).Client.GetAsync(new Uri("http://helloworld.sample:5000/hello"), CancellationToken.None);
            var answer = response.Error is null
                ? System.Text.Json.JsonDocument.Parse(response.Body).RootElement.GetProperty("version").GetString()!
                : response.Trace?.Refused ?? response.Error;
            counts[answer] = counts.GetValueOrDefault(answer) + 1;
        }

        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        await Runtime.DisposeAsync();
        _logs.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A copy of an example that a test may edit; the test deletes it.</summary>
    public static string CopyOfExample(string example)
    {
        var folder = Directory.CreateTempSubdirectory("scopemesh-").FullName;
        Copy(Path.Combine(Repository.Root, "examples", example), folder);
        return folder;
    }

    /// <summary>Copies all that is in a folder into another, over what is there.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ScopeMesh.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no ScopeMesh.sln above the tests");
        return folder;
    }
}

/// <summary>Meshes take addresses and ports, so they run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeshCollection
{
    public const string Name = "meshes";
}
