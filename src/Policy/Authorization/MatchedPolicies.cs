using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Authorization;

/// <summary>The policies that were found to match a connection; allocates from the second of an action on.</summary>
/// <param name="isComplete">Whether all are kept; else one of each action.</param>
internal struct MatchedPolicies(bool isComplete)
{
    private Found _denies;
    private Found _allows;

    /// <summary>Whether a DENY policy was found.</summary>
    public readonly bool HasDeny => _denies.First is not null;

    /// <summary>Whether an ALLOW policy was found.</summary>
    public readonly bool HasAllow => _allows.First is not null;

    /// <summary>Whether it makes no difference if a policy matches.</summary>
    public readonly bool Has(IndexedPolicy policy)
    {
        var first = policy.IsDeny ? _denies.First : _allows.First;
        return first is not null && (!isComplete || first.Key == policy.Key);
    }

    /// <summary>Keeps a policy that was not there.</summary>
    public void Add(IndexedPolicy policy)
    {
        if (policy.IsDeny)
            _denies.Add(policy);
        else
            _allows.Add(policy);
    }

    /// <summary>What is decided where a DENY policy was found.</summary>
    public readonly AuthorizationDecision Denied() => _denies.All is { } all
        ? new AuthorizationDecision.Denied(DenyReason.DenyMatches, PolicyKeys.InOrder(all))
        : _denies.First!.Decision;

    /// <summary>What is decided where an ALLOW policy was found.</summary>
    public readonly AuthorizationDecision Allowed() => _allows.All is { } all
        ? new AuthorizationDecision.Allowed(PolicyKeys.InOrder(all))
        : _allows.First!.Decision;

    private struct Found
    {
        public IndexedPolicy? First { get; private set; }

        public List<NamespacedName>? All { get; private set; }

        public void Add(IndexedPolicy policy)
        {
            if (First is null)
            {
                First = policy;
                return;
            }

            All ??= [First.Key];
            All.Add(policy.Key);
        }
    }
}
