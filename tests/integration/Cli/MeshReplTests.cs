using System.Text.Json;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary><c>scopemesh repl</c> as a process: from a pipe, and at a terminal.</summary>
public sealed class MeshReplTests : IDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Fact]
    public async Task Lines_of_a_pipe_are_answered_one_by_one()
    {
        var (exitCode, output, errors) = await ScopemeshProcess.RunAsync(
            _mesh, ["repl"], "from east/sample/curl\nexplain vault:80\nbogus\nexplain vault.sample:80\ncomplete explain vault.sample:\n");
        Assert.Equal((0, "scopemesh: `bogus` is unknown; `help` lists what there is\n"), (exitCode, errors));
        Assert.StartsWith("east/sample/curl-0 calls\neast/sample/curl-0 to vault:80: reached, 100% in west by a double tunnel\n", output);
        Assert.Contains("\neast/sample/curl-0 to vault.sample:80: reached, 100% in west by a double tunnel\n", output);
        Assert.EndsWith("\nvault.sample:80\nvault.sample:9000\n", output);
    }

    [Fact]
    public async Task As_json_there_is_an_object_for_each_line()
    {
        var (exitCode, output, errors) = await ScopemeshProcess.RunAsync(
            _mesh, ["repl", "--format", "json"], "explain east/sample/guest vault.sample:80\n\nbogus\nservices vault\nquit\nservices\n");
        Assert.Equal((0, ""), (exitCode, errors));
        var answers = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(3, answers.Length);
        Assert.Equal((true, 1), (answers[0].GetProperty("ok").GetBoolean(), answers[0].GetProperty("exitCode").GetInt32()));
        Assert.Equal("refused", answers[0].GetProperty("data").GetProperty("answer").GetProperty("verdict").GetString());
        Assert.Equal((false, 2), (answers[1].GetProperty("ok").GetBoolean(), answers[1].GetProperty("exitCode").GetInt32()));
        Assert.Equal("global", answers[2].GetProperty("data")[0].GetProperty("scope").GetString());
    }

    [Fact]
    public async Task At_a_terminal_lines_are_completed_edited_and_recalled()
    {
        await using var terminal = Terminal.Start(_mesh, "scopemesh repl");
        await terminal.ShowsAsync("> ");
        await terminal.WriteAsync("exp\tea\tsa\tcu\t");
        await terminal.ShowsAsync("explain east/sample/curl ");
        await terminal.WriteAsync("lost\u0003");
        await terminal.ShowsAsync("^C");
        await terminal.WriteAsync("from east/sample/cu\t\r");
        await terminal.ShowsAsync("east/sample/curl-0 calls");
        await terminal.WriteAsync("explain vault.\t");
        await terminal.ShowsAsync("east/sample/curl> explain vault.sample:");
        await terminal.WriteAsync("\t");
        await terminal.ShowsAsync("vault.sample:80    vault.sample:9000");
        await terminal.WriteAsync("90\u007F\u007F80\r");
        await terminal.ShowsAsync("east/sample/curl-0 to vault.sample:80: reached");
        await terminal.WriteAsync("\u001b[A\u0017vault.sample:81\r");
        await terminal.ShowsAsync("east/sample/curl-0 to vault.sample:81: refused (unknown-port)");
        await File.WriteAllTextAsync(Path.Combine(_mesh, "mesh.scope"), "global \"opt-in\" when false\n");
        await terminal.WriteAsync("explain vault.sample:80\r");
        await terminal.ShowsAsync("the folder has changed: mesh.scope");
        await terminal.ShowsAsync("east/sample/curl-0 to vault.sample:80: refused (unknown-host)");
        await terminal.WriteAsync("\u0004");
        Assert.Equal(0, await terminal.EndAsync());
    }

    [Theory]
    [InlineData("no-such-folder", 4, "there is no folder `no-such-folder`")]
    [InlineData("clusters", 3, "`clusters` is no mesh folder")]
    public async Task What_is_no_mesh_folder_is_told(string folder, int expected, string message)
    {
        var (exitCode, output, errors) = await ScopemeshProcess.RunAsync(_mesh, ["repl", folder], "services\n");
        Assert.Equal((expected, ""), (exitCode, output));
        Assert.Contains(message, errors);
    }
}
