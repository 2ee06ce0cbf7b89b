using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy;

namespace ScopeMesh.Tests.Integration.Up;

[Collection(MeshCollection.Name)]
public sealed class LiveChangeTests
{
    private const string HelloEast = "clusters/east/helloworld.yaml";
    private const int Requests = 40;

    /// <summary>So many that of two versions one does not answer all of them by chance.</summary>
    private const int EnoughToTell = 20;

    [Fact]
    public async Task Traffic_follows_every_edit_and_open_connections_stay()
    {
        await using var mesh = await RunningMesh.StartAsync();
        await using var held = await HeldConnection.OpenAsync(mesh, "east/sample/curl", "vault.sample", 9000);

        var both = await mesh.VersionsAsync("east/sample/curl", Requests);
        Assert.Equal(["v1", "v2"], both.Keys.Order());
        Assert.All(both.Values, count => Assert.InRange(count, 8, 32));
        await held.EchoAsync();

        mesh.Edit(HelloEast, "  ports:\n  - name: http\n    port: 5000", "  trafficDistribution: PreferClose\n  ports:\n  - name: http\n    port: 5000");
        await OnlyAsync(mesh, "v1");
        await held.EchoAsync();

        mesh.Edit(HelloEast, "replicas: 1", "replicas: 0");
        await OnlyAsync(mesh, "v2");
        await held.EchoAsync();

        mesh.Edit(HelloEast, "replicas: 0", "replicas: 2");
        await OnlyAsync(mesh, "v1");

        mesh.Edit(HelloEast, "  trafficDistribution: PreferClose\n", "");
        await RunningMesh.Until(async () => (await mesh.VersionsAsync("east/sample/curl", 10)).Count == 2, "both answer again");

        mesh.Edit(HelloEast, "    istio.io/global: \"true\"\n", "");
        await OnlyAsync(mesh, "v1");
        await held.EchoAsync();
    }

    [Fact]
    public async Task A_connection_that_is_no_longer_allowed_closes_and_others_stay()
    {
        await using var mesh = await RunningMesh.StartAsync();
        await using var denied = await HeldConnection.OpenAsync(mesh, "east/sample/curl", "vault.sample", 9000);
        await using var allowed = await HeldConnection.OpenAsync(mesh, "west/sample/curl", "helloworld.sample", 5000);
        await denied.EchoAsync();

        mesh.Edit("clusters/west/vault.yaml", "sa/curl", "sa/nobody");

        Assert.True(await denied.IsClosedAsync());
        await allowed.RequestAsync("helloworld");
    }

    [Fact]
    public async Task A_service_that_is_no_longer_shared_loses_its_callers_in_other_clusters()
    {
        await using var mesh = await RunningMesh.StartAsync();
        await using var held = await HeldConnection.OpenAsync(mesh, "east/sample/curl", "vault.sample", 9000);
        await held.EchoAsync();

        mesh.Edit("clusters/west/vault.yaml", "    istio.io/global: \"true\"\n", "");

        Assert.True(await held.IsClosedAsync());
    }

    [Fact]
    public async Task Clusters_come_and_go_with_their_folders()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var west = Path.Combine(mesh.Folder, "clusters", "west");
        var aside = Path.Combine(mesh.Folder, "aside");

        Directory.Move(west, aside);
        await OnlyAsync(mesh, "v1");
        Assert.DoesNotContain("west", mesh.Runtime.Clusters.Keys);

        Directory.Move(aside, west);
        await RunningMesh.Until(async () => (await mesh.VersionsAsync("east/sample/curl", 10)).Count == 2, "both answer again");
    }

    [Fact]
    public async Task A_broken_file_changes_nothing_until_it_is_mended()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var file = Path.Combine(mesh.Folder, HelloEast);
        var good = await File.ReadAllTextAsync(file);

        await File.WriteAllTextAsync(file, good + "\n---\nkind: [broken");
        await RunningMesh.Until(() => Task.FromResult(mesh.Runtime.Compilation.HasErrors), "the error is found");
        Assert.Equal(["v1", "v2"], (await mesh.VersionsAsync("east/sample/curl", Requests)).Keys.Order());

        await File.WriteAllTextAsync(file, good.Replace("replicas: 1", "replicas: 0", StringComparison.Ordinal));
        await OnlyAsync(mesh, "v2");

        await File.WriteAllTextAsync(Path.Combine(mesh.Folder, "mesh.scope"), "globall when service()");
        await RunningMesh.Until(() => Task.FromResult(mesh.Runtime.Compilation.HasErrors), "the error is found");
        Assert.Equal(["v2"], (await mesh.VersionsAsync("east/sample/curl", 10)).Keys);
    }

    private static Task OnlyAsync(RunningMesh mesh, string version) =>
        RunningMesh.Until(
            async () => (await mesh.VersionsAsync("east/sample/curl", EnoughToTell)).Keys is var versions && versions.SequenceEqual([version]),
            $"only {version} answers");

    /// <summary>A connection that stays open while the mesh changes.</summary>
    private sealed class HeldConnection(NetworkStream stream) : IAsyncDisposable
    {
        public static async Task<HeldConnection> OpenAsync(RunningMesh mesh, string caller, string host, int port) =>
            new(await Socks5Client.ConnectAsync(mesh.Pod(caller).Socks, host, port, "held", CancellationToken.None));

        public async Task EchoAsync()
        {
            var sent = Guid.NewGuid().ToByteArray();
            await stream.WriteAsync(sent);
            var echo = new byte[sent.Length];
            await stream.ReadExactlyAsync(echo).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(sent, echo);
        }

        public async Task RequestAsync(string expected)
        {
            await stream.WriteAsync("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"u8.ToArray());
            using var reader = new StreamReader(stream, leaveOpen: true);
            Assert.Contains(expected, await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        }

        /// <summary>Whether the other end closes it, in a reasonable time.</summary>
        public async Task<bool> IsClosedAsync()
        {
            try
            {
                return await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(20)) == 0;
            }
            catch (IOException)
            {
                return true;
            }
        }

        public ValueTask DisposeAsync() => stream.DisposeAsync();
    }
}
