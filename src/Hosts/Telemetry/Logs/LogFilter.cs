using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Telemetry.Logs;

/// <summary>The least severe level that lines of some categories have: those of a name, and of names that go on behind it with a dot.</summary>
/// <param name="Category">The name.</param>
/// <param name="Level">The level.</param>
internal sealed record LogRule(string Category, LogLevel Level)
{
    /// <summary>Whether the rule is about a category.</summary>
    public bool Covers(string category) =>
        category.StartsWith(Category, StringComparison.Ordinal)
        && (category.Length == Category.Length || category[Category.Length] == '.');
}

/// <summary>
/// Which lines are logged: a level for all, and levels for categories, of which the longest name counts. Written like
/// <c>RUST_LOG</c>: <c>info,access=debug</c>.
/// </summary>
/// <param name="Level">The level of what no rule covers.</param>
/// <param name="Rules">The others, ordered by category.</param>
internal sealed record LogFilter(LogLevel Level, ValueList<LogRule> Rules)
{
    private static readonly (string Word, LogLevel Level)[] Levels =
    [
        ("trace", LogLevel.Trace),
        ("debug", LogLevel.Debug),
        ("info", LogLevel.Information),
        ("warn", LogLevel.Warning),
        ("error", LogLevel.Error),
        ("off", LogLevel.None),
        ("information", LogLevel.Information),
        ("warning", LogLevel.Warning),
        ("critical", LogLevel.Critical),
        ("none", LogLevel.None),
    ];

    /// <summary>How many rules there may be.</summary>
    public const int MaxRules = 100;

    /// <summary>All lines of a level and above.</summary>
    public static LogFilter At(LogLevel level) => new(level, []);

    /// <summary>The level of a category.</summary>
    public LogLevel LevelOf(string category)
    {
        LogRule? best = null;
        foreach (var rule in Rules.AsSpan())
        {
            if (rule.Covers(category) && rule.Category.Length >= (best?.Category.Length ?? 0))
                best = rule;
        }

        return best?.Level ?? Level;
    }

    /// <summary>
    /// The filter after a change: a level alone is for all, <c>category=level</c> for one, and several stand between commas. What
    /// is not mentioned stays.
    /// </summary>
    /// <param name="text">The change.</param>
    /// <returns>The filter, or why the text is no change.</returns>
    public (LogFilter? Filter, string? Error) With(string text)
    {
        var level = Level;
        var rules = Rules.ToDictionary(rule => rule.Category, rule => rule.Level, StringComparer.Ordinal);
        foreach (var clause in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var parts = clause.Split('=', 2);
            if (LevelNamed(parts[^1]) is not { } named)
                return (null, $"`{parts[^1]}` is no level; write trace, debug, info, warn, error or off");
            if (parts is [var category, _])
            {
                // Rust separates the parts of a name by two colons.
                category = category.Replace("::", ".", StringComparison.Ordinal);
                if (category.Length == 0)
                    return (null, $"`{clause}` names no category; write CATEGORY=LEVEL");
                rules[category] = named;
            }
            else
            {
                level = named;
            }
        }

        if (rules.Count > MaxRules)
            return (null, $"more than {MaxRules} categories have levels of their own; reset them first");
        return (new LogFilter(level, rules.Select(rule => new LogRule(rule.Key, rule.Value)).OrderBy(rule => rule.Category, StringComparer.Ordinal).ToValueList()), null);
    }

    /// <summary>As it is written: the rules, and the level of all others at the end.</summary>
    public override string ToString() => string.Join(',', Rules
        .Select(rule => $"{rule.Category}={WordOf(rule.Level)}")
        .Append(WordOf(Level)));

    private static string WordOf(LogLevel level) => Array.Find(Levels, named => named.Level == level).Word;

    private static LogLevel? LevelNamed(string word)
    {
        foreach (var (name, level) in Levels)
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase))
                return level;
        }

        return null;
    }
}
