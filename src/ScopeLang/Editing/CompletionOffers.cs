using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>What could stand at a cursor, by its place in the grammar.</summary>
internal sealed class CompletionOffers(ScopeDocument document, Cursor cursor, KnownServices known)
{
    private static readonly string[] Items = [Keywords.Global, Keywords.Local, Keywords.Let, Keywords.Test];

    private Subject Subject => cursor.Spot.Subject ?? Subject.Service;

    public IEnumerable<CompletionItem> All() => cursor.Spot.Place switch
    {
        Place.Item or Place.End => Words(Items),
        Place.RuleName or Place.RuleWhen => Words(Keywords.When),
        Place.Operand => Lets().Concat(Words(
            Keywords.Service, Keywords.Namespace, Keywords.Cluster, Keywords.Not, Keywords.True, Keywords.False)),
        Place.AfterOperand => Words([Keywords.And, Keywords.Or, .. cursor.Spot.Depth == 0 ? Items : []]),
        Place.AfterSubject => Words(Keywords.Named),
        Place.Requirement or Place.AbsentKey => Keys([]),
        Place.AfterKey => Operators("=", "!=").Concat(Words(Keywords.In, Keywords.NotIn)),
        Place.Value => Values([]),
        Place.SetValue => Values(Before(Place.SetValue, TokenRole.Value)),
        Place.Name or Place.ListedName => Names(Before(Place.ListedName, TokenRole.ObjectName)),
        Place.AfterObjectName when IsAfterUnknown => UnknownNames().Concat(Words(Parts())),
        Place.TestPart or Place.AfterObjectName => Words(Parts()),
        Place.ObjectName => Names([]).Concat(Words(Subject == Subject.Namespace ? [Keywords.Unknown] : [])),
        Place.UnknownName => Names([]),
        Place.Label or Place.AfterLabel => Keys([.. Around(TokenRole.Key)]),
        Place.LabelValue => LabelValues(),
        Place.Expectation => Words(Keywords.Global, Keywords.Local),
        Place.AfterExpectation => Words(Keywords.By),
        Place.RuleReference => Rules(),
        Place.LetAssign => Operators("="),
        Place.LetName or Place.TestName or Place.TestOpen or Place.AfterRequirement or Place.SetOpen or Place.AfterSetValue
            or Place.AfterListedName or Place.LabelColon or Place.AfterRuleReference => [],
    };

    private static IEnumerable<CompletionItem> Words(params string[] words) =>
        words.Select(word => new CompletionItem(word, CompletionKind.Keyword));

    private static IEnumerable<CompletionItem> Operators(params string[] symbols) =>
        symbols.Select(symbol => new CompletionItem(symbol, CompletionKind.Operator));

    // The parts of a test come in one order, and each at most once.
    private string[] Parts() => cursor.Spot.Subject is not { } last
        ? [Keywords.Cluster, Keywords.Namespace, Keywords.Service, Keywords.Expect]
        : last switch
        {
            Subject.Cluster => [Keywords.Namespace, Keywords.Service, Keywords.Expect],
            Subject.Namespace => [Keywords.Service, Keywords.Expect],
            Subject.Service => [Keywords.Expect],
        };

    private IEnumerable<CompletionItem> Lets()
    {
        var item = cursor.Index < document.Tokens.Length && cursor.Length > 0 ? document.Tokens[cursor.Index].Item
            : cursor.Index > 0 ? document.Tokens[cursor.Index - 1].Item
            : 0;
        var values = document.Items.OfType<LetItem>().Where(let => !DocumentTree.IsOutline(let))
            .DistinctBy(let => let.Name.Text).ToDictionary(let => let.Name.Text, let => let.Value);
        return ScopeSymbols.Lets(document)
            .Where(let => let.Item < item && Keywords.IsIdentifier(let.Token.Text) && !Keywords.Reserved.Contains(let.Token.Text))
            .Select(let => new CompletionItem(let.Token.Text, CompletionKind.Let,
                values.TryGetValue(let.Token.Text, out var value) ? Cut(ScopePrinter.Print(value)) : null));
    }

    private IEnumerable<CompletionItem> Keys(IReadOnlyList<string> taken) =>
        known.Keys(Subject).Concat(InDocument(TokenRole.Key, _ => true))
            .Where(key => LabelSyntax.IsKey(key) && !taken.Contains(key) && !(IsInTest && key == NamespaceFacts.NameLabel))
            .Distinct().Order(StringComparer.Ordinal)
            .Select(key => new CompletionItem(key, CompletionKind.Key, KeyDetail(key)));

    private string? KeyDetail(string key) =>
        known.Values(Subject, key) is { Count: > 0 } values ? $"{values.Count} {(values.Count == 1 ? "value" : "values")} in the mesh" : null;

    private bool IsInTest => cursor.Spot.Place is Place.Label or Place.AfterLabel;

    private IEnumerable<CompletionItem> Values(IReadOnlyList<string> taken) =>
        AllValues().Where(value => value.Length > 0 && !taken.Contains(value)).Select(Value);

    private IEnumerable<CompletionItem> LabelValues() =>
        AllValues().Select(value => value.Length == 0 ? new CompletionItem("\"\"", CompletionKind.Value) : Value(value));

    private CompletionItem Value(string value) =>
        new(value, CompletionKind.Value,
            known.Values(Subject, cursor.Spot.Key).TryGetValue(value, out var count) ? $"{count} in the mesh" : null);

    private IEnumerable<string> AllValues() =>
        known.Values(Subject, cursor.Spot.Key).Keys
            .Concat(InDocument(TokenRole.Value, token => token.Before.Key == cursor.Spot.Key))
            .Where(LabelSyntax.IsValue).Distinct().Order(StringComparer.Ordinal);

    private IEnumerable<CompletionItem> Names(IReadOnlyList<string> taken) =>
        known.Names(Subject).Concat(InDocument(TokenRole.ObjectName, _ => true))
            .Where(name => LabelSyntax.IsDnsSubdomain(name) && !taken.Contains(name))
            .Distinct().Order(StringComparer.Ordinal)
            .Select(name => new CompletionItem(IsKeywordHere(name) ? $"\"{name}\"" : name, CompletionKind.ObjectName));

    // `namespace unknown` at the end of what is written may become either: a namespace of that name, or an unknown one.
    private bool IsAfterUnknown =>
        Subject == Subject.Namespace && cursor.Index > 0 && document.Tokens[cursor.Index - 1].Token.Is(Keywords.Unknown);

    private IEnumerable<CompletionItem> UnknownNames() =>
        new CompletionOffers(document, cursor with { Spot = cursor.Spot.To(Place.UnknownName) }, known).All()
            .Where(item => item.Text != Keywords.Unknown);

    // Names are seldom words of the language; in quotes they never are.
    private bool IsKeywordHere(string name) => cursor.Spot.Place switch
    {
        Place.ObjectName => name == Keywords.Unknown,
        Place.UnknownName => name is Keywords.Service or Keywords.Expect,
        _ => Keywords.BeginsItem(name),
    };

    private IEnumerable<CompletionItem> Rules() =>
        ScopeSymbols.Rules(document)
            .Select(rule => new CompletionItem(ScopePrinter.Quoted(new Word(rule.Name, default)), CompletionKind.Rule));

    // What stands in the document already, but for the word that is being written.
    private IEnumerable<string> InDocument(TokenRole role, Func<PlacedToken, bool> fits) =>
        document.Tokens
            .Where((token, i) => token.Role == role && token.Before.Subject == Subject && fits(token) && !IsBeingWritten(i))
            .Select(token => token.Token.Text);

    // The elements of the list that is being written, before the cursor.
    private List<string> Before(Place element, TokenRole role)
    {
        var elements = new List<string>();
        for (var i = cursor.Index - 1; i >= 0 && cursor.Spot.Place == element; i--)
        {
            if (document.Tokens[i].Token.Kind == TokenKind.OpenParen)
                break;
            if (document.Tokens[i].Role == role)
                elements.Add(document.Tokens[i].Token.Text);
        }
        return elements;
    }

    // What stands between the braces around the cursor.
    private IEnumerable<string> Around(TokenRole role)
    {
        var (first, last) = (cursor.Index, cursor.Index);
        while (first > 0 && IsLabel(first - 1))
            first--;
        while (last < document.Tokens.Length && (IsBeingWritten(last) || IsLabel(last)))
            last++;
        for (var i = first; i < last; i++)
            if (document.Tokens[i].Role == role && !IsBeingWritten(i))
                yield return document.Tokens[i].Token.Text;
    }

    private bool IsLabel(int index) =>
        document.Tokens[index].Before.Place is Place.Label or Place.LabelColon or Place.LabelValue or Place.AfterLabel;

    private bool IsBeingWritten(int index) => index == cursor.Index && cursor.Length > 0;

    private static string Cut(string text) => text.Length <= 80 ? text : $"{text.AsSpan(0, 79)}…";
}
