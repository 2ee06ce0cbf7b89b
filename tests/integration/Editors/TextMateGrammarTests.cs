using System.Text.Json;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang.Editing;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Integration.Editors;

/// <summary>The grammar by which editors colour texts says of every token what the parser says.</summary>
public sealed class TextMateGrammarTests
{
    private const int Texts = 500;

    private static readonly string Grammar =
        Path.Combine(InteropScript.Root, "editors", "vscode", "syntaxes", "scope.tmLanguage.json");

    [Fact]
    public async Task Valid_texts_are_coloured_as_they_are_parsed()
    {
        var result = await CompareAsync(ScopeTexts.Policies.Sample(Texts, 40));
        Assert.True(result.Count == 0, $"{result.Count} tokens differ:\n{string.Join("\n\n", result.Differences)}");
        TokenRole[] expected =
        [
            TokenRole.Keyword, TokenRole.Operator, TokenRole.Punctuation, TokenRole.LetName, TokenRole.RuleName,
            TokenRole.TestName, TokenRole.Key, TokenRole.Value, TokenRole.ObjectName, TokenRole.Comment,
        ];
        Assert.All(expected, role => Assert.True(result.Compared.GetValueOrDefault($"{role}") > 100, $"{role}"));
    }

    [Theory]
    [InlineData("global when service(env=")]
    [InlineData("local \"a\" when ns named (a, b")]
    [InlineData("let x")]
    [InlineData("test \"t\" { namespace a { b: ")]
    [InlineData("test \"t\" { expect")]
    [InlineData("global \"open")]
    public async Task What_is_broken_off_spoils_no_item_below(string broken)
    {
        const string Whole = "let live = ns(env in (prod, \"\"))\nglobal \"all\" when live\ntest \"t\" { expect global by \"all\" }\n";
        var result = await CompareAsync([$"{broken}\n{Whole}"], after: broken.Length);
        Assert.True(result.Count == 0, string.Join('\n', result.Differences));
    }

    private static async Task<Comparison> CompareAsync(IEnumerable<string> texts, int after = 0)
    {
        var cases = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(cases, texts.Select(text => JsonSerializer.Serialize(
                new
                {
                    text,
                    tokens = Comparable(text)
                        .Where(token => token.Span.Offset >= after)
                        .Select(token => new { start = token.Span.Offset, length = token.Span.Length, role = $"{token.Role}" }),
                })));
            using var node = InteropScript.Start("grammar.mjs", Grammar, cases);
            var output = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            Assert.Equal(0, node.ExitCode);
            var result = JsonDocument.Parse(output).RootElement;
            return new Comparison(
                result.GetProperty("count").GetInt32(),
                result.GetProperty("compared").Deserialize<Dictionary<string, int>>()!,
                [.. result.GetProperty("differences").EnumerateArray().Select(difference => difference.ToString())]);
        }
        finally
        {
            File.Delete(cases);
        }
    }

    /// <summary>
    /// All tokens but one kind: whether <c>unknown</c> is a keyword depends on the word after it, and a grammar of this make
    /// sees one line at a time.
    /// </summary>
    private static IEnumerable<SemanticToken> Comparable(string text)
    {
        var tokens = ScopeDocument.Open(text).SemanticTokens();
        for (var i = 0; i < tokens.Count; i++)
        {
            var isUnknown = text.AsSpan(tokens[i].Span.Offset, tokens[i].Span.Length).SequenceEqual("unknown");
            var isOnOneLine = i > 0 && i + 1 < tokens.Count && tokens[i + 1].Role != TokenRole.Comment
                && tokens[i - 1].Span.Line == tokens[i].Span.Line && tokens[i + 1].Span.Line == tokens[i].Span.Line;
            if (!isUnknown || isOnOneLine)
                yield return tokens[i];
        }
    }

    private sealed record Comparison(int Count, Dictionary<string, int> Compared, string[] Differences);
}
