using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class PrintingLaws
{
    [Fact]
    public void What_is_printed_parses_to_the_same_policy() => Law.Holds(ScopeTexts.Policies, text =>
    {
        var policy = Valid(text);
        Assert.Equal(policy, Valid(ScopePrinter.Print(policy)));
    });

    [Fact]
    public void The_printed_text_is_canonical() => Law.Holds(ScopeTexts.Policies, text =>
    {
        var printed = ScopePrinter.Print(Valid(text));
        Assert.Equal(printed, ScopePrinter.Print(Valid(printed)));
    });

    [Fact]
    public void The_spelling_of_a_policy_does_not_change_it() =>
        Law.Holds(
            from items in ScopeTexts.Items
            let tokens = items.SelectMany(item => item).ToArray()
            from one in ScopeTexts.Spelled(tokens)
            from other in ScopeTexts.Spelled(tokens)
            select (one, other),
            pair =>
            {
                Assert.Equal(Valid(pair.one), Valid(pair.other));
                Assert.Equal(Valid(pair.one).GetHashCode(), Valid(pair.other).GetHashCode());
            });

    [Fact]
    public void No_parenthesis_and_no_quote_that_is_printed_could_be_left_out() =>
        Law.Holds(ScopeTexts.Policies, text =>
        {
            var policy = Valid(text);
            var printed = ScopePrinter.Print(policy);
            foreach (var shorter in WithoutOnePair(printed))
                Assert.NotEqual(policy, ScopePolicy.Parse(shorter).Policy);
        }, cases: 300);

    // The text without one pair of quotes, or without one pair of matching parentheses.
    private static IEnumerable<string> WithoutOnePair(string text)
    {
        var open = new Stack<int>();
        var quote = -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
            {
                if (quote >= 0)
                    yield return Without(text, quote, i);
                quote = quote < 0 ? i : -1;
            }
            else if (quote >= 0)
                continue;
            else if (text[i] == '(')
                open.Push(i);
            else if (text[i] == ')')
                yield return Without(text, open.Pop(), i);
        }
    }

    private static string Without(string text, int first, int last) =>
        $"{text[..first]} {text[(first + 1)..last]} {text[(last + 1)..]}";

    private static ScopePolicy Valid(string text)
    {
        var parsed = ScopePolicy.Parse(text);
        Assert.True(parsed.Policy is not null, $"{text}\n{string.Join('\n', parsed.Diagnostics)}");
        return parsed.Policy;
    }
}
