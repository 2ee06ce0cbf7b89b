using System.Diagnostics;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary>What shells complete once they have read <c>scopemesh completion</c>.</summary>
public sealed class ShellCompletionTests : IDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Theory]
    [InlineData("scopemesh expl", "explain")]
    [InlineData("scopemesh explain --fr", "--from")]
    [InlineData("scopemesh explain --from ", "east/ west/")]
    [InlineData("scopemesh explain --from east/sample/cu", "east/sample/curl")]
    [InlineData("scopemesh explain --from east/sample/curl --to vault.", "vault.sample:")]
    [InlineData("scopemesh explain no-such-folder --from e", "")]
    [InlineData("scopemesh completion ", "bash fish zsh")]
    public async Task Bash_completes(string line, string expected) => Assert.Equal(expected, await BashAsync(line));

    // As bash has it, whose words end at colons.
    [Fact]
    public async Task Bash_completes_ports() =>
        Assert.Equal("80 9000", await BashAsync("scopemesh explain --from east/sample/curl --to vault.sample:"));

    [Theory]
    [InlineData("scopemesh expl", "explain")]
    [InlineData("scopemesh explain . --from east/sample/cu", "east/sample/curl")]
    [InlineData("scopemesh explain --from east/sample/curl --to vault.sample:", "vault.sample:80 vault.sample:9000")]
    [InlineData("scopemesh completion ", "bash fish zsh")]
    public async Task Fish_completes(string line, string expected) => Assert.Equal(
        expected, await RunAsync("fish", ["--no-config", "-c", "scopemesh completion fish | source; complete -C $argv[1]", line]));

    [Fact]
    public async Task Zsh_completes_at_a_terminal()
    {
        await using var terminal = Terminal.Start(_mesh, "zsh -f -i");
        const string readsKeys = "\u001b[?2004h";
        await terminal.ShowsAsync(readsKeys);
        await terminal.WriteAsync("autoload -U compinit && compinit -u -D && source <(scopemesh completion zsh) && print $((40+2))ready\r");
        await terminal.ShowsAsync("42ready");
        await terminal.WriteAsync("scopemesh expl\t");
        await terminal.ShowsAsync("scopemesh explain");
        await terminal.WriteAsync("--from east/sa\t");
        await terminal.ShowsAsync("east/sample/");
        await terminal.WriteAsync("cur\t");
        await terminal.ShowsAsync("east/sample/curl ");
        await terminal.WriteAsync("--to vault.\t80\r");
        await terminal.ShowsAsync("east/sample/curl-0 to vault.sample:80: reached");
        await terminal.WriteAsync("exit\r");
        Assert.Equal(0, await terminal.EndAsync());
    }

    private Task<string> BashAsync(string line) => RunAsync(
        "bash",
        [
            "--norc", "-c",
            "source <(scopemesh completion bash); COMP_LINE=$1; COMP_POINT=${#1}; _scopemesh scopemesh; complete -p scopemesh >/dev/null && printf '%s\\n' \"${COMPREPLY[@]}\"",
            "bash", line,
        ]);

    private async Task<string> RunAsync(string shell, string[] arguments)
    {
        var start = new ProcessStartInfo(shell, arguments)
        {
            WorkingDirectory = _mesh,
            RedirectStandardOutput = true,
            Environment = { ["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }
}
