using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>
/// A policy text as an editor has it: one version of it, broken or not, and all that is known of it. Whatever the text
/// is, it opens, and every question about it has an answer.
/// </summary>
public sealed class ScopeDocument
{
    private readonly LineMap _lines;

    private ScopeDocument(string text, string file, ParsedText parsed)
    {
        (Text, File, _lines) = (text, file, new LineMap(text));
        (Items, Comments, Diagnostics) = (parsed.Items, parsed.Comments, parsed.Diagnostics);
        var isValid = Diagnostics.All(finding => finding.Severity != Severity.Error);
        Policy = isValid ? new ScopePolicy(parsed.Items, parsed.Comments) : null;

        // A text beyond the limit is not looked into.
        var isShort = Diagnostics is not [{ Code: ScopeCodes.TextTooLong }];
        var tokens = isShort ? Scanner.Scan(text, file).Tokens : [];
        Tokens = [.. PlaceReader.Read(tokens, ItemCutter.Cut(tokens))];
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>How diagnostics call its file.</summary>
    public string File { get; }

    /// <summary>The policy, or null if and only if there is an error among the diagnostics.</summary>
    public ScopePolicy? Policy { get; }

    /// <summary>What the parser found, in the order of the text.</summary>
    public ValueList<Diagnostic> Diagnostics { get; }

    /// <summary>The items; of one that is broken, what its first words say.</summary>
    internal ValueList<ScopeItem> Items { get; }

    internal ValueList<Comment> Comments { get; }

    /// <summary>The tokens, in the order of the text, comments apart.</summary>
    internal ImmutableArray<PlacedToken> Tokens { get; }

    /// <summary>Reads a text. Never throws.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">How diagnostics call its file.</param>
    public static ScopeDocument Open(string text, string file = "") => new(text, file, ScopeParser.Parse(text, file));

    /// <summary>The line and the column of an offset, from 1; one outside the text counts as its nearer end.</summary>
    /// <param name="offset">UTF-16 units from the start of the text.</param>
    public (int Line, int Column) Locate(int offset) => _lines.Locate(offset);

    /// <summary>The offset of a line and a column; what is outside the text counts as the nearest place inside.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column in UTF-16 units, from 1.</param>
    public int OffsetOf(int line, int column)
    {
        if (line < 1)
            return 0;
        return line > _lines.Count
            ? Text.Length
            : _lines.StartOf(line) + Math.Clamp(column - 1, 0, _lines.Line(line).Length);
    }

    /// <summary>A stretch of the text as a place.</summary>
    internal SourceSpan Span(int offset, int length)
    {
        var (line, column) = Locate(offset);
        return new SourceSpan(File, line, column, offset, length);
    }

    /// <summary>All that is wrong with the text: what the parser found, and of a valid policy what its analysis shows.</summary>
    /// <remarks>The analysis of a large policy takes its time; nothing else here waits for it.</remarks>
    public ValueList<Diagnostic> Check() => Policy is null
        ? Diagnostics
        : Diagnostics.Concat(ScopeAnalysis.Check(Policy)).OrderBy(finding => finding.Span.Offset).ToValueList();

    /// <summary>The tokens and comments in the order of the text, none of which overlaps another.</summary>
    public ValueList<SemanticToken> SemanticTokens() =>
        Tokens.Select(token => new SemanticToken(token.Token.Span, token.Role, token.IsDefinition))
            .Concat(Comments.Select(comment => new SemanticToken(comment.Origin.Span, TokenRole.Comment, IsDefinition: false)))
            .OrderBy(token => token.Span.Offset)
            .ToValueList();

    /// <summary>The token that an offset lies in, or touches; of two, the second if it is a text.</summary>
    internal PlacedToken? TokenAt(int offset)
    {
        var after = FirstEndingAt(offset);
        if (after == Tokens.Length || Tokens[after].Start > offset)
            return null;
        var touching = Tokens[after];
        var isSecond = touching.End == offset && after + 1 < Tokens.Length && Tokens[after + 1].Start == offset;
        return isSecond && Tokens[after + 1].Token.Kind is TokenKind.Word or TokenKind.Quoted ? Tokens[after + 1] : touching;
    }

    /// <summary>The index of the first token that ends at an offset or after it.</summary>
    internal int FirstEndingAt(int offset)
    {
        var (low, high) = (0, Tokens.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Tokens[middle].End < offset)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
