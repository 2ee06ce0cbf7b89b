using FsCheck;
using FsCheck.Fluent;
using static ScopeMesh.Tests.Support.ScopeLang.ScopeVocabulary;

namespace ScopeMesh.Tests.Support.ScopeLang;

/// <summary>
/// Generated texts of the scope language in every spelling that the grammar allows: aliases, needless parentheses and
/// quotes, all kinds of white space, comments.
/// </summary>
public static class ScopeTexts
{
    /// <summary>A valid expression that uses no <c>let</c> name, as tokens.</summary>
    public static Gen<string[]> ClosedExpressions { get; } = Expression([]);

    /// <summary>A valid policy of lets, rules and tests.</summary>
    public static Gen<string> Policies { get; } =
        from items in Items
        from text in Spelled([.. items.SelectMany(item => item)])
        select text;

    /// <summary>A valid policy of so many rules that they are looked up, and of many lets, each used often or never.</summary>
    public static Gen<string> LargePolicies { get; } =
        from items in Gen.Choose(0, 12).SelectMany(size =>
            ItemsOf(Gen.Choose(0, 40), Gen.Choose(0, 300), Gen.Constant(0)).Resize(size))
        select string.Join('\n', items.Select(item => string.Join(' ', item)));

    /// <summary>The items of a valid policy, each as tokens; a name is defined before it is used.</summary>
    public static Gen<string[][]> Items => ItemsOf(Gen.Choose(0, 3), Gen.Choose(0, 5), Gen.Choose(0, 2));

    /// <summary>
    /// A valid policy as it is handed to a formatter: long words, so that items do not fit on a line, and in some texts
    /// comments wherever they may stand.
    /// </summary>
    public static Gen<string> Drafts { get; } =
        from items in Items.SelectMany(Lengthened)
        from percent in Gen.Elements(0, 2, 10, 60)
        from text in Commented([.. items.SelectMany(item => item)], percent)
        from mark in Gen.Elements("", "", "\uFEFF")
        select mark + text;

    /// <summary>Items in which some words are too long for many of them to stand on one line.</summary>
    public static Gen<string[][]> Lengthened(string[][] items) =>
        from lengths in Gen.Elements(0, 0, 20, 50).ArrayOf(Lengthy.Length)
        from name in Gen.Elements(0, 0, 60, 120)
        let longer = Lengthy.Zip(lengths, (word, length) => (word, length)).ToDictionary(
            pair => pair.word, pair => pair.word + new string('x', pair.word == "a.b" ? 3 * pair.length : pair.length))
        select items.Select(item => item.Select(token => Longer(token, longer, name)).ToArray()).ToArray();

    /// <summary>Tokens joined with white space, and with comments in a share of the places between them.</summary>
    public static Gen<string> Commented(string[] tokens, int percent) =>
        from gaps in Gen.Frequency((100 - percent, Gen.Elements(" ", "\n", "\r\n", "\n\n\n", "\t", "  ")), (percent, Remarks))
            .ArrayOf(tokens.Length + 1)
        from end in Gen.Elements("", "\n", "# end", "\n\n# end\r\n\n")
        select string.Concat(tokens.Select((token, i) => Numbered(gaps[i], i) + token)) + Numbered(gaps[^1], tokens.Length) + end;

    /// <summary>Tokens joined with generated white space and comments.</summary>
    public static Gen<string> Spelled(string[] tokens) =>
        from gaps in Gen.Elements(" ", " ", "  ", "\n", "\r\n", "\t", " # when (\n", "\n\n", "").ArrayOf(tokens.Length + 1)
        select string.Concat(tokens.Select((token, i) =>
            (gaps[i].Length == 0 && i > 0 && !CanTouch(tokens[i - 1], token) ? " " : gaps[i]) + token)) + gaps[^1];

    private static readonly string[] Lengthy = ["env", "tier", "prod", "true", "shop", "a.b", "l0", "l1", "l2"];

    // One comment or more, which end a line or stand alone; `N` becomes the place, so that no two are the same.
    private static readonly Gen<string> Remarks = Gen.Elements(
        " # N\n", "#N\n", "\n# N \"\n", "\n\n  # N )\r\n\r\n", " # N a\n# N b\r", "\t# N a or \n\n\n # N b\n # N c\n");

    private static string Numbered(string gap, int place) => gap.Replace("N", $"{place}");

    private static string Longer(string token, Dictionary<string, string> longer, int name) =>
        longer.TryGetValue(token.Trim('"'), out var word) && token != "true" ? token.Replace(token.Trim('"'), word)
        : token.StartsWith("\"rule", StringComparison.Ordinal) ? token.Insert(1, new string('r', name))
        : token;

    private static Gen<string[][]> ItemsOf(Gen<int> letCounts, Gen<int> ruleCounts, Gen<int> testCounts) =>
        from lets in letCounts
        from rules in ruleCounts
        from tests in testCounts
        let names = Enumerable.Range(0, lets).Select(i => $"l{i}").ToArray()
        from letItems in Sequence(names.Select((name, i) =>
            Expression(names[..i]).Select(e => (string[])["let", name, "=", .. e])))
        from ruleItems in Sequence(Enumerable.Range(0, rules).Select(i => Rule(i, names)))
        let ruleNames = ruleItems.Select(rule => rule[1]).Where(name => name.StartsWith('"')).ToArray()
        from testItems in Sequence(Enumerable.Range(0, tests).Select(_ => Test(ruleNames)))
        select (string[][])[.. letItems, .. ruleItems, .. testItems];

    private static Gen<string[]> Expression(string[] lets) => Gen.Sized(size => Expression(lets, Math.Min(4, size / 4)));

    private static Gen<string[]> Expression(string[] lets, int depth) => depth == 0
        ? Leaf(lets)
        : Gen.Frequency(
            (2, Leaf(lets)),
            (2, Expression(lets, depth - 1).Select(e => (string[])["(", .. e, ")"])),
            (2, from not in Gen.Elements("not", "!")
                from operand in Expression(lets, depth - 1)
                select (string[])[not, "(", .. operand, ")"]),
            (1, Leaf(lets).Select(e => (string[])["not", "!", .. e])),
            (3, from word in Gen.Elements("and", "&&", "or", "||")
                from operands in Gen.Choose(2, 4).SelectMany(n => Expression(lets, depth - 1).ArrayOf(n))
                select operands.Skip(1).Aggregate(operands[0], (chain, e) => [.. chain, word, .. e])));

    private static Gen<string[]> Leaf(string[] lets)
    {
        var leaves = Gen.Frequency(
            (1, Gen.Elements("true", "false").Select(word => new[] { word })),
            (6, from subject in Gen.Elements("service", "svc", "namespace", "ns")
                from count in Gen.Choose(0, 3)
                from requirements in Requirement.ArrayOf(count)
                select (string[])[subject, "(", .. Separated(requirements), ")"]),
            (3, from subject in Gen.Elements("service", "svc", "namespace", "ns", "cluster")
                from count in Gen.Choose(1, 3)
                from names in Gen.Elements(Names).SelectMany(Quotable).ArrayOf(count)
                from listed in Gen.Elements(true, false)
                select listed || count > 1
                    ? (string[])[subject, "named", "(", .. Separated([.. names.Select(n => new[] { n })]), ")"]
                    : [subject, "named", names[0]]));
        return lets.Length == 0
            ? leaves
            : Gen.Frequency((2, leaves), (1, Gen.Elements(lets).Select(name => new[] { name })));
    }

    private static Gen<string[]> Requirement { get; } =
        from key in Gen.Elements(Keys).SelectMany(Quotable)
        from count in Gen.Choose(0, 3)
        from values in Gen.Elements(Values).SelectMany(Quotable).ArrayOf(count)
        from form in Gen.Choose(0, 3)
        from set in Gen.Elements("in", "notin")
        from comparison in Gen.Elements("=", "==", "!=")
        select form switch
        {
            0 => (string[])["!", key],
            1 => [key],
            2 => [key, comparison, .. values.Take(1).Where(v => v.Length > 0)],
            _ => [key, set, "(", .. Separated([.. values.Select(v => v.Length == 0 ? Array.Empty<string>() : [v])]), ")"],
        };

    private static Gen<string[]> Rule(int index, string[] lets) =>
        from scope in Gen.Elements("global", "global", "local")
        from named in Gen.Elements(true, false)
        from condition in Expression(lets)
        select named
            ? (string[])[scope, $"\"rule \\\"{index}\\\\ # when\"", "when", .. condition]
            : [scope, "when", .. condition];

    private static Gen<string[]> Test(string[] rules) =>
        from cluster in Gen.Elements(Names)
        from ns in Gen.Elements([.. Names, "unknown"])
        from nsForm in Gen.Choose(0, 3)
        from labels in Labels
        from service in Gen.Elements(Names)
        from serviceLabels in Labels
        from scope in Gen.Elements("global", "local")
        from parts in Gen.Choose(0, 3)
        from determining in Gen.Elements([[], .. rules.Select(rule => (string[])["by", rule])])
        let nsPart = nsForm switch
        {
            0 => (string[])[],
            1 => ["namespace", "unknown", $"\"{ns}\""],
            2 => ["namespace", ns],
            _ => ["namespace", ns, .. labels],
        }
        select (string[])
        [
            "test", "\"a test\"", "{",
            .. (parts & 1) == 0 ? (string[])[] : ["cluster", cluster],
            .. nsPart,
            .. (parts & 2) == 0 ? (string[])[] : ["service", service, .. serviceLabels],
            "expect", scope, .. determining, "}",
        ];

    private static Gen<string[]> Labels { get; } =
        from keys in Gen.Shuffle(Keys.Where(k => k.Length > 0 && !k.Contains("metadata")).ToArray())
        from count in Gen.Choose(0, 3)
        from values in Gen.Elements(Values).Select(v => v.Length == 0 ? "\"\"" : v).ArrayOf(count)
        from comma in Gen.Elements(new[] { "," }, [])
        select (string[])
            ["{", .. keys.Take(count).SelectMany((key, i) => (string[])[.. i > 0 ? comma : [], key, ":", values[i]]), "}"];

    // The empty value may be left out, or stand in quotes.
    private static Gen<string> Quotable(string word) =>
        Gen.Frequency((4, Gen.Constant(word)), (1, Gen.Constant($"\"{word}\"")));

    private static string[] Separated(string[][] parts) =>
        [.. parts.SelectMany((part, i) => (string[])[.. i > 0 ? [","] : Array.Empty<string>(), .. part])];

    private static Gen<T[]> Sequence<T>(IEnumerable<Gen<T>> gens) =>
        gens.Aggregate(Gen.Constant(Array.Empty<T>()), (all, next) =>
            from head in all
            from tail in next
            select (T[])[.. head, tail]);

    private static bool CanTouch(string left, string right) =>
        !(IsWord(left[^1]) && IsWord(right[0])) && !(IsOperator(left[^1]) && IsOperator(right[0]));

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/';

    private static bool IsOperator(char c) => c is '=' or '!' or '&' or '|';
}
