using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.Policy.Manifests;

/// <summary>Texts in which <c>«</c> and <c>»</c> stand around what each finding is to point at.</summary>
internal static class Marked
{
    /// <summary>Holds when reading the text gives exactly these findings, joined by bars, at the marks.</summary>
    public static void Finds(string findings, string marked, Func<string, ValueList<Diagnostic>> read)
    {
        var diagnostics = read(Remove(marked));
        Assert.Equal(findings, string.Join('|', diagnostics.Select(WithoutPlace)));
        Assert.Equal(Marks(marked), diagnostics.Select(diagnostic => (diagnostic.Span.Offset, diagnostic.Span.Length)));
    }

    public static string Remove(string marked) =>
        marked.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);

    private static List<(int Offset, int Length)> Marks(string marked)
    {
        var marks = new List<(int, int)>();
        var open = new Stack<int>();
        var offset = 0;
        foreach (var character in marked)
        {
            if (character == '«')
                open.Push(offset);
            else if (character == '»')
                marks.Add((open.Peek(), offset - open.Pop()));
            else
                offset++;
        }

        return marks;
    }

    private static string WithoutPlace(Diagnostic diagnostic) =>
        (diagnostic with { Span = SourceSpan.OfFile("") }).ToString();
}
