using ScopeMesh.Hosts.Cli;

namespace ScopeMesh.Tests.Unit.Hosts.Cli;

/// <summary>Codes as people write them on a command line.</summary>
public sealed class DiagnosticCodesTests
{
    [Fact]
    public void Every_code_of_every_family_is_one_in_letters_of_any_case()
    {
        Assert.Equal(["AZ", "MC", "MF", "ML", "SL"], DiagnosticCodes.All.Select(code => code[..2]).Distinct());
        Assert.All(DiagnosticCodes.All, code => Assert.Null(DiagnosticCodes.WhyNot(code)));
        Assert.All(DiagnosticCodes.All, code => Assert.Null(DiagnosticCodes.WhyNot(code.ToLowerInvariant())));
    }

    [Theory]
    [InlineData("AZ01", "AZ001")]
    [InlineData("AZ0001", "AZ001")]
    [InlineData("AY001", "AZ001")]
    [InlineData("az00l", "AZ001")]
    [InlineData("Z001", "AZ001")]
    public void A_code_that_is_one_letter_away_is_named(string word, string near)
    {
        Assert.StartsWith($"`{word}` is no code; did you mean ", DiagnosticCodes.WhyNot(word), StringComparison.Ordinal);
        Assert.Contains($"`{near}`", DiagnosticCodes.WhyNot(word));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("nonsense")]
    [InlineData("ZZ999")]
    public void What_is_like_no_code_is_told_where_they_stand(string word) =>
        Assert.StartsWith($"`{word}` is no code; docs/diagnostics.md and docs/lint.md list them", DiagnosticCodes.WhyNot(word), StringComparison.Ordinal);
}
