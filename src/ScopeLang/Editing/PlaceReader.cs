using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>A token, what it is, and what the grammar expects on either side of it.</summary>
internal readonly record struct PlacedToken(Token Token, TokenRole Role, Spot Before, Spot After, int Item)
{
    public int Start => Token.Span.Offset;

    public int End => Token.Span.Offset + Token.Span.Length;

    public bool IsDefinition => Role switch
    {
        TokenRole.LetName => Before.Place == Place.LetName,
        TokenRole.RuleName => Before.Place == Place.RuleName,
        TokenRole.Keyword or TokenRole.Operator or TokenRole.Punctuation or TokenRole.TestName or TokenRole.Key
            or TokenRole.Value or TokenRole.ObjectName or TokenRole.Comment or TokenRole.Unknown => false,
    };
}

/// <summary>
/// Reads tokens as a person does who knows the grammar: where they are valid it says what the parser says, and where
/// they are not it goes on with the likeliest place. The grammar nests by parentheses of expressions alone, so that a
/// place and a count are all there is to remember.
/// </summary>
internal static class PlaceReader
{
    public static List<PlacedToken> Read(IReadOnlyList<Token> tokens, IReadOnlyList<ItemSlice> slices)
    {
        var placed = new List<PlacedToken>(tokens.Count);
        var (item, spot) = (0, Spot.Start);
        foreach (var slice in slices)
        {
            if (!EndsTest(spot, tokens, slice))
                (item, spot) = (item + 1, Spot.Start);
            for (var i = slice.Start; i < slice.End; i++)
            {
                Token? next = i + 1 < slice.End ? tokens[i + 1] : null;
                var (after, role) = Step(spot, tokens[i], next);
                placed.Add(new PlacedToken(tokens[i], role, spot, after, item));
                spot = after;
            }
        }
        return placed;
    }

    // `expect global`, where nobody has written more yet, looks like the beginning of a rule to who cuts items.
    private static bool EndsTest(Spot spot, IReadOnlyList<Token> tokens, ItemSlice slice) =>
        spot.Place == Place.Expectation && slice.End - slice.Start == 1
        && (tokens[slice.Start].Is(Keywords.Global) || tokens[slice.Start].Is(Keywords.Local));

    private static (Spot After, TokenRole Role) Step(Spot spot, Token token, Token? next) => spot.Place switch
    {
        Place.Item or Place.LetName or Place.LetAssign or Place.RuleName or Place.RuleWhen or Place.TestName
            or Place.TestOpen or Place.End => Header(spot, token),
        Place.Operand or Place.AfterOperand or Place.AfterSubject => Expression(spot, token),
        Place.Name or Place.ListedName or Place.AfterListedName => Names(spot, token),
        Place.Requirement or Place.AbsentKey or Place.AfterKey or Place.Value or Place.AfterRequirement
            or Place.SetOpen or Place.SetValue or Place.AfterSetValue => Selector(spot, token),
        Place.TestPart or Place.ObjectName or Place.UnknownName or Place.AfterObjectName or Place.Label
            or Place.LabelColon or Place.LabelValue or Place.AfterLabel or Place.Expectation or Place.AfterExpectation
            or Place.RuleReference or Place.AfterRuleReference => TestReader.Step(spot, token, next),
    };

    private static (Spot, TokenRole) Header(Spot spot, Token token) => (spot.Place, token.Kind, token.Text) switch
    {
        (Place.Item, TokenKind.Word, Keywords.Let) => (spot.To(Place.LetName), TokenRole.Keyword),
        (Place.Item, TokenKind.Word, Keywords.Global or Keywords.Local) => (spot.To(Place.RuleName), TokenRole.Keyword),
        (Place.Item, TokenKind.Word, Keywords.Test) => (spot.To(Place.TestName), TokenRole.Keyword),
        (Place.LetName, TokenKind.Word, _) => (spot.To(Place.LetAssign), TokenRole.LetName),
        (Place.Item or Place.LetName or Place.LetAssign, TokenKind.Assign, _) => (spot.To(Place.Operand), TokenRole.Operator),
        (Place.RuleName, TokenKind.Quoted, _) => (spot.To(Place.RuleWhen), TokenRole.RuleName),
        (Place.Item or Place.RuleName or Place.RuleWhen, TokenKind.Word, Keywords.When) =>
            (spot.To(Place.Operand), TokenRole.Keyword),
        (Place.TestName, TokenKind.Quoted, _) => (spot.To(Place.TestOpen), TokenRole.TestName),
        (Place.TestName or Place.TestOpen, TokenKind.OpenBrace, _) => (spot.To(Place.TestPart), TokenRole.Punctuation),
        _ => Misfit(spot, token),
    };

    private static (Spot, TokenRole) Expression(Spot spot, Token token) => (spot.Place, token.Kind, token.Text) switch
    {
        (Place.AfterSubject, TokenKind.OpenParen, _) when spot.Subject != Subject.Cluster =>
            (spot.To(Place.Requirement), TokenRole.Punctuation),
        (Place.AfterSubject, TokenKind.Word, Keywords.Named) => (spot.To(Place.Name), TokenRole.Keyword),
        (_, TokenKind.Word, Keywords.And or Keywords.Or) => (spot.To(Place.Operand), TokenRole.Keyword),
        (_, TokenKind.DoubleAnd or TokenKind.DoubleOr, _) => (spot.To(Place.Operand), TokenRole.Operator),
        (_, TokenKind.CloseParen, _) =>
            (spot with { Place = Place.AfterOperand, Depth = Math.Max(0, spot.Depth - 1) }, TokenRole.Punctuation),
        (_, TokenKind.OpenParen, _) =>
            (spot with { Place = Place.Operand, Depth = spot.Depth + 1 }, TokenRole.Punctuation),
        (_, TokenKind.Bang, _) => (spot.To(Place.Operand), TokenRole.Operator),
        (_, TokenKind.Word, Keywords.Not) => (spot.To(Place.Operand), TokenRole.Keyword),
        (_, TokenKind.Word, Keywords.True or Keywords.False) => (spot.To(Place.AfterOperand), TokenRole.Keyword),
        (_, TokenKind.Word, _) when SubjectOf(token.Text) is { } subject =>
            (spot.To(Place.AfterSubject, subject), TokenRole.Keyword),
        (_, TokenKind.Word, _) when !Keywords.Reserved.Contains(token.Text) =>
            (spot.To(Place.AfterOperand), TokenRole.LetName),
        _ => Misfit(spot, token),
    };

    private static (Spot, TokenRole) Names(Spot spot, Token token) => (spot.Place, token.Kind) switch
    {
        (Place.Name, TokenKind.Word or TokenKind.Quoted) => (spot.To(Place.AfterOperand), TokenRole.ObjectName),
        (Place.Name, TokenKind.OpenParen) => (spot.To(Place.ListedName), TokenRole.Punctuation),
        (Place.ListedName, TokenKind.Word or TokenKind.Quoted) => (spot.To(Place.AfterListedName), TokenRole.ObjectName),
        (Place.ListedName or Place.AfterListedName, TokenKind.Comma) => (spot.To(Place.ListedName), TokenRole.Punctuation),
        (_, TokenKind.CloseParen) => (spot.To(Place.AfterOperand), TokenRole.Punctuation),
        _ => Misfit(spot, token),
    };

    private static (Spot, TokenRole) Selector(Spot spot, Token token) => (spot.Place, token.Kind, token.Text) switch
    {
        (Place.Requirement, TokenKind.Bang, _) => (spot.To(Place.AbsentKey), TokenRole.Operator),
        (Place.Requirement, TokenKind.Word or TokenKind.Quoted, _) =>
            (spot with { Place = Place.AfterKey, Key = token.Text }, TokenRole.Key),
        (Place.AbsentKey, TokenKind.Word or TokenKind.Quoted, _) =>
            (spot with { Place = Place.AfterRequirement, Key = token.Text }, TokenRole.Key),
        (Place.AfterKey, TokenKind.Assign or TokenKind.DoubleEquals or TokenKind.NotEquals, _) =>
            (spot.To(Place.Value), TokenRole.Operator),
        (Place.AfterKey, TokenKind.Word, Keywords.In or Keywords.NotIn) => (spot.To(Place.SetOpen), TokenRole.Keyword),
        (Place.Value, TokenKind.Word or TokenKind.Quoted, _) => (spot.To(Place.AfterRequirement), TokenRole.Value),
        (Place.SetOpen, TokenKind.OpenParen, _) => (spot.To(Place.SetValue), TokenRole.Punctuation),
        (Place.SetValue, TokenKind.Word or TokenKind.Quoted, _) => (spot.To(Place.AfterSetValue), TokenRole.Value),
        (Place.SetValue or Place.AfterSetValue, TokenKind.Comma, _) => (spot.To(Place.SetValue), TokenRole.Punctuation),
        (Place.SetValue or Place.AfterSetValue, TokenKind.CloseParen, _) =>
            (spot.To(Place.AfterRequirement), TokenRole.Punctuation),
        (_, TokenKind.Comma, _) => (spot.To(Place.Requirement), TokenRole.Punctuation),
        (_, TokenKind.CloseParen, _) => (spot.To(Place.AfterOperand), TokenRole.Punctuation),

        // A parenthesis that was forgotten.
        (Place.AfterRequirement, TokenKind.Word, Keywords.And or Keywords.Or) => (spot.To(Place.Operand), TokenRole.Keyword),
        (Place.AfterRequirement, TokenKind.DoubleAnd or TokenKind.DoubleOr, _) => (spot.To(Place.Operand), TokenRole.Operator),
        _ => Misfit(spot, token),
    };

    /// <summary>What does not fit changes nothing.</summary>
    internal static (Spot, TokenRole) Misfit(Spot spot, Token token) => (spot, token.Kind switch
    {
        TokenKind.OpenParen or TokenKind.CloseParen or TokenKind.OpenBrace or TokenKind.CloseBrace or TokenKind.Comma
            or TokenKind.Colon => TokenRole.Punctuation,
        TokenKind.Assign or TokenKind.DoubleEquals or TokenKind.NotEquals or TokenKind.Bang or TokenKind.DoubleAnd
            or TokenKind.DoubleOr => TokenRole.Operator,
        TokenKind.Word or TokenKind.Quoted or TokenKind.Invalid or TokenKind.End => TokenRole.Unknown,
    });

    private static Subject? SubjectOf(string word) => word switch
    {
        Keywords.Service or Keywords.Svc => Subject.Service,
        Keywords.Namespace or Keywords.Ns => Subject.Namespace,
        Keywords.Cluster => Subject.Cluster,
        _ => null,
    };
}
