using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>What words and parts of the language mean, in a sentence each.</summary>
internal static class Meanings
{
    private const int ListedValues = 8;

    /// <summary>What a keyword means; null for a word that is none.</summary>
    public static string? Of(string keyword) => keyword switch
    {
        Keywords.Let => "`let` names an expression, for use below it.",
        Keywords.Global => "A service is **global** (reachable from every cluster) if some `global` rule matches it and no `local` rule does.",
        Keywords.Local => "A service that a `local` rule matches is **local** (reachable from its own cluster only), whatever `global` rules say.",
        Keywords.Test => "A `test` says what scope a service must have; `scopemesh scope test` runs it.",
        Keywords.When => "The rule matches the services for which what follows `when` holds.",
        Keywords.And => "Holds where both sides do; binds tighter than `or`.",
        Keywords.Or => "Holds where either side does; binds looser than `and`.",
        Keywords.Not => "Holds where what follows does not; binds tighter than `and`.",
        Keywords.True => "Holds of every service.",
        Keywords.False => "Holds of no service.",
        Keywords.Service or Keywords.Svc => "Speaks of the service: of its labels in parentheses, of its name after `named`.",
        Keywords.Namespace or Keywords.Ns => "Speaks of the namespace of the service: of its labels in parentheses, of its name after `named`.",
        Keywords.Cluster => "Speaks of the cluster that defines the service, by its name.",
        Keywords.Named => "Holds where the name is one of those that follow.",
        Keywords.In => "Holds where the label is there with one of the values.",
        Keywords.NotIn => "Holds where the label is absent, or there with none of the values.",
        Keywords.Expect => "The scope that the service of the test must have.",
        Keywords.By => "The rule that must be among those that determine the scope.",
        Keywords.Unknown => "A namespace whose object nobody has seen: its services are local.",
        _ => null,
    };

    /// <summary>What a requirement asks.</summary>
    public static string Of(Subject subject, Requirement requirement)
    {
        var label = $"the label `{requirement.Key}`";
        var values = List([.. requirement.Values.Select(value => value.Text).Distinct()]);
        return requirement.Operator switch
        {
            LabelOperator.In => $"Holds where the {Word(subject)} has {label} with the value {values}.",
            LabelOperator.NotIn => $"Holds where the {Word(subject)} has not {label}, or has it with another value than {values}.",
            LabelOperator.Exists => $"Holds where the {Word(subject)} has {label}, with whatever value.",
            LabelOperator.DoesNotExist => $"Holds where the {Word(subject)} has not {label}.",
        };
    }

    /// <summary>What a condition on a name asks.</summary>
    public static string Of(NamedExpr named) =>
        $"Holds where the {Word(named.Subject)} is called {List([.. named.Names.Select(name => name.Text).Distinct()])}.";

    /// <summary>What a selector asks.</summary>
    public static string Of(SelectorExpr selector) => selector.Requirements switch
    {
        { IsEmpty: true } => "Holds of every service.",
        { Count: 1 } => Of(selector.Subject, selector.Requirements[0]),
        { Count: var count } => $"Holds where the labels of the {Word(selector.Subject)} meet all {count} requirements.",
    };

    /// <summary>A subject as people call it.</summary>
    public static string Word(Subject subject) => subject switch
    {
        Subject.Service => Keywords.Service,
        Subject.Namespace => Keywords.Namespace,
        Subject.Cluster => Keywords.Cluster,
    };

    /// <summary>Texts in backticks, the first of many; the empty text in words.</summary>
    public static string List(IReadOnlyList<string> texts)
    {
        string[] shown = [.. texts.Take(ListedValues).Select(text => text.Length == 0 ? "empty" : $"`{text}`")];
        return texts.Count > ListedValues ? $"{string.Join(", ", shown)} or one of {texts.Count - ListedValues} others"
            : shown is [.. var most, var last] && most.Length > 0 ? $"{string.Join(", ", most)} or {last}"
            : string.Concat(shown);
    }
}
