namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>Finds what somebody who misspelt a word may have meant.</summary>
internal static class Spelling
{
    private const int ComparedChars = 64;

    /// <summary>The known word that is at most a third of the letters away, or null.</summary>
    public static string? Closest(string word, ReadOnlySpan<string> known)
    {
        string? closest = null;
        var least = int.MaxValue;
        if (word.Length > ComparedChars)
            return null;
        foreach (var candidate in known)
        {
            var distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= least || distance > Math.Max(1, candidate.Length / 3))
                continue;
            (closest, least) = (candidate, distance);
        }

        return closest;
    }

    /// <summary>The words between backticks, as a choice.</summary>
    public static string Choice(ReadOnlySpan<string> words)
    {
        if (words is [var only])
            return $"`{only}`";
        var others = string.Join("`, `", words[..^1].ToArray());
        return $"`{others}` or `{words[^1]}`";
    }

    /// <summary>How many letters to insert, delete or replace (Levenshtein).</summary>
    public static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
