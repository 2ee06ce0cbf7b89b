namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>Finds the word that somebody may have meant.</summary>
internal static class Suggestions
{
    private const int ComparedLength = 64;
    private const string Asked = "did you mean `";
    private const string AskedEnd = "`?";

    /// <summary>The nearest candidate that is near enough, the first in ordinal order of several; else null.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > ComparedLength)
            return null;
        var allowed = word.Length <= 4 ? 1 : 2;
        return candidates
            .Where(c => c != word && Math.Abs(c.Length - word.Length) <= allowed)
            .Select(c => (Word: c, Edits: Edits(word.ToLowerInvariant(), c.ToLowerInvariant())))
            .Where(c => c.Edits <= allowed && c.Edits < c.Word.Length)
            .OrderBy(c => c.Edits).ThenBy(c => c.Word, StringComparer.Ordinal)
            .Select(c => c.Word)
            .FirstOrDefault();
    }

    /// <summary>The question that ends a message, or null where nothing is near.</summary>
    public static string? DidYouMean(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } near ? $"{Asked}{near}{AskedEnd}" : null;

    /// <summary>The word that such a question asks about, or null where a text is none.</summary>
    public static string? Suggested(string? question) =>
        question is not null && question.Length > Asked.Length + AskedEnd.Length
        && question.StartsWith(Asked, StringComparison.Ordinal) && question.EndsWith(AskedEnd, StringComparison.Ordinal)
            ? question[Asked.Length..^AskedEnd.Length]
            : null;

    /// <summary>Insertions, deletions, replacements, and swaps of neighbours between two words.</summary>
    public static int Edits(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            cost[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            cost[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replaced, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], 1 + cost[i - 2, j - 2]);
            }
        }
        return cost[a.Length, b.Length];
    }
}
