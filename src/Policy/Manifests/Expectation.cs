using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>What somebody expects of one call: a line of <c>expect.yaml</c>.</summary>
/// <param name="From">Who calls.</param>
/// <param name="Host">The host that is called.</param>
/// <param name="Port">Its port.</param>
/// <param name="Outcome">What is to happen.</param>
/// <param name="Via">The way that the call is to take, where that matters.</param>
/// <param name="Span">Where the expectation begins.</param>
public sealed record Expectation(
    Located<WorkloadName> From,
    Located<string> Host,
    int Port,
    ExpectedOutcome Outcome,
    Located<ExpectedWay>? Via,
    SourceSpan Span);

/// <summary>A workload as commands name it: <c>CLUSTER/NAMESPACE/NAME</c>.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">A Pod, or a Deployment or other owner for any of its Pods.</param>
public sealed record WorkloadName(string Cluster, string Namespace, string Name)
{
    /// <summary>Whether a workload is meant: by its own name, or its owner's.</summary>
    /// <param name="workload">The workload.</param>
    public bool Means(Workload workload) =>
        workload.Cluster == Cluster && workload.Namespace == Namespace && (workload.Name == Name || workload.Owner == Name);

    /// <summary>The name as it is written.</summary>
    public override string ToString() => $"{Cluster}/{Namespace}/{Name}";
}

/// <summary>What is to happen to a call.</summary>
public abstract record ExpectedOutcome
{
    private ExpectedOutcome()
    {
    }

    /// <summary>Each of these workloads answers some of the calls, and no other answers any.</summary>
    /// <param name="By">The workloads, at least one.</param>
    public sealed record Answers(ValueList<Located<WorkloadName>> By) : ExpectedOutcome;

    /// <summary>The call is refused.</summary>
    /// <param name="Reason">The reason, as refusals name theirs.</param>
    public sealed record Refused(Located<string> Reason) : ExpectedOutcome;

    /// <summary>It depends on chance: some calls are answered as by <see cref="Answers"/>, and the others are refused.</summary>
    /// <param name="By">The workloads, at least one.</param>
    /// <param name="Reason">The reason.</param>
    public sealed record Partly(ValueList<Located<WorkloadName>> By, Located<string> Reason) : ExpectedOutcome;

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<Answers, T> answers, Func<Refused, T> refused, Func<Partly, T> partly) => this switch
    {
        Answers outcome => answers(outcome),
        Refused outcome => refused(outcome),
        Partly outcome => partly(outcome),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>The way that a call takes.</summary>
public enum ExpectedWay
{
    /// <summary>It stays in its network.</summary>
    Local,

    /// <summary>It goes through an east-west gateway.</summary>
    Gateway,
}

/// <summary>What <c>expect.yaml</c> holds.</summary>
/// <param name="Expectations">The expectations without an error, in the order of the file.</param>
/// <param name="Diagnostics">All findings, in the order of the file.</param>
public sealed record ExpectationRead(ValueList<Expectation> Expectations, ValueList<Diagnostic> Diagnostics);
