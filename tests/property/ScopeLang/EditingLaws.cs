using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Editing;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class EditingLaws
{
    private static readonly Gen<KnownServices> Meshes =
        from facts in ScopeVocabulary.Facts.ListOf()
        select KnownServices.Create(facts, []);

    [Fact]
    public void Any_text_answers_any_question_at_any_offset() => Law.Holds(BrokenTexts.WithOffsets.Zip(Meshes), given =>
    {
        var ((text, offset), known) = given;
        var document = ScopeDocument.Open(text);
        if (ScopeHover.At(document, offset, known) is { } hover)
            LiesInside(text, hover.Span);
        var completion = ScopeCompletion.At(document, offset, known);
        LiesInside(text, completion.Replaced);
        Assert.Equal(completion.Items.Select(item => item.Text).Distinct(), completion.Items.Select(item => item.Text));
        if (ScopeSymbols.At(document, offset) is { } symbol)
            Assert.All(symbol.References.Add(symbol.Definition ?? symbol.At), span => LiesInside(text, span));
        Assert.All(ScopeRename.Rename(document, offset, "fresh").Edits, edit => LiesInside(text, edit.Span));
        Assert.All(ScopeOutline.Items(document), item => LiesInside(text, item.Span));
        Assert.All(ScopeOutline.Folds(document), fold => Assert.True(fold.FirstLine > 0 && fold.FirstLine < fold.LastLine));
        Assert.All(document.Diagnostics, finding => QuickFixes.For(document, finding));
        var (line, column) = document.Locate(offset);
        Assert.Equal(Math.Clamp(offset, 0, text.Length), AtLineEnd(document, document.OffsetOf(line, column), offset, text));
    });

    [Fact]
    public void Semantic_tokens_are_in_order_without_overlap_and_leave_nothing_out() =>
        Law.Holds(BrokenTexts.WithOffsets, given =>
        {
            var text = given.Text;
            var tokens = ScopeDocument.Open(text).SemanticTokens();
            var at = 0;
            foreach (var token in tokens)
            {
                Assert.True(token.Span.Offset >= at && token.Span.Length > 0);
                Assert.Equal("", text[at..token.Span.Offset].Trim(' ', '\t', '\r', '\n', '\uFEFF'));
                at = token.Span.Offset + token.Span.Length;
                Assert.DoesNotContain('\n', text[token.Span.Offset..at]);
            }
            Assert.Equal("", text[at..].Trim(' ', '\t', '\r', '\n'));
        });

    [Fact]
    public void In_a_valid_text_every_token_is_what_the_parser_makes_of_it() => Law.Holds(ScopeTexts.Policies, text =>
    {
        var document = ScopeDocument.Open(text);
        var parsed = document.Policy!.Items.SelectMany(Words).ToDictionary(word => word.Word.Origin.Span.Offset, word => word.Role);
        foreach (var token in document.Tokens)
        {
            if (token.Token.Kind is TokenKind.Word or TokenKind.Quoted)
                Assert.Equal(parsed.GetValueOrDefault(token.Start, TokenRole.Keyword), token.Role);
            Assert.NotEqual(TokenRole.Unknown, token.Role);
        }
    });

    [Fact]
    public void Renaming_a_let_keeps_the_meaning_and_can_be_undone() =>
        Law.Holds(ScopeTexts.Policies.Zip(ScopeVocabulary.Facts.ArrayOf(5)), given =>
        {
            var (text, services) = given;
            var document = ScopeDocument.Open(text);
            foreach (var token in document.Tokens.Where(token => token.Role == TokenRole.LetName))
            {
                var renaming = ScopeRename.Rename(document, token.End, "fresh");
                Assert.Null(renaming.Refusal);
                var renamed = ScopeDocument.Open(TextEdit.Apply(text, renaming.Edits));
                Assert.All(services, facts => Assert.Equal(document.Policy!.Decide(in facts), renamed.Policy!.Decide(in facts)));
                Assert.DoesNotContain(renamed.Tokens, other => other.Role == TokenRole.LetName && other.Token.Text == token.Token.Text);
                var back = ScopeRename.Rename(renamed, renamed.Tokens.First(other => other.Token.Text == "fresh").Start, token.Token.Text);
                Assert.Equal(text, TextEdit.Apply(renamed.Text, back.Edits));
            }
        });

    [Fact]
    public void Renaming_a_rule_leaves_a_valid_policy_of_the_same_scopes() =>
        Law.Holds(ScopeTexts.Policies.Zip(ScopeVocabulary.Facts.ArrayOf(5)), given =>
        {
            var (text, services) = given;
            var document = ScopeDocument.Open(text);
            foreach (var token in document.Tokens.Where(token => token.Role == TokenRole.RuleName && !token.Token.Text.StartsWith('#')))
            {
                var renaming = ScopeRename.Rename(document, token.Start, "a \"new\" \\ name");
                Assert.Null(renaming.Refusal);
                var renamed = ScopePolicy.Parse(TextEdit.Apply(text, renaming.Edits)).Policy!;
                Assert.All(services, facts => Assert.Equal(document.Policy!.Decide(in facts).Scope, renamed.Decide(in facts).Scope));
            }
        });

    [Fact]
    public void What_completion_offers_in_the_place_of_a_word_is_valid_there() =>
        Law.Holds(ScopeTexts.Policies.Zip(Meshes), given =>
        {
            var (text, known) = given;
            var document = ScopeDocument.Open(text);
            foreach (var (token, kind) in document.Tokens.Select(token => (token, KindOf(token))))
            {
                if (kind is null)
                    continue;
                var offered = ScopeCompletion.At(document, token.Start + 1, known);
                Assert.Equal(token.Token.Span, offered.Replaced);
                foreach (var item in offered.Items.Where(item => item.Kind == kind))
                {
                    var accepted = TextEdit.Apply(text, [new TextEdit(offered.Replaced, item.Text)]);
                    Assert.True(ScopePolicy.Parse(accepted).Policy is not null, $"{item} in {accepted}");
                }
            }
        }, cases: Law.DefaultCases / 10);

    [Fact]
    public void Completion_offers_the_keyword_that_stands_at_a_place() => Law.Holds(ScopeTexts.Policies, text =>
    {
        var document = ScopeDocument.Open(text);
        foreach (var token in document.Tokens.Where(token => token.Role == TokenRole.Keyword))
        {
            if (token.Token.Text is Keywords.Svc or Keywords.Ns)
                continue;
            var offered = ScopeCompletion.At(document, token.End, KnownServices.None);
            Assert.Contains(token.Token.Text, offered.Items.Select(item => item.Text));
        }
    });

    [Fact]
    public void Completion_offers_every_let_that_is_defined_above_and_no_other() => Law.Holds(ScopeTexts.Policies, text =>
    {
        var document = ScopeDocument.Open(text);
        foreach (var token in document.Tokens.Where(token => token is { Role: TokenRole.LetName, IsDefinition: false }))
        {
            var above = document.Policy!.Items.OfType<LetItem>()
                .Where(let => let.Origin.Span.Offset + let.Origin.Span.Length < token.Start).Select(let => let.Name.Text);
            var offered = ScopeCompletion.At(document, token.End, KnownServices.None).Items;
            Assert.Equal(above, offered.Where(item => item.Kind == CompletionKind.Let).Select(item => item.Text));
        }
    });

    [Fact]
    public void The_outline_of_a_valid_text_is_its_items() => Law.Holds(ScopeTexts.Policies, text =>
    {
        var document = ScopeDocument.Open(text);
        var place = 0;
        var expected = document.Policy!.Items.Select(item => item.Match(
            let: let => (OutlineKind.Let, let.Name.Text),
            rule: rule => (rule.Scope == Scope.Global ? OutlineKind.GlobalRule : OutlineKind.LocalRule, rule.NameAt(++place)),
            test: test => (OutlineKind.Test, test.Name.Text)));
        Assert.Equal(expected, ScopeOutline.Items(document).Select(item => (item.Kind, item.Name)));
        var spans = document.Policy.Items.Select(item => item.Origin.Span);
        Assert.Equal(spans.Select(span => span.Offset), ScopeOutline.Items(document).Select(item => item.Span.Offset));
    });

    [Fact]
    public void Edits_that_format_give_the_formatted_text() => Law.Holds(BrokenTexts.WithOffsets, given =>
    {
        var document = ScopeDocument.Open(given.Text);
        var edits = FormattingEdits.Of(document);
        Assert.Equal(ScopeFormatter.Format(given.Text).Text ?? given.Text, TextEdit.Apply(given.Text, edits));
        Assert.All(edits, edit => Assert.True(edit.Span.Offset == 0 || given.Text[edit.Span.Offset - 1] == '\n'));
    });

    // What a token stands for, where completion could offer it. What a test or a rule is called is nobody's to offer.
    private static CompletionKind? KindOf(PlacedToken token) => token.Role switch
    {
        TokenRole.Key => CompletionKind.Key,
        TokenRole.Value => CompletionKind.Value,
        TokenRole.ObjectName => CompletionKind.ObjectName,
        TokenRole.LetName when !token.IsDefinition => CompletionKind.Let,
        TokenRole.RuleName when !token.IsDefinition => CompletionKind.Rule,
        _ => null,
    };

    private static IEnumerable<(Word Word, TokenRole Role)> Words(ScopeItem item) => item.Match<IEnumerable<(Word, TokenRole)>>(
        let: let => [(let.Name, TokenRole.LetName), .. Words(let.Value)],
        rule: rule => [.. rule.Name is { } name ? [(name, TokenRole.RuleName)] : Array.Empty<(Word, TokenRole)>(), .. Words(rule.Condition)],
        test: test =>
        [
            (test.Name, TokenRole.TestName),
            .. test.Cluster is { } cluster ? [(cluster, TokenRole.ObjectName)] : Array.Empty<(Word, TokenRole)>(),
            .. test.Namespace is { } ns ? Words(ns.Object) : [],
            .. test.Service is { } service ? Words(service) : [],
            .. test.By is { } by ? [(by, TokenRole.RuleName)] : Array.Empty<(Word, TokenRole)>(),
        ]);

    private static IEnumerable<(Word, TokenRole)> Words(TestObject found) =>
        [(found.Name, TokenRole.ObjectName), .. found.Labels.SelectMany(label => new[] { (label.Key, TokenRole.Key), (label.Value, TokenRole.Value) })];

    private static IEnumerable<(Word, TokenRole)> Words(ScopeExpr expr) => expr.Match(
        constant: _ => [],
        use: use => [(use.Name, TokenRole.LetName)],
        not: not => Words(not.Operand),
        and: and => and.Operands.SelectMany(Words),
        or: or => or.Operands.SelectMany(Words),
        selector: selector => selector.Requirements.SelectMany(requirement =>
            requirement.Values.Where(value => value.Origin.Span.Length > 0).Select(value => (value, TokenRole.Value))
                .Prepend((requirement.Key, TokenRole.Key))),
        named: named => named.Names.Select(name => (name, TokenRole.ObjectName)));

    private static void LiesInside(string text, SourceSpan span) =>
        Assert.True(span.Offset >= 0 && span.Length >= 0 && span.Offset + span.Length <= text.Length, $"{span}");

    // Between CR and LF there is no column of its own: the end of the line stands for it.
    private static int AtLineEnd(ScopeDocument document, int found, int offset, string text)
    {
        var inside = Math.Clamp(offset, 0, text.Length);
        return inside > 0 && inside < text.Length && text[inside - 1] == '\r' && text[inside] == '\n' && found == inside - 1 ? inside : found;
    }
}
