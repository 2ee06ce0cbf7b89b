using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ScopeMesh.Tests.Support.Namespaces;

/// <summary>
/// Network namespaces for tests, by <c>ip netns</c>. The one place that says what becomes of tests where there are none:
/// they fail with the reason, unless <c>SCOPEMESH_SKIP_NETNS=1</c> is set, and then they are skipped and counted so.
/// </summary>
public static class NetworkNamespaces
{
    /// <summary>Why tests that need namespaces are skipped, where they are.</summary>
    public const string WhySkipped = $"{Variable}=1 is set";

    private const string Variable = "SCOPEMESH_SKIP_NETNS";
    private const string Prefix = "scopemesh";

    private static readonly Lazy<Task> LeftoversDeleted = new(DeleteLeftoversAsync);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int s_last;

    /// <summary>Whether tests that need namespaces are skipped.</summary>
    public static bool AreSkipped => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Makes a namespace that no other test has, with its loopback interface up.</summary>
    /// <param name="stem">What its name ends with, for people.</param>
    /// <exception cref="InvalidOperationException">It cannot be made; says why.</exception>
    public static async Task<TestNamespace> AddAsync(string stem)
    {
        await LeftoversDeleted.Value;
        var number = Interlocked.Increment(ref s_last);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{Environment.ProcessId}-{number}-{stem}");
        await IpAsync("netns", "add", name);
        await IpAsync("-n", name, "link", "set", "lo", "up");
        return new TestNamespace(name);
    }

    /// <summary>Runs <c>ip</c>, which must succeed.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It cannot be run, or failed.</exception>
    public static async Task<string> IpAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync("ip", arguments);
        if (code == 0)
            return output;
        throw new InvalidOperationException(
            $"`ip {string.Join(' ', arguments)}` failed: {error.Trim()}; tests of network namespaces run as root with CAP_SYS_ADMIN "
            + $"and CAP_NET_ADMIN, and are left out where {Variable}=1 is set");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads.</param>
    /// <exception cref="InvalidOperationException">It cannot be run.</exception>
    /// <exception cref="TimeoutException">It does not end.</exception>
    public static async Task<(int Code, string Output, string Error)> RunAsync(
        string program, IEnumerable<string> arguments, string input = "")
    {
        using var process = Start(program, arguments);
        using var late = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(late.Token);
        var error = process.StandardError.ReadToEndAsync(late.Token);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), late.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(late.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{program} {string.Join(' ', process.StartInfo.ArgumentList)}` did not end within {Patience.TotalSeconds} s");
        }
    }

    /// <summary>Starts a program; all that it reads and writes goes through pipes.</summary>
    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"`{program}` cannot be run; eng/install-test-tools.sh installs it", e);
        }
    }

    /// <summary>Namespaces of test programs that were killed are nobody's any more.</summary>
    private static async Task DeleteLeftoversAsync()
    {
        foreach (var line in (await IpAsync("netns", "list")).Split('\n'))
        {
            var name = line.Split(' ')[0];
            if (name.Split('-') is [Prefix, var process, ..] && int.TryParse(process, out var id) && !Directory.Exists($"/proc/{id}"))
                await RunAsync("ip", ["netns", "delete", name]);
        }
    }
}

/// <summary>A network namespace of a test, which is deleted in the end.</summary>
/// <param name="name">Its name for <c>ip netns</c>.</param>
public sealed class TestNamespace(string name) : IAsyncDisposable
{
    /// <summary>Its name for <c>ip netns</c>.</summary>
    public string Name => name;

    /// <summary>The file that stands for it.</summary>
    public string Path => $"/var/run/netns/{name}";

    /// <summary>Runs a program in it to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public Task<(int Code, string Output, string Error)> RunAsync(string program, params string[] arguments) =>
        NetworkNamespaces.RunAsync("ip", ["netns", "exec", name, program, .. arguments]);

    /// <summary>Starts a program in it, whose input and output are pipes. Whoever starts it ends it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public Process Start(string program, params string[] arguments) =>
        NetworkNamespaces.Start("ip", ["netns", "exec", name, program, .. arguments]);

    /// <summary>Deletes it. What holds it open otherwise, such as a process in it, keeps it alive without a name.</summary>
    public async ValueTask DisposeAsync() => await NetworkNamespaces.RunAsync("ip", ["netns", "delete", name]);
}
