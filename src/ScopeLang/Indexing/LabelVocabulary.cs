using ScopeMesh.ScopeLang.Semantics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Indexing;

/// <summary>What a policy asks about labels, and so which labels it can tell from others.</summary>
internal sealed class LabelVocabulary
{
    private readonly Dictionary<(Subject Subject, string Key), Mentions> _mentions = [];

    /// <param name="policy">The policy; of its lets, those count that rules use.</param>
    public LabelVocabulary(ScopePolicy policy)
    {
        var uses = LetUses.Count(policy.Items);
        foreach (var item in policy.Items)
            if (item is not LetItem let || uses.ContainsKey(let.Name.Text))
                foreach (var selector in ScopeExprs.Leaves(item).OfType<SelectorExpr>())
                    Add(selector);
    }

    /// <summary>Whether some decision may depend on which of two sets of labels an object has; null is an unknown object.</summary>
    public bool CanTell(Subject subject, LabelSet? left, LabelSet? right)
    {
        if (ReferenceEquals(left, right))
            return false;
        if (left is null || right is null)
            return true;
        var (l, r) = (0, 0);
        while (l < left.Count || r < right.Count)
        {
            var order = l == left.Count ? 1 : r == right.Count ? -1 : string.CompareOrdinal(left.KeyAt(l), right.KeyAt(r));
            var key = order <= 0 ? left.KeyAt(l) : right.KeyAt(r);
            if (CanTell(subject, key, order <= 0 ? left.ValueAt(l) : null, order >= 0 ? right.ValueAt(r) : null))
                return true;
            (l, r) = (order <= 0 ? l + 1 : l, order >= 0 ? r + 1 : r);
        }
        return false;
    }

    private bool CanTell(Subject subject, string key, string? left, string? right) =>
        left != right
        && _mentions.TryGetValue((subject, key), out var mentions)
        && (mentions.Values.Contains(left!) || mentions.Values.Contains(right!)
            || (mentions.AsksForPresence && left is null != right is null));

    private void Add(SelectorExpr selector)
    {
        foreach (var requirement in selector.Requirements)
        {
            var key = (selector.Subject, requirement.Key.Text);
            if (!_mentions.TryGetValue(key, out var mentions))
                _mentions.Add(key, mentions = new Mentions());
            mentions.Values.UnionWith(requirement.Values.Select(value => value.Text));
            mentions.AsksForPresence |= requirement.Operator is LabelOperator.Exists or LabelOperator.DoesNotExist;
        }
    }

    // Changed by the constructor alone.
    private sealed class Mentions
    {
        public HashSet<string?> Values { get; } = [];

        public bool AsksForPresence { get; set; }
    }
}
