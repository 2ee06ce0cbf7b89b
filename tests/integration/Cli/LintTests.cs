using System.Security.Cryptography;
using System.Text.Json;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary><c>scopemesh lint</c> as a process, on the example of two clusters and on what becomes of it.</summary>
public sealed class LintTests : IDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Fact]
    public async Task The_example_is_clean()
    {
        var (exitCode, output, errors) = await LintAsync("--strict");
        Assert.Equal((0, "", "found 0 errors, 0 warnings, 0 notes, 0 hints\n"), (exitCode, output, errors));
    }

    [Fact]
    public async Task A_finding_is_1_shown_with_its_line_and_may_be_left_out()
    {
        await ReplaceAsync("clusters/east/helloworld.yaml", "istio.io/global: \"true\"", "istio.io/globl: \"true\"");
        var (exitCode, output, _) = await LintAsync("--only", "ML050");
        Assert.Equal(1, exitCode);
        Assert.Equal(
            """
            warning ML050: label `istio.io/globl` of Service `sample/helloworld` means nothing, and is nearly `istio.io/global`
             --> ./clusters/east/helloworld.yaml:9:21
              |
            9 |     istio.io/globl: "true"
              |                     ^^^^^^
              = did you mean `istio.io/global`?

            """,
            output);

        (exitCode, output, _) = await LintAsync("--except", "ML050", "--except", "ml003");
        Assert.Equal((0, ""), (exitCode, output));
        (exitCode, output, _) = await LintAsync("--severity", "error");
        Assert.Equal((0, ""), (exitCode, output));
    }

    [Theory]
    [InlineData("--only", "ML05", "--only: `ML05` is no code; did you mean `ML005` or ")]
    [InlineData("--only", "mf01", "--only: `mf01` is no code; did you mean `MF001` or ")]
    [InlineData("--except", "everything", "--except: `everything` is no code; docs/diagnostics.md and docs/lint.md list them, from `AZ001` to `SL")]
    public async Task A_code_that_there_is_not_is_refused_with_those_that_are_near(string option, string code, string message)
    {
        var (exitCode, output, errors) = await LintAsync(option, code);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(message, errors);
    }

    [Fact]
    public async Task The_same_as_json_and_sarif()
    {
        await ReplaceAsync("clusters/east/helloworld.yaml", "istio.io/global: \"true\"", "istio.io/global: \"yes\"");
        var (exitCode, output, _) = await LintAsync("--format", "json");
        Assert.Equal(1, exitCode);
        Assert.Equal(["ML003", "ML052"], JsonDocument.Parse(output).RootElement.EnumerateArray().Select(finding => finding.GetProperty("code").GetString()));

        (exitCode, output, _) = await LintAsync("--format", "sarif");
        Assert.Equal(1, exitCode);
        var rules = JsonDocument.Parse(output).RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules");
        Assert.Equal(
            "A Service that is global in one cluster and local in another",
            rules[0].GetProperty("shortDescription").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Certificates_are_told_when_they_end_soon()
    {
        var root = MeshRoot.Create(DateTimeOffset.UtcNow, CertificateLimits.Default with { RootLifetimeDays = 20 }, RandomNumberGenerator.Fill);
        var file = Path.Combine(_mesh, "clusters", "east", "root-cert.pem");
        await File.WriteAllTextAsync(file, root.CertificatePem);
        var (exitCode, output, _) = await LintAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("warning ML021: the certificate of `O=ScopeMesh, CN=mesh root` expires at ", output);
        (exitCode, output, _) = await LintAsync("--expires-within", "10d");
        Assert.Equal((0, ""), (exitCode, output));
    }

    [Fact]
    public async Task Errors_are_3_what_is_not_there_4_and_a_wrong_word_2()
    {
        Assert.Equal(4, (await ScopemeshProcess.RunAsync(_mesh, ["lint", "nowhere"], "")).ExitCode);
        Assert.Equal(2, (await LintAsync("--expires-within", "soon")).ExitCode);
        await File.WriteAllTextAsync(Path.Combine(_mesh, "clusters", "east", "extra.yaml"), "{apiVersion: v1, kind: Service, metadata: {}}\n");
        var (exitCode, output, _) = await LintAsync("--severity", "error");
        Assert.Equal(3, exitCode);
        Assert.Contains("error MF", output);
    }

    private async Task ReplaceAsync(string name, string before, string after)
    {
        var file = Path.Combine(_mesh, name);
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains(before, text);
        await File.WriteAllTextAsync(file, text.Replace(before, after, StringComparison.Ordinal));
    }

    private Task<(int ExitCode, string Output, string Errors)> LintAsync(params string[] arguments) =>
        ScopemeshProcess.RunAsync(_mesh, ["lint", ".", .. arguments], input: "");
}
