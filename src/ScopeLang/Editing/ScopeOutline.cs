using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>What an item of a policy is.</summary>
public enum OutlineKind
{
    /// <summary>A definition.</summary>
    Let,

    /// <summary>A rule that makes services global.</summary>
    GlobalRule,

    /// <summary>A rule that keeps services local.</summary>
    LocalRule,

    /// <summary>A test.</summary>
    Test,
}

/// <summary>One item of a policy as a list of contents shows it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; <c>#3</c> of a rule without one, empty where the item breaks off before its name.</param>
/// <param name="Span">From its first token to its last.</param>
/// <param name="NameSpan">Where its name stands; its first word where it has none.</param>
public sealed record OutlineItem(OutlineKind Kind, string Name, SourceSpan Span, SourceSpan NameSpan);

/// <summary>Lines that an editor may fold into one.</summary>
/// <param name="FirstLine">The line that stays, from 1.</param>
/// <param name="LastLine">The last line that goes.</param>
/// <param name="IsComment">Whether they are comments, not an item.</param>
public readonly record struct FoldedLines(int FirstLine, int LastLine, bool IsComment);

/// <summary>The items of a policy at a glance.</summary>
public static class ScopeOutline
{
    /// <summary>The items in the order of the text, broken ones too, as far as their first word tells what they are.</summary>
    /// <param name="document">The text.</param>
    public static ValueList<OutlineItem> Items(ScopeDocument document)
    {
        var items = new List<OutlineItem>();
        var rules = ScopeSymbols.Rules(document).ToDictionary(rule => rule.Token.Item);
        foreach (var (first, second, last) in Bounds(document))
        {
            if (first.Role != TokenRole.Keyword || KindOf(first.Token.Text) is not { } kind)
                continue;
            var named = second is { Role: TokenRole.LetName or TokenRole.TestName } text ? (text.Token.Text, text)
                : rules.TryGetValue(first.Item, out var rule) ? (rule.Name, rule.Token)
                : ("", first);
            items.Add(new OutlineItem(kind, named.Item1, document.Span(first.Start, last.End - first.Start), named.Item2.Token.Span));
        }
        return items.ToValueList();
    }

    /// <summary>What can be folded: items of several lines, and comments that follow each other.</summary>
    /// <param name="document">The text.</param>
    public static ValueList<FoldedLines> Folds(ScopeDocument document)
    {
        var folds = new List<FoldedLines>();
        foreach (var (first, _, last) in Bounds(document))
            if (first.Token.Span.Line < last.Token.Span.Line)
                folds.Add(new FoldedLines(first.Token.Span.Line, last.Token.Span.Line, IsComment: false));
        folds.AddRange(CommentFolds(document));
        return folds.OrderBy(fold => fold.FirstLine).ToValueList();
    }

    // Comments on lines of their own, one after the other.
    private static IEnumerable<FoldedLines> CommentFolds(ScopeDocument document)
    {
        var codeLines = document.Tokens.Select(token => token.Token.Span.Line).ToHashSet();
        var lines = document.Comments.Select(comment => comment.Origin.Span.Line).Where(line => !codeLines.Contains(line));
        var (first, last) = (-1, -1);
        foreach (var line in lines.Append(int.MaxValue))
        {
            if (line == last + 1)
            {
                last = line;
                continue;
            }
            if (first < last)
                yield return new FoldedLines(first, last, IsComment: true);
            (first, last) = (line, line);
        }
    }

    private static IEnumerable<(PlacedToken First, PlacedToken? Second, PlacedToken Last)> Bounds(ScopeDocument document)
    {
        var tokens = document.Tokens;
        for (var start = 0; start < tokens.Length;)
        {
            var end = start;
            while (end + 1 < tokens.Length && tokens[end + 1].Item == tokens[start].Item)
                end++;
            yield return (tokens[start], end > start ? tokens[start + 1] : null, tokens[end]);
            start = end + 1;
        }
    }

    private static OutlineKind? KindOf(string word) => word switch
    {
        Keywords.Let => OutlineKind.Let,
        Keywords.Global => OutlineKind.GlobalRule,
        Keywords.Local => OutlineKind.LocalRule,
        Keywords.Test => OutlineKind.Test,
        _ => null,
    };
}
