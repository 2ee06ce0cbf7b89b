using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>Runs the <c>test</c> blocks of a policy.</summary>
public static class ScopeTests
{
    /// <summary>The name of the cluster that a test, or a line of facts, leaves out.</summary>
    public const string DefaultCluster = Witnesses.UsualCluster;

    /// <summary>The name of the namespace, and of the Service, that a test leaves out.</summary>
    public const string DefaultName = Witnesses.UsualName;

    /// <summary>What became of each test, in file order.</summary>
    /// <param name="policy">The policy with its tests.</param>
    public static ValueList<ScopeTestResult> Run(ScopePolicy policy) =>
        policy.Items.OfType<TestItem>().Select(test => Run(policy, test)).ToValueList();

    /// <summary>The facts that a test states, with what it leaves out filled in.</summary>
    /// <param name="test">The test, of a valid policy.</param>
    public static ScopeFacts Facts(TestItem test) => TestFacts.Of(test);

    private static ScopeTestResult Run(ScopePolicy policy, TestItem test)
    {
        var facts = Facts(test);
        return new ScopeTestResult(test, policy.Decide(in facts), policy.Matches(in facts));
    }
}

/// <summary>What became of one test.</summary>
/// <param name="Test">The test.</param>
/// <param name="Decision">What the policy decided on its facts.</param>
/// <param name="Rules">The names of all determining rules, in file order.</param>
public sealed record ScopeTestResult(TestItem Test, ScopeDecision Decision, ValueList<string> Rules)
{
    /// <summary>Whether the scope is as expected and, where the test names a rule, that rule is a determining one.</summary>
    public bool Passes =>
        Decision.Scope == Test.Expect && (Test.By is not { } rule || Rules.Contains(rule.Text));
}
