using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

[Collection(MeshCollection.Name)]
public sealed class CommandLineTests : IDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-cwd-").FullName;

    public void Dispose()
    {
        Directory.Delete(_mesh, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Check_is_0_where_all_is_as_expected_and_prints_the_matrix()
    {
        var (exitCode, output, errors) = await UpAsync("--check");
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("all 15 expectations hold", output);
        Assert.Contains("refused: policy-denied", output);
        Assert.Contains("gateway, local", output);
    }

    [Fact]
    public async Task Check_is_1_where_an_expectation_is_wrong_and_says_which()
    {
        await File.AppendAllTextAsync(
            Path.Combine(_mesh, "expect.yaml"), "\n- { from: west/sample/curl, to: \"ledger.sample:80\", answers: [east/sample/ledger] }\n");
        var (exitCode, output, _) = await UpAsync("--check", "--format", "json");
        Assert.Equal(1, exitCode);
        var rows = JsonDocument.Parse(output).RootElement.EnumerateArray().ToArray();
        Assert.All(rows[..^1], row => Assert.True(row.GetProperty("holds").GetBoolean()));
        Assert.Equal("refused: unknown-host", rows[^1].GetProperty("why").GetString());
    }

    [Fact]
    public async Task Check_is_3_where_the_expectations_cannot_be_read()
    {
        await File.WriteAllTextAsync(Path.Combine(_mesh, "expect.yaml"), "- { frm: east/sample/curl, to: x }\n");
        var (exitCode, _, errors) = await UpAsync("--check");
        Assert.Equal(3, exitCode);
        Assert.Contains("expect.yaml:1:", errors);
        Assert.Contains("did you mean `from`", errors);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_3_and_a_word_that_is_none_is_2()
    {
        var (invalid, _, errors) = await ScopemeshProcess.RunAsync(_folder, "up", "nowhere");
        Assert.Equal(3, invalid);
        Assert.Contains("there is no folder `nowhere`", errors);

        var (usage, _, _) = await ScopemeshProcess.RunAsync(_folder, "upp");
        Assert.Equal(2, usage);
        var (help, output, _) = await ScopemeshProcess.RunAsync(_folder, "up", "--help");
        Assert.Equal(0, help);
        Assert.Contains("--check", output);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_4_and_named()
    {
        using var squatter = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        squatter.Bind(new IPEndPoint(IPAddress.Parse("127.60.0.0"), 15008));
        squatter.Listen();
        var (exitCode, _, errors) = await UpAsync("--check");
        Assert.Equal(4, exitCode);
        Assert.Contains("cannot listen at 203.0.113.10:15008 (here 127.60.0.0:15008)", errors);
        Assert.Contains("--loopback", errors);
    }

    [Fact]
    public async Task Up_stays_answers_requests_and_ends_with_an_interrupt()
    {
        await using var up = ScopemeshProcess.Start(_folder, ["up", _mesh, "--loopback", "127.61.0.0", "--first-port", "21000"]);
        await up.ShowsAsync("try next");
        Assert.Contains("rule opt-in", up.Output);

        var (exitCode, output, errors) = await ScopemeshProcess.RunAsync(
            _folder, "request", "--as", "east/sample/curl", "http://vault.sample/x", "--trace");
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("decision  double-tunnel, via gateway", output);
        Assert.Contains("outer tunnel to 203.0.113.20:15008, which is spiffe://cluster.local/ns/istio-system/sa/istio-eastwestgateway", output);
        Assert.Contains("inner tunnel to vault.sample.svc.cluster.local:80, which is spiffe://cluster.local/ns/sample/sa/default", output);
        Assert.Contains("\"pod\":\"vault-0\"", output);

        var (refused, _, why) = await ScopemeshProcess.RunAsync(_folder, "request", "--as", "east/sample/guest", "http://vault.sample/");
        Assert.Equal(1, refused);
        Assert.Contains("refused (policy-denied)", why);
        var (nobody, _, _) = await ScopemeshProcess.RunAsync(_folder, "request", "--as", "east/sample/nobody", "http://vault.sample/");
        Assert.Equal(4, nobody);

        Assert.Equal(0, await up.InterruptAsync());
        var (gone, _, _) = await ScopemeshProcess.RunAsync(_folder, "request", "--as", "east/sample/curl", "http://vault.sample/");
        Assert.Equal(4, gone);
    }

    private Task<(int ExitCode, string Output, string Errors)> UpAsync(params string[] more) =>
        ScopemeshProcess.RunAsync(_folder, ["up", _mesh, "--loopback", "127.60.0.0", "--first-port", "21000", .. more]);
}
