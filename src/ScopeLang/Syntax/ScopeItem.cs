using System.Diagnostics;

namespace ScopeMesh.ScopeLang.Syntax;

/// <summary>One item of a policy file: a definition, a rule or a test.</summary>
public abstract record ScopeItem
{
    private protected ScopeItem(Origin origin) => Origin = origin;

    /// <summary>From its first word to its last.</summary>
    public Origin Origin { get; }

    /// <summary>Calls the function of the case at hand.</summary>
    /// <typeparam name="T">What the functions give.</typeparam>
    /// <param name="let">Takes a definition.</param>
    /// <param name="rule">Takes a rule.</param>
    /// <param name="test">Takes a test.</param>
    public T Match<T>(Func<LetItem, T> let, Func<RuleItem, T> rule, Func<TestItem, T> test) => this switch
    {
        LetItem item => let(item),
        RuleItem item => rule(item),
        TestItem item => test(item),
        _ => throw new UnreachableException(),
    };
}

/// <summary><c>let name = value</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">What it stands for.</param>
/// <param name="Origin">From <c>let</c> to the end of the value.</param>
public sealed record LetItem(Word Name, ScopeExpr Value, Origin Origin) : ScopeItem(Origin);

/// <summary><c>global "name" when condition</c>, or <c>local</c>.</summary>
/// <param name="Scope">What the rule asks for.</param>
/// <param name="Name">Its name, where it has one.</param>
/// <param name="Condition">When it matches.</param>
/// <param name="Origin">From the first word to the end of the condition.</param>
public sealed record RuleItem(Scope Scope, Word? Name, ScopeExpr Condition, Origin Origin) : ScopeItem(Origin)
{
    /// <summary>How decisions call a rule: by its name, or by its place among all rules.</summary>
    /// <param name="place">Its place among the rules of its policy, from 1.</param>
    public string NameAt(int place) => Name?.Text ?? $"#{place}";
}

/// <summary>A test: facts about one Service and the scope expected of it. What is left out is null.</summary>
/// <param name="Name">What the test says.</param>
/// <param name="Cluster">The cluster; <c>c</c> where it is left out.</param>
/// <param name="Namespace">The namespace; <c>default</c> without labels where it is left out.</param>
/// <param name="Service">The Service; <c>default</c> without labels where it is left out.</param>
/// <param name="Expect">The scope.</param>
/// <param name="By">A rule that must be among the determining ones.</param>
/// <param name="Origin">From <c>test</c> to the closing brace.</param>
public sealed record TestItem(
    Word Name, Word? Cluster, TestNamespace? Namespace, TestObject? Service, Scope Expect, Word? By, Origin Origin)
    : ScopeItem(Origin);

/// <summary>The namespace of a test.</summary>
/// <param name="IsKnown">False for <c>namespace unknown name</c>.</param>
/// <param name="Object">Its name and labels; an unknown one has no labels.</param>
public sealed record TestNamespace(bool IsKnown, TestObject Object);

/// <summary>A named object with labels in a test.</summary>
/// <param name="Name">The name.</param>
/// <param name="Labels">The labels as written.</param>
public sealed record TestObject(Word Name, ValueList<TestLabel> Labels);

/// <summary>One label of an object in a test.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value.</param>
public readonly record struct TestLabel(Word Key, Word Value);
