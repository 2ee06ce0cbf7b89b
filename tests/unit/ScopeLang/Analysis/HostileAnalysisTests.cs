using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Analysis;

/// <summary>Policies whose diagrams are deep, wide or would explode: every analysis ends, on a small stack, and says so.</summary>
public sealed class HostileAnalysisTests
{
    private const int SmallStackBytes = 768 * 1024;

    public static TheoryData<string, bool> Policies => new()
    {
        { $"global when service({Join(60_000, i => $"k{i}")})", true },
        { $"global when {Join(40_000, i => $"service(k{i})", " or ")}", true },
        { $"global when service({Join(40_000, i => $"a!=v{i}")})", true },
        { $"global when {Join(40_000, i => $"service(a=v{i})", " or ")}", true },
        { Join(10_000, i => $"global when service(k{i})", "\n"), false },
        { Join(120, i => $"global when service(a in ({Join(1_000, j => $"v{(i * 500) + j}")}))", "\n"), false },
        { $"let l0 = service(a=b)\n{Join(120, i => $"let l{i + 1} = l{i} and not l{i} or l{i}", "\n")}\nglobal when l120", false },
        { $"global when {Join(40, i => $"(namespace(x{i}) or service(y{i}))", " and ")}", true },
        { $"{Join(40, i => $"global when namespace(x{i}) and service(y{i})", "\n")}\n{Join(40, i => $"local when namespace(z{i}) and service(w{i})", "\n")}", false },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_analysis_ends_on_a_small_stack(string text, bool isTooLarge)
    {
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    Analyse(ScopePolicy.Parse(text).Policy!, isTooLarge);
                }
                catch (Exception e)
                {
                    thrown = e;
                }
            },
            SmallStackBytes);
        thread.Start();
        thread.Join();
        Assert.Null(thrown);
    }

    [Theory]
    [InlineData(40_000, "service(k{0})")]
    [InlineData(60, "(service(a{0}) and service(b{0}) and namespace(c{0}))")]
    public void A_rule_that_is_too_large_as_a_whole_is_looked_at_in_parts(int count, string part)
    {
        var policy = ScopePolicy.Parse($"global when {Join(count, i => string.Format(part, i), " or ")}").Policy!;
        Assert.Equal(Verdict.Yes, ScopeAnalysis.Satisfiable(policy).Verdict);
        Assert.Equal(Verdict.Yes, ScopeAnalysis.Equivalent(policy, policy).Verdict);
        Assert.Equal(Verdict.No, ScopeAnalysis.Implies(policy, ScopePolicy.Empty).Verdict);
    }

    private static void Analyse(ScopePolicy policy, bool isTooLarge)
    {
        Assert.Equal(isTooLarge, ScopeAnalysis.Check(policy).Any(finding => finding.Code == ScopeCodes.NotAnalysed));
        ScopeAnalysis.Satisfiable(policy);
        Assert.NotEqual(Verdict.No, ScopeAnalysis.Equivalent(policy, policy).Verdict);
        ScopeAnalysis.Diff(policy, ScopePolicy.Empty, []);
        var export = ServiceScopeConfigs.Export(policy);
        Assert.Equal(export.Yaml is null, !export.Diagnostics.IsEmpty);
        policy.Explain(new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", LabelSet.Empty));
        ScopeCoverage.Measure(policy);
    }

    private static string Join(int count, Func<int, string> part, string separator = ", ") =>
        string.Join(separator, Enumerable.Range(0, count).Select(part));
}
