using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.ScopeLang.Analysis;

/// <summary>Every bound of an analysis ends it with a note, and lets it be where it is not reached.</summary>
public sealed class AnalysisLimitsTests
{
    private const string Rule = "global when (namespace(a=x) or service(b=y)) and (namespace(c=x) or service(d in (y, z)))";

    public static TheoryData<string, AnalysisLimits> TooLow => new()
    {
        { nameof(AnalysisLimits.QuestionNodes), AnalysisLimits.Default with { QuestionNodes = 4 } },
        { nameof(AnalysisLimits.QuestionSteps), AnalysisLimits.Default with { QuestionSteps = 4 } },
        { nameof(AnalysisLimits.TotalNodes), AnalysisLimits.Default with { TotalNodes = 5 } },
        { nameof(AnalysisLimits.TotalSteps), AnalysisLimits.Default with { TotalSteps = 5 } },
        { nameof(AnalysisLimits.PathVariables), AnalysisLimits.Default with { PathVariables = 1 } },
    };

    [Theory]
    [MemberData(nameof(TooLow))]
    public void A_rule_beyond_a_bound_is_not_analysed(string bound, AnalysisLimits limits)
    {
        var policy = ScopePolicy.Parse(Rule).Policy!;
        Assert.True(ScopeAnalysis.Check(policy, limits) is [{ Code: ScopeCodes.NotAnalysed }], bound);
        Assert.Equal(Verdict.NotAnalysed, ScopeAnalysis.Satisfiable(policy, limits).Verdict);
    }

    [Fact]
    public void Within_the_usual_bounds_it_is()
    {
        var policy = ScopePolicy.Parse(Rule).Policy!;
        Assert.Empty(ScopeAnalysis.Check(policy));
        Assert.Equal(Verdict.Yes, ScopeAnalysis.Satisfiable(policy).Verdict);
    }

    [Fact]
    public void The_totals_hold_over_many_questions_each_of_which_is_small()
    {
        var policy = ScopePolicy.Parse(string.Join('\n', Enumerable.Range(0, 100).Select(i => $"global when service(a=v{i})"))).Policy!;
        var limits = AnalysisLimits.Default with { QuestionNodes = 10, TotalNodes = 50 };
        Assert.Equal(52, ScopeAnalysis.Check(policy, limits).Count(found => found.Code == ScopeCodes.NotAnalysed));
    }

    [Fact]
    public void Of_more_than_2000_keys_none_is_compared_with_another()
    {
        Assert.Contains(Check(2_000), found => found.Code == ScopeCodes.SimilarKey);
        Assert.DoesNotContain(Check(2_001), found => found.Code == ScopeCodes.SimilarKey);

        static ValueList<Diagnostic> Check(int keys) => ScopeAnalysis.Check(ScopePolicy.Parse(
            string.Join('\n', Enumerable.Range(0, keys).Select(i => $"global when service(number-{i})"))).Policy!);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_difference_shows_as_many_services_as_are_asked_for(int most)
    {
        var policy = ScopePolicy.Parse(string.Join('\n', Enumerable.Range(0, 10).Select(i => $"global when service(k{i})"))).Policy!;
        var difference = ScopeAnalysis.Diff(policy, ScopePolicy.Empty, [], most);
        Assert.Equal((Verdict.No, most, false), (difference.Same, difference.Beyond.Count, difference.IsComplete));
    }
}
