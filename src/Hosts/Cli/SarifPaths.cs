using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Paths as tools of code review want them: they look files up in the folder that the run began in.</summary>
internal static class SarifPaths
{
    public static CheckedText Relative(CheckedText text) => Path.IsPathRooted(text.File)
        ? text with { Diagnostics = [.. text.Diagnostics.Select(Relative)] }
        : text;

    private static Diagnostic Relative(Diagnostic diagnostic) => diagnostic with
    {
        Span = diagnostic.Span with { File = Path.GetRelativePath(Environment.CurrentDirectory, diagnostic.Span.File) },
    };
}
