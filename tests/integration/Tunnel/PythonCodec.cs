using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>Python's hpack and hyperframe, asked about many cases at once (tests/interop/codec-peer.py).</summary>
internal static class PythonCodec
{
    /// <summary>Debian's Python, which its packages are for; another may come first on the PATH.</summary>
    private const string Python = "/usr/bin/python3";

    /// <summary>Asks about each case in one process; the results come in the same order.</summary>
    public static async Task<List<JsonNode>> AskAsync(IReadOnlyList<JsonNode> cases)
    {
        using var process = Start();
        var writing = WriteAsync(process, cases);
        var results = new List<JsonNode>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            results.Add(JsonNode.Parse(line)!);
        await writing;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(cases.Count, results.Count);
        return results;
    }

    private static async Task WriteAsync(Process process, IReadOnlyList<JsonNode> cases)
    {
        foreach (var one in cases)
            await process.StandardInput.WriteLineAsync(one.ToJsonString());
        process.StandardInput.Close();
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(Python, [Script()]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"`{Python}` is not there; eng/install-test-tools.sh installs it", e);
        }
    }

    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "tests", "interop", "codec-peer.py");
            if (File.Exists(script))
                return script;
        }
        throw new FileNotFoundException("tests/interop/codec-peer.py is in no folder above the tests");
    }
}
