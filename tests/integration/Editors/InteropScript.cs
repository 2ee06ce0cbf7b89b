using System.ComponentModel;
using System.Diagnostics;

namespace ScopeMesh.Tests.Integration.Editors;

/// <summary>A script of tests/interop/lsp, run by Node.</summary>
internal static class InteropScript
{
    /// <summary>The root of the repository: the build maps paths, so that it is looked for upwards.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Starts a script with its streams redirected.</summary>
    public static Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Root, "tests", "interop", "lsp", script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("`node` is not on the PATH; eng/install-test-tools.sh installs it", e);
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ScopeMesh.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
