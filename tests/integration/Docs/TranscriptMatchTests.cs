namespace ScopeMesh.Tests.Integration.Docs;

/// <summary>What a transcript accepts as what it shows.</summary>
public sealed class TranscriptMatchTests
{
    [Theory]
    [InlineData("a b", "a b", true)]
    [InlineData("a b", "a", false)]
    [InlineData("a", "a b", false)]
    [InlineData("a c", "a b", false)]
    [InlineData("a … d", "a b c d", true)]
    [InlineData("a … b", "a b", true)]
    [InlineData("… b … d …", "a b c d", true)]
    [InlineData("… b … d", "a b d c d", true)]
    [InlineData("a … c", "a b", false)]
    [InlineData("a …", "a", true)]
    [InlineData("…", "a b c", true)]
    [InlineData("ab… b", "abc b", true)]
    [InlineData("ab… b", "acb b", false)]
    public void Lines_left_out_and_the_rests_of_lines_may_be_anything(string shown, string actual, bool expected) =>
        Assert.Equal(expected, new Transcript("", 1, [], shown.Split(' '), ExitCode: null).Matches(actual.Split(' ')));
}
