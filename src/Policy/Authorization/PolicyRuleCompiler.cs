using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Authorization;

/// <summary>Compiles a rule into a group: its sources, its operations and each of its conditions are clauses.</summary>
internal static class PolicyRuleCompiler
{
    private const string HttpRemedy = "ask for identities, addresses and ports alone";

    /// <summary>The group, or null for an ALLOW rule that must allow nothing.</summary>
    public static AuthorizationGroup? Compile(
        PolicyRuleManifest rule, AuthorizationAction action, PolicyValueReader values, List<Diagnostic> diagnostics)
    {
        ValueList<ValueList<PartialMatch>> clauses =
        [
            rule.From.Select(source => PolicyMatchCompiler.OfSource(source, values)).ToValueList(),
            rule.To.Select(operation => PolicyMatchCompiler.OfOperation(operation, values)).ToValueList(),
            .. rule.When.Select(condition => (ValueList<PartialMatch>)[PolicyMatchCompiler.OfCondition(condition, values)]),
        ];
        var group = action == AuthorizationAction.Deny ? Deny(clauses) : Allow(clauses);
        Report(rule, clauses, action, group, diagnostics);
        return group;
    }

    /// <summary>Whatever is left out of an ALLOW rule would let more in: so the whole rule is.</summary>
    private static AuthorizationGroup? Allow(ValueList<ValueList<PartialMatch>> clauses) =>
        clauses.SelectMany(clause => clause).All(match => match.IsWhole) ? GroupOf(clauses) : null;

    /// <summary>
    /// A clause of which nothing could be read is left out, and so matches everything. One that asks for HTTP alone
    /// becomes an empty match, which matches nothing, as in Istio.
    /// </summary>
    private static AuthorizationGroup Deny(ValueList<ValueList<PartialMatch>> clauses) =>
        GroupOf(clauses.Where(clause => !clause.Any(match => match is { HasUnreadable: true, Match.IsEmpty: true })));

    private static AuthorizationGroup GroupOf(IEnumerable<ValueList<PartialMatch>> clauses) => new(clauses
        .Where(clause => !clause.IsEmpty)
        .Select(clause => new AuthorizationRules(clause.Select(match => match.Match).ToValueList()))
        .ToValueList());

    private static void Report(
        PolicyRuleManifest rule,
        ValueList<ValueList<PartialMatch>> clauses,
        AuthorizationAction action,
        AuthorizationGroup? group,
        List<Diagnostic> diagnostics)
    {
        var fields = clauses.SelectMany(clause => clause).SelectMany(match => match.HttpFields)
            .Distinct().Order(StringComparer.Ordinal).ToArray();
        if (fields.Length == 0)
            return;
        var (code, effect) = (action, group) switch
        {
            (AuthorizationAction.Allow, _) => (AuthorizationCodes.AllowsLess, "it allows nothing"),
            (_, { } denying) when CanMatch(denying) =>
                (AuthorizationCodes.DeniesOtherwise, "it is enforced without that"),
            _ => (AuthorizationCodes.DeniesNothing, "it denies nothing"),
        };
        var asked = string.Join("`, `", fields);
        diagnostics.Add(new Diagnostic(
            code,
            Severity.Warning,
            rule.Span,
            $"the rule asks for `{asked}`, which only HTTP shows, so {effect}",
            HttpRemedy));
    }

    private static bool CanMatch(AuthorizationGroup group) =>
        group.Rules.All(rules => rules.Matches.IsEmpty || rules.Matches.Any(match => !match.IsEmpty));
}

/// <summary>What of a source, an operation or a condition can be enforced.</summary>
/// <param name="Match">The part that can.</param>
/// <param name="HttpFields">The fields that only HTTP shows.</param>
/// <param name="HasUnreadable">Whether a value could not be read.</param>
internal sealed record PartialMatch(AuthorizationMatch Match, ValueList<string> HttpFields, bool HasUnreadable)
{
    public bool IsWhole => HttpFields.IsEmpty && !HasUnreadable;
}
