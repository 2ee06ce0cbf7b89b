using FsCheck;
using FsCheck.Fluent;

namespace ScopeMesh.Tests.Support.ScopeLang;

/// <summary>Texts as they are while somebody writes: valid ones, and such from which something was cut or into which something fell.</summary>
public static class BrokenTexts
{
    private static readonly string[] Fragments =
    [
        "", "", "", " let ", " global \"x", " local when ", " test \"t\" { ", " service(", " ns named ", "(", ")", "{", "}", ",", ":",
        "=", " in (", "!", "&", "\"", "\n", "# ", "é", "\ud83d", " \"\\\"\" ", "unknown", " expect ", "by",
    ];

    /// <summary>A text, and an offset in it or near it.</summary>
    public static Gen<(string Text, int Offset)> WithOffsets =>
        from text in ScopeTexts.Policies
        from cuts in Gen.Choose(0, 3)
        from places in Gen.Choose(0, 10_000).ArrayOf(cuts)
        from lengths in Gen.Choose(0, 8).ArrayOf(cuts)
        from fragments in Gen.Elements(Fragments).ArrayOf(cuts)
        let broken = Enumerable.Range(0, cuts).Aggregate(text, (cut, i) => Cut(cut, places[i], lengths[i], fragments[i]))
        from offset in Gen.Choose(-1, broken.Length + 1)
        select (broken, offset);

    private static string Cut(string text, int place, int length, string fragment)
    {
        var at = place % (text.Length + 1);
        return text[..at] + fragment + text[Math.Min(text.Length, at + length)..];
    }
}
