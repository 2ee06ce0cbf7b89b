namespace ScopeMesh.ScopeLang;

/// <summary>The bounds of a policy text. Each has a diagnostic of its own; nothing beyond them is parsed.</summary>
public static class ScopeLimits
{
    /// <summary>The most bytes of UTF-8 in a policy text, or in a YAML text that is imported.</summary>
    public const int TextBytes = 1 << 20;

    /// <summary>The most items (<c>let</c>, rules, tests) in a policy, and entries in an imported list.</summary>
    public const int Items = 10_000;

    /// <summary>The most values, or names, in one set.</summary>
    public const int SetValues = 1_000;

    /// <summary>The most levels of nesting, counted through parentheses, <c>not</c> and uses of <c>let</c> names alike.</summary>
    public const int NestingLevels = 256;
}
