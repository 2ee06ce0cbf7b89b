using ScopeMesh.Policy.Authorization;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

public sealed class StringMatchTests
{
    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "ABC", false)]
    [InlineData("abc", "abcd", false)]
    [InlineData("abc", "", false)]
    [InlineData("ab*", "abc", true)]
    [InlineData("ab*", "ab", true)]
    [InlineData("ab*", "xab", false)]
    [InlineData("*bc", "abc", true)]
    [InlineData("*bc", "bc", true)]
    [InlineData("*bc", "bcx", false)]
    [InlineData("*", "a", true)]
    [InlineData("*", "", false)]
    [InlineData("**", "*", true)]
    [InlineData("**", "", false)]
    [InlineData("*b*", "ab*", true)]
    [InlineData("*b*", "abc", false)]
    [InlineData("a*c", "a*c", true)]
    [InlineData("a*c", "abc", false)]
    public void Matches_as_the_stars_say(string pattern, string text, bool matches) =>
        Assert.Equal(matches, StringMatch.Parse(pattern).Matches(text));

    [Fact]
    public void Nobody_matches_nothing() => Assert.False(new StringMatch.Exact("").Matches(""));
}
