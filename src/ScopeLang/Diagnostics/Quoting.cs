namespace ScopeMesh.ScopeLang.Diagnostics;

/// <summary>Prepares what users wrote for one line of a message.</summary>
internal static class Quoting
{
    private const int ExcerptLength = 60;

    /// <summary>The text without control characters, and cut where it is long.</summary>
    public static string Excerpt(string text)
    {
        var cut = text.Length <= ExcerptLength ? text : $"{text.AsSpan(0, ExcerptLength - 1)}…";
        return Printable(cut);
    }

    /// <summary>The text with every control character and half surrogate replaced, one for one.</summary>
    public static string Printable(ReadOnlySpan<char> text, bool keepTabs = false)
    {
        var shown = text.ToArray();
        for (var i = 0; i < shown.Length; i++)
            if ((char.IsControl(shown[i]) && !(keepTabs && shown[i] == '\t')) || IsHalf(text, i))
                shown[i] = '\uFFFD';
        return new string(shown);
    }

    private static bool IsHalf(ReadOnlySpan<char> text, int i) => char.IsHighSurrogate(text[i])
        ? i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])
        : char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1]));
}
