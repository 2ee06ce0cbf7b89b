using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace ScopeMesh.Tests.Integration.Dns;

/// <summary>What <c>dig</c> was answered.</summary>
/// <param name="Output">All that it said.</param>
internal sealed partial record Dig(string Output)
{
    /// <summary>What came of the question: <c>NOERROR</c> and others.</summary>
    public string Status => StatusWord().Match(Output).Groups["status"].Value;

    /// <summary>The flags of the answer, in dig's order.</summary>
    public string Flags => FlagWords().Match(Output).Groups["flags"].Value;

    /// <summary>The records of the answer: name, seconds, type and data.</summary>
    public string[] Answers =>
    [
        .. Output.Split('\n')
            .SkipWhile(line => !line.StartsWith(";; ANSWER SECTION", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.Length > 0)
            .Select(line => line.Split((char[])['\t', ' '], 5, StringSplitOptions.RemoveEmptyEntries))
            .Select(parts => $"{parts[0]} {parts[1]} {parts[3]} {parts[4]}"),
    ];

    /// <summary>Asks a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="arguments">What to ask, and how.</param>
    public static async Task<Dig> AskAsync(IPEndPoint server, params string[] arguments)
    {
        string[] all = ["-r", $"@{server.Address}", "-p", $"{server.Port}", "+tries=1", "+time=60", .. arguments];
        try
        {
            using var process = Process.Start(new ProcessStartInfo("dig", all) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return new Dig(output);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("`dig` cannot be run; eng/install-test-tools.sh installs it", e);
        }
    }

    [GeneratedRegex(@"status: (?<status>\w+),")]
    private static partial Regex StatusWord();

    [GeneratedRegex(@"flags: (?<flags>[a-z ]*);")]
    private static partial Regex FlagWords();
}
