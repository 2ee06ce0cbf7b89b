using ScopeMesh.ScopeLang.Semantics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Indexing;

/// <summary>
/// The rules by which two policies differ. A Service that none of them matches has the same matching rules in the same
/// order by either policy, and so the same decision.
/// </summary>
internal sealed class RuleChanges
{
    private readonly ScopeMatcher _before;
    private readonly ScopeMatcher _after;

    private RuleChanges(ScopeMatcher before, ScopeMatcher after) => (_before, _after) = (before, after);

    /// <summary>
    /// Compares the local rules and the global ones, each kind for itself; their order among the other kind decides
    /// nothing. Rules that kept their name, meaning and order stay, as many of them as can.
    /// </summary>
    public static RuleChanges Between(ScopePolicy before, ScopePolicy after)
    {
        var numbers = new ConditionNumbers();
        var (left, right) = (numbers.Of(before), numbers.Of(after));
        var kept = new HashSet<NumberedRule>();
        foreach (var scope in new[] { Scope.Local, Scope.Global })
            kept.UnionWith(Kept([.. left.Where(rule => rule.Scope == scope)], [.. right.Where(rule => rule.Scope == scope)]));
        return new RuleChanges(Without(kept, before, left), Without(kept, after, right));
    }

    /// <summary>Whether a rule that came, went or changed matches.</summary>
    public bool Touch(in ScopeFacts facts) =>
        _before.Decide(in facts).Reason == ScopeReason.RuleMatched || _after.Decide(in facts).Reason == ScopeReason.RuleMatched;

    private static ScopeMatcher Without(HashSet<NumberedRule> kept, ScopePolicy policy, IReadOnlyList<NumberedRule> rules)
    {
        var place = 0;
        return ScopeMatcher.Compile([.. policy.Items.Where(item => item is LetItem || (item is RuleItem && !kept.Contains(rules[place++])))]);
    }

    /// <summary>A longest common subsequence of lists without repetition: a longest rise of the places that one has in the other.</summary>
    private static IEnumerable<NumberedRule> Kept(NumberedRule[] left, NumberedRule[] right)
    {
        var placeOf = right.Select((rule, i) => (rule, i)).ToDictionary(pair => pair.rule, pair => pair.i);
        var places = left.Where(placeOf.ContainsKey).Select(rule => placeOf[rule]).ToArray();

        // Of all rises of one length, the one that ends lowest; and before each place, the one that it continues.
        var ends = new List<int>();
        var previous = new int[right.Length];
        foreach (var place in places)
        {
            var length = ~ends.BinarySearch(place);
            previous[place] = length == 0 ? -1 : ends[length - 1];
            if (length == ends.Count)
                ends.Add(place);
            else
                ends[length] = place;
        }
        for (var place = ends.Count == 0 ? -1 : ends[^1]; place >= 0; place = previous[place])
            yield return right[place];
    }
}
