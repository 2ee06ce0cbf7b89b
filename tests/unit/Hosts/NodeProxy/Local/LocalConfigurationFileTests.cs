using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.NodeProxy.Local;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Local;

public sealed class LocalConfigurationFileTests : IDisposable
{
    private const string One = "workloads: [{uid: one, namespace: a, workloadIps: [127.0.0.1], node: here}]";
    private const string Two = "workloads: [{uid: one, namespace: a, workloadIps: [127.0.0.1]}, {uid: two, namespace: a, serviceAccount: two, workloadIps: []}]";

    private readonly string _folder = Directory.CreateTempSubdirectory("local-").FullName;

    private string Path => At("local.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_with_errors_at_the_start_is_refused_with_all_of_them()
    {
        Write("pods: []\nworkload: []");
        var message = Assert.Throws<FormatException>(Follow).Message;
        Assert.Equal(
            [
                $"`{Path}` has errors",
                $"{Path}:1:1: error MF021: `pods` is not known here; write `workloads`, `services` or `policies`",
                $"{Path}:2:1: error MF021: `workload` is not known here; did you mean `workloads`?",
            ],
            message.Split('\n'));
    }

    [Fact]
    public void A_file_that_is_not_there_at_the_start_is_refused() => Assert.Equal(
        $"`{Path}` cannot be read: there is no such file; name one that is there", Assert.Throws<UnusableFileException>(Follow).Message);

    [Fact]
    public void A_change_counts_when_two_looks_have_seen_it()
    {
        using var file = Start(One);
        var before = file.Tables.Current;
        file.Look();
        Assert.Same(before, file.Tables.Current);
        Write(Two);
        file.Look();
        Assert.Equal(["one"], Uids(file));
        file.Look();
        Assert.Equal(["one", "two"], Uids(file));
        Assert.True(before.Superseded.IsCompleted);
    }

    [Fact]
    public void What_cannot_be_used_leaves_in_force_what_was_and_says_so_until_it_is_mended()
    {
        using var file = Start(Two);
        Write("pods: []");
        LookTwice(file);
        Assert.Equal((true, "it has 1 errors"), (Uids(file).SequenceEqual(["one", "two"]), file.Problem));
        Write("");
        LookTwice(file);
        Assert.Equal("it has 1 errors", file.Problem);
        File.Delete(Path);
        LookTwice(file);
        Assert.Equal((true, "there is no such file"), (Uids(file).SequenceEqual(["one", "two"]), file.Problem));
        Write(One);
        LookTwice(file);
        Assert.Equal((true, null), (Uids(file).SequenceEqual(["one"]), file.Problem));
    }

    [Fact]
    public void Kubernetes_swaps_the_link_of_a_folder()
    {
        foreach (var (version, text) in new[] { ("..v1", One), ("..v2", Two) })
        {
            Directory.CreateDirectory(At(version));
            File.WriteAllText(System.IO.Path.Combine(At(version), "local.yaml"), text);
        }

        Directory.CreateSymbolicLink(At("..data"), "..v1");
        File.CreateSymbolicLink(Path, "..data/local.yaml");
        using var file = Follow();
        Directory.CreateSymbolicLink(At("..next"), "..v2");
        Directory.Delete(At("..data"));
        Directory.Move(At("..next"), At("..data"));
        LookTwice(file);
        Assert.Equal(["one", "two"], Uids(file));
    }

    [Fact]
    public async Task Only_a_workload_of_the_nodes_own_gets_a_certificate()
    {
        var table = Start(Two).Tables;
        var limits = CertificateLimits.Default;
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var options = Options() with { IsOwn = workload => workload.Uid == "one" };
        var authority = new LocalAuthority(LocalAuthority.Open(options, limits, now), table, options.IsOwn, new ManualTime(now));

        var own = await authority.FetchAsync(new SpiffeId("cluster.local", "a", "default"), CancellationToken.None);
        Assert.True(SpiffeSan.TryRead(own.Leaf, out var identity));
        Assert.Equal(new SpiffeId("cluster.local", "a", "default"), identity);
        foreach (var account in new[] { "two", "nobody" })
        {
            var refused = await Assert.ThrowsAsync<CertificateException>(() => authority.FetchAsync(new SpiffeId("cluster.local", "a", account), CancellationToken.None));
            Assert.Equal($"no workload of this node proxy has the identity `spiffe://cluster.local/ns/a/sa/{account}`", refused.Message);
        }
    }

    [Fact]
    public void The_authority_of_a_folder_is_that_which_signs()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var limits = CertificateLimits.Default;
        var given = MeshRoot.Create(now, limits, RandomNumberGenerator.Fill).CreateIntermediate("c", "cluster.local", now);
        given.Files.Write(At("ca"));
        var opened = LocalAuthority.Open(Options() with { AuthorityFolder = At("ca") }, limits, now);
        Assert.Equal(given.Files, opened.Files);
        var other = LocalAuthority.Open(Options(), limits, now);
        Assert.NotEqual(given.Files.Roots, other.Files.Roots);
    }

    private static IEnumerable<string> Uids(LocalConfigurationFile file) => file.Tables.Current.Value.Workloads.Select(workload => workload.Uid);

    private static void LookTwice(LocalConfigurationFile file)
    {
        file.Look();
        file.Look();
    }

    private string At(string name) => System.IO.Path.Combine(_folder, name);

    private LocalConfigurationFile Start(string text)
    {
        Write(text);
        return Follow();
    }

    private void Write(string text)
    {
        // Another time each time, however coarse the file system's clock is.
        var before = File.Exists(Path) ? File.GetLastWriteTimeUtc(Path) : DateTime.UnixEpoch;
        File.WriteAllText(Path, text);
        File.SetLastWriteTimeUtc(Path, before.AddSeconds(1));
    }

    private LocalConfigurationOptions Options() =>
        new() { File = Path, Viewpoint = new Viewpoint("", "", ViewpointRole.Node), IsOwn = _ => true };

    private LocalConfigurationFile Follow() => new(Options(), TimeProvider.System, NullLogger<LocalConfigurationFile>.Instance);
}
