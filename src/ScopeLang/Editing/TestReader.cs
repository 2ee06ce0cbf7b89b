using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>The part of <see cref="PlaceReader"/> that reads what stands between the braces of a test.</summary>
internal static class TestReader
{
    public static (Spot After, TokenRole Role) Step(Spot spot, Token token, Token? next) => spot.Place switch
    {
        Place.Label or Place.LabelColon or Place.LabelValue or Place.AfterLabel => Labels(spot, token),
        Place.Expectation or Place.AfterExpectation or Place.RuleReference or Place.AfterRuleReference =>
            Expectation(spot, token),
        _ => Parts(spot, token, next),
    };

    /// <summary>Whether <c>unknown</c> is the keyword: a text follows that does not begin the next part.</summary>
    private static bool IsUnknown(Token token, Token? next) =>
        token.Is(Keywords.Unknown) && next is { Kind: TokenKind.Word or TokenKind.Quoted } text
        && !text.Is(Keywords.Service) && !text.Is(Keywords.Expect);

    private static (Spot, TokenRole) Parts(Spot spot, Token token, Token? next) => (spot.Place, token.Kind, token.Text) switch
    {
        (Place.ObjectName, _, _) when spot.Subject == Subject.Namespace && IsUnknown(token, next) =>
            (spot.To(Place.UnknownName), TokenRole.Keyword),
        (Place.ObjectName, TokenKind.Word or TokenKind.Quoted, _) =>
            (spot.To(spot.Subject == Subject.Cluster ? Place.TestPart : Place.AfterObjectName), TokenRole.ObjectName),
        (Place.UnknownName, TokenKind.Word or TokenKind.Quoted, _) => (spot.To(Place.TestPart), TokenRole.ObjectName),
        (Place.AfterObjectName, TokenKind.OpenBrace, _) => (spot.To(Place.Label), TokenRole.Punctuation),
        (_, TokenKind.Word, Keywords.Cluster) => (spot.To(Place.ObjectName, Subject.Cluster), TokenRole.Keyword),
        (_, TokenKind.Word, Keywords.Namespace) => (spot.To(Place.ObjectName, Subject.Namespace), TokenRole.Keyword),
        (_, TokenKind.Word, Keywords.Service) => (spot.To(Place.ObjectName, Subject.Service), TokenRole.Keyword),
        (_, TokenKind.Word, Keywords.Expect) => (spot.To(Place.Expectation), TokenRole.Keyword),
        (_, TokenKind.CloseBrace, _) => (spot.To(Place.End), TokenRole.Punctuation),
        _ => PlaceReader.Misfit(spot, token),
    };

    private static (Spot, TokenRole) Labels(Spot spot, Token token) => (spot.Place, token.Kind) switch
    {
        (Place.Label or Place.AfterLabel, TokenKind.Word or TokenKind.Quoted) =>
            (spot with { Place = Place.LabelColon, Key = token.Text }, TokenRole.Key),
        (Place.LabelColon, TokenKind.Colon) => (spot.To(Place.LabelValue), TokenRole.Punctuation),
        (Place.LabelValue, TokenKind.Word or TokenKind.Quoted) => (spot.To(Place.AfterLabel), TokenRole.Value),
        (_, TokenKind.Comma) => (spot.To(Place.Label), TokenRole.Punctuation),
        (_, TokenKind.CloseBrace) => (spot.To(Place.TestPart), TokenRole.Punctuation),
        _ => PlaceReader.Misfit(spot, token),
    };

    private static (Spot, TokenRole) Expectation(Spot spot, Token token) => (spot.Place, token.Kind, token.Text) switch
    {
        (Place.Expectation, TokenKind.Word, Keywords.Global or Keywords.Local) =>
            (spot.To(Place.AfterExpectation), TokenRole.Keyword),
        (Place.AfterExpectation, TokenKind.Word, Keywords.By) => (spot.To(Place.RuleReference), TokenRole.Keyword),
        (Place.RuleReference, TokenKind.Quoted, _) => (spot.To(Place.AfterRuleReference), TokenRole.RuleName),
        (_, TokenKind.CloseBrace, _) => (spot.To(Place.End), TokenRole.Punctuation),
        _ => PlaceReader.Misfit(spot, token),
    };
}
