using ScopeMesh.ScopeLang.Syntax;
using Sprache;
using static ScopeMesh.ScopeLang.Parsing.TokenParsers;

namespace ScopeMesh.ScopeLang.Parsing;

/// <summary>
/// The grammar of one item, from the smallest part to the item, as Sprache parsers over tokens: over characters Sprache
/// allocates for each of them, and its errors point at letters. One token decides what comes, but for
/// <c>namespace unknown</c>. What a text may hold (the rules for keys, values and names) and what names mean is checked on
/// the tree, so that all of it is reported.
/// </summary>
internal static class ScopeGrammar
{
    private static readonly Parser<Token> Comma = Symbol(TokenKind.Comma, ",");
    private static readonly Parser<Token> Open = Symbol(TokenKind.OpenParen, "(");
    private static readonly Parser<Token> Close = Symbol(TokenKind.CloseParen, ")");

    private static readonly Parser<Word> Key = Text("a label key");
    private static readonly Parser<Word> Value = Text("a label value");
    private static readonly Parser<Word> ValueOrEmpty = TextOrEmpty("a label value");
    private static readonly Parser<Word> Name = Text("a name");

    private static readonly Parser<Word> String =
        Satisfy(token => token.Kind == TokenKind.Quoted, "a name in quotes").Located((token, at) => new Word(token.Text, at));

    private static readonly Parser<Word> Identifier =
        Satisfy(token => token.Kind == TokenKind.Word && !Keywords.Reserved.Contains(token.Text), "a name")
            .Located((token, at) => new Word(token.Text, at));

    // Values = "(" [ VALUE ] { "," [ VALUE ] } ")"
    private static readonly Parser<IReadOnlyList<Word>> Values =
        Enclosed(Open, ValueOrEmpty.SeparatedBy(Comma), Close.Named("`,` or `)`"));

    private static readonly Parser<IReadOnlyList<Word>> OneValue = ValueOrEmpty.Select(One);

    private static readonly Parser<(LabelOperator Operator, IReadOnlyList<Word> Values)> Comparison = Choice(
        "an operator",
        Comparing(LabelOperator.In, Symbol(TokenKind.Assign, "="), OneValue),
        Comparing(LabelOperator.In, Symbol(TokenKind.DoubleEquals, "=="), OneValue),
        Comparing(LabelOperator.NotIn, Symbol(TokenKind.NotEquals, "!="), OneValue),
        Comparing(LabelOperator.In, Keyword(Keywords.In), Values),
        Comparing(LabelOperator.NotIn, Keyword(Keywords.NotIn), Values),
        Parse.Return((LabelOperator.Exists, None)));

    // Requirement = "!" KEY | KEY [ ("=" | "==" | "!=") [ VALUE ] | ("in" | "notin") Values ]
    private static readonly Parser<Requirement> Requirement =
        (from bang in Symbol(TokenKind.Bang, "!")
         from key in Key
         select (key, comparison: (LabelOperator.DoesNotExist, None)))
        .XOr(
            from key in Key
            from comparison in Comparison
            select (key, comparison))
        .Located((r, at) => new Requirement(r.key, r.comparison.Item1, r.comparison.Item2.ToValueList(), at));

    // SUBJECT = "service" | "svc" | "namespace" | "ns"
    private static readonly Parser<Subject> LabelledSubject =
        Satisfy(token => token.Kind == TokenKind.Word && Keywords.IsSubject(token.Text), "a subject")
            .Select(token => token.Text is Keywords.Service or Keywords.Svc ? Subject.Service : Subject.Namespace);

    // Selector = SUBJECT "(" [ Requirement { "," Requirement } ] ")", after its subject
    private static readonly Parser<Func<Subject, Origin, ScopeExpr>> Selector =
        from open in Open
        from requirements in Requirement.SeparatedBy(Comma).XOr(Parse.Return<IReadOnlyList<Requirement>>([]))
        from close in Close.Named(AfterRequirements(requirements))
        select Making((subject, at) => new SelectorExpr(subject, requirements.ToValueList(), at));

    // Named = ( SUBJECT | "cluster" ) "named" ( NAME | "(" NAME { "," NAME } ")" ), after its subject
    private static readonly Parser<Func<Subject, Origin, ScopeExpr>> Named =
        from named in Keyword(Keywords.Named)
        from names in Name.Select(One).XOr(Enclosed(Open, Name.SeparatedBy(Comma), Close.Named("`,` or `)`")))
        select Making((subject, at) => new NamedExpr(subject, names.ToValueList(), at));

    private static readonly Parser<ScopeExpr> OnSubject =
        (from subject in LabelledSubject
         from rest in Selector.XOr(Named)
         select (subject, rest))
        .XOr(
            from subject in Keyword(Keywords.Cluster).Return(Subject.Cluster)
            from rest in Named
            select (subject, rest))
        .Located((parsed, at) => parsed.rest(parsed.subject, at));

    private static readonly Parser<ScopeExpr> Constant =
        Keyword(Keywords.True).Return(true).XOr(Keyword(Keywords.False).Return(false))
            .Located(ScopeExpr (value, at) => new ConstantExpr(value, at));

    private static readonly Parser<ScopeExpr> Use = Identifier.Select(ScopeExpr (name) => new UseExpr(name));

    // The ways back to the top, looked up when they are taken.
    private static readonly Parser<ScopeExpr> Nested = Deeper(input => Expression!(input));
    private static readonly Parser<ScopeExpr> NestedUnary = Deeper(input => Unary!(input));

    private static readonly Parser<ScopeExpr> Group = Enclosed(Open, Nested, Close.Named("`and`, `or` or `)`"));

    private static readonly Parser<ScopeExpr> Negation =
        Keyword(Keywords.Not).XOr(Symbol(TokenKind.Bang, "!")).Then(_ => NestedUnary)
            .Located(ScopeExpr (operand, at) => new NotExpr(operand, at));

    // Unary = ("not" | "!") Unary | Primary
    // Primary = "(" Expression ")" | "true" | "false" | Selector | Named | IDENT
    private static readonly Parser<ScopeExpr> Unary =
        Choice("an expression", Negation, Group, Constant, OnSubject, Use);

    // Conjunction = Unary { ("and" | "&&") Unary }
    private static readonly Parser<ScopeExpr> Conjunction =
        Unary.JoinedBy(Keyword(Keywords.And).XOr(Symbol(TokenKind.DoubleAnd, "&&")), ScopeExpr.AllOf);

    // Expression = Conjunction { ("or" | "||") Conjunction }
    private static readonly Parser<ScopeExpr> Expression =
        Conjunction.JoinedBy(Keyword(Keywords.Or).XOr(Symbol(TokenKind.DoubleOr, "||")), ScopeExpr.AnyOf);

    // Let = "let" IDENT "=" Expression. The name may be any word here, so that a reserved one gets its own message.
    private static readonly Parser<ScopeItem> Let =
        (from keyword in Keyword(Keywords.Let)
         from name in Satisfy(token => token.Kind == TokenKind.Word, "a name").Located((t, at) => new Word(t.Text, at))
         from assign in Symbol(TokenKind.Assign, "=")
         from value in Expression
         select (name, value))
        .Located(ScopeItem (l, at) => new LetItem(l.name, l.value, at));

    private static readonly Parser<Scope> ScopeWord =
        Keyword(Keywords.Global).Return(Scope.Global).XOr(Keyword(Keywords.Local).Return(Scope.Local));

    // Rule = ("global" | "local") [ STRING ] "when" Expression
    private static readonly Parser<ScopeItem> Rule =
        (from scope in ScopeWord
         from name in String.OrNone()
         from when in name is null ? Keyword(Keywords.When).Named("a name in quotes or `when`") : Keyword(Keywords.When)
         from condition in Expression
         select (scope, name, condition))
        .Located(ScopeItem (rule, at) => new RuleItem(rule.scope, rule.name, rule.condition, at));

    private static readonly Parser<TestLabel> Label =
        from key in Key
        from colon in Symbol(TokenKind.Colon, ":")
        from value in Value
        select new TestLabel(key, value);

    // Labels = "{" [ KEY ":" VALUE { [ "," ] KEY ":" VALUE } ] "}"
    private static readonly Parser<IReadOnlyList<TestLabel>> Labels =
        from open in Symbol(TokenKind.OpenBrace, "{")
        from labels in Label.SeparatedBy(Comma.XOr(NextIs(IsText))).XOr(Parse.Return<IReadOnlyList<TestLabel>>([]))
        from close in Symbol(TokenKind.CloseBrace, "}").Named("a label key or `}`")
        select labels;

    private static readonly Parser<TestObject> Object =
        from name in Name
        from labels in Labels.XOr(Parse.Return<IReadOnlyList<TestLabel>>([]))
        select new TestObject(name, labels.ToValueList());

    // "namespace" ( "unknown" NAME | NAME [ Labels ] ). A namespace may be called `unknown`: the word is the keyword
    // where a text follows, unless that is the keyword of the next part (a namespace of that name stands in quotes).
    private static readonly Parser<TestNamespace> NamespacePart =
        Keyword(Keywords.Namespace).Then(_ =>
            Keyword(Keywords.Unknown).Before(token => IsText(token) && !BeginsNextPart(token)).Then(_ => Name)
                .Select(name => new TestNamespace(IsKnown: false, new TestObject(name, [])))
                .XOr(Object.Select(found => new TestNamespace(IsKnown: true, found))));

    // Test = "test" STRING "{" [ "cluster" NAME ] [ NamespacePart ] [ "service" Object ] Expectation "}"
    private static readonly Parser<ScopeItem> Test =
        (from test in Keyword(Keywords.Test)
         from name in String
         from open in Symbol(TokenKind.OpenBrace, "{")
         from cluster in Keyword(Keywords.Cluster).Then(_ => Name).OrNone()
         from ns in NamespacePart.OrNull()
         from service in Keyword(Keywords.Service).Then(_ => Object).OrNull()
         from expect in Keyword(Keywords.Expect).Named(RestOfTest(cluster, ns, service))
         from scope in ScopeWord
         from rule in Keyword(Keywords.By).Then(_ => String).OrNone()
         from close in Symbol(TokenKind.CloseBrace, "}").Named(rule is null ? "`by` or `}`" : "`}`")
         select (name, cluster, ns, service, scope, rule))
        .Located(ScopeItem (t, at) => new TestItem(t.name, t.cluster, t.ns, t.service, t.scope, t.rule, at));

    /// <summary>Item = Let | Rule | Test</summary>
    public static readonly Parser<ScopeItem> Item = Let.XOr(Rule).XOr(Test);

    private static IReadOnlyList<Word> None => [];

    private static IReadOnlyList<Word> One(Word word) => [word];

    private static Func<Subject, Origin, ScopeExpr> Making(Func<Subject, Origin, ScopeExpr> make) => make;

    private static Parser<(LabelOperator, IReadOnlyList<Word>)> Comparing(
        LabelOperator op, Parser<Token> symbol, Parser<IReadOnlyList<Word>> values) =>
        symbol.Then(_ => values).Select(list => (op, list));

    private static bool IsText(Token token) => token.Kind is TokenKind.Word or TokenKind.Quoted;

    private static bool BeginsNextPart(Token token) => token.Is(Keywords.Service) || token.Is(Keywords.Expect);

    private static string AfterRequirements(IReadOnlyList<Requirement> requirements) => requirements switch
    {
        [] => "a label key or `)`",
        [.., { Operator: LabelOperator.Exists }] => "an operator, `,` or `)`",
        _ => "`,` or `)`",
    };

    private static string RestOfTest(Word? cluster, TestNamespace? ns, TestObject? service) =>
        service is not null ? "`expect`"
        : ns is not null ? "`service` or `expect`"
        : cluster is not null ? "`namespace`, `service` or `expect`"
        : "`cluster`, `namespace`, `service` or `expect`";
}
