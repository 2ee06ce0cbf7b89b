using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Docs;

/// <summary>What a document shows of a shell: commands, what they print, and how the last of them ends.</summary>
/// <param name="Document">The document, from the root of the repository.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Commands">What is written behind <c>$ </c>, and behind <c>&gt; </c> where a line goes on, line by line.</param>
/// <param name="Shown">What stands below.</param>
/// <param name="ExitCode">What <c>(exit code N)</c> behind the block says, or null.</param>
internal sealed record Transcript(string Document, int Line, string[] Commands, string[] Shown, int? ExitCode)
{
    private const string Fence = "```";
    private const string Prompt = "$ ";
    private const string Continuation = "> ";
    private const string Omission = "…";
    private const string NotRun = "<!-- not run: ";

    /// <summary>Whether the line before it says that nobody can run it.</summary>
    public bool IsNotRun { get; private init; }

    /// <summary>Whether it asks a mesh that runs.</summary>
    public bool NeedsRunningMesh =>
        Commands.Any(command => command.StartsWith("scopemesh request", StringComparison.Ordinal) || command.Contains(" --admin", StringComparison.Ordinal));

    /// <summary>The transcripts of a document: blocks of code that begin with a command.</summary>
    /// <param name="document">The document, from the root of the repository.</param>
    public static IEnumerable<Transcript> Of(string document)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, document));
        for (var start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            var end = Array.FindIndex(lines, start + 1, line => line == Fence);
            Assert.True(end >= 0, $"{document}:{start + 1}: the block does not end");
            var block = lines[(start + 1)..end];
            if (block is [var first, ..] && first.StartsWith(Prompt, StringComparison.Ordinal))
            {
                var commands = block.TakeWhile(IsWritten).Select(line => line[Prompt.Length..]).ToArray();
                yield return new Transcript(document, start + 1, commands, block[commands.Length..], ExitCodeAt(lines, end + 1))
                {
                    IsNotRun = start > 0 && lines[start - 1].StartsWith(NotRun, StringComparison.Ordinal),
                };
            }

            start = end;
        }
    }

    /// <summary>
    /// Whether lines are what is shown: a line <c>…</c> stands for any lines, none among them, and <c>…</c> at the end of a line
    /// for its rest.
    /// </summary>
    public bool Matches(string[] actual)
    {
        var (shown, line) = (0, 0);
        var (omission, resumed) = (-1, 0);
        while (line < actual.Length)
        {
            if (shown < Shown.Length && Shown[shown] == Omission)
                (omission, resumed) = (shown++, line);
            else if (shown < Shown.Length && IsLike(Shown[shown], actual[line]))
                (shown, line) = (shown + 1, line + 1);
            else if (omission >= 0)
                // What was left out last is one line longer than thought.
                (shown, line) = (omission + 1, ++resumed);
            else
                return false;
        }

        return Shown.Skip(shown).All(left => left == Omission);
    }

    private static bool IsWritten(string line) =>
        line.StartsWith(Prompt, StringComparison.Ordinal) || line.StartsWith(Continuation, StringComparison.Ordinal);

    private static bool IsLike(string shown, string actual) =>
        shown.EndsWith(Omission, StringComparison.Ordinal)
            ? actual.StartsWith(shown[..^Omission.Length], StringComparison.Ordinal)
            : shown == actual;

    private static int? ExitCodeAt(string[] lines, int line)
    {
        const string before = "(exit code ";
        return line < lines.Length && lines[line].StartsWith(before, StringComparison.Ordinal)
            ? int.Parse(lines[line][before.Length..].TrimEnd(')'), System.Globalization.CultureInfo.InvariantCulture)
            : null;
    }
}
