using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing.Catalogs;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>How many workloads list each policy, and how many of those that are listed are not there.</summary>
internal sealed class ListedPolicies
{
    private readonly Catalog<NamespacedName, int, NameKeying> _counts;

    private ListedPolicies(Catalog<NamespacedName, int, NameKeying> counts, int missing)
    {
        _counts = counts;
        Missing = missing;
    }

    /// <summary>Nobody lists anything.</summary>
    public static ListedPolicies Empty { get; } = new(Catalog<NamespacedName, int, NameKeying>.Empty, 0);

    /// <summary>How many policies are listed and not there.</summary>
    public int Missing { get; }

    /// <summary>The counts after a change.</summary>
    /// <param name="workloads">The workloads that have changed.</param>
    /// <param name="authorizations">The policies that have changed.</param>
    /// <param name="before">The policies that were there.</param>
    /// <param name="after">The policies that are there.</param>
    public ListedPolicies With(
        IReadOnlyList<CatalogDifference<string, Workload>> workloads,
        IReadOnlyList<CatalogDifference<NamespacedName, AuthorizationPolicy>> authorizations,
        Catalog<NamespacedName, AuthorizationPolicy, NameKeying> before,
        Catalog<NamespacedName, AuthorizationPolicy, NameKeying> after)
    {
        var steps = new Dictionary<NamespacedName, int>();
        foreach (var (_, old, now) in workloads)
        {
            var (gone, come) = (old?.AuthorizationPolicies ?? [], now?.AuthorizationPolicies ?? []);
            if (gone == come)
                continue;
            Count(steps, gone, -1);
            Count(steps, come, 1);
        }

        // What is listed as before may be missing now, or missing no more.
        foreach (var (key, _, _) in authorizations)
            steps.TryAdd(key, 0);
        var missing = Missing;
        var changes = new List<CatalogChange<NamespacedName, int>>();
        foreach (var (key, step) in steps)
        {
            var (old, now) = (_counts.Find(key), _counts.Find(key) + step);
            missing += IsMissing(now, after, key) - IsMissing(old, before, key);
            if (step != 0)
                changes.Add(now == 0 ? CatalogChange.Remove<NamespacedName, int>(key) : CatalogChange.Set(key, now));
        }

        return new ListedPolicies(_counts.With(changes), missing);
    }

    private static void Count(Dictionary<NamespacedName, int> steps, ValueList<NamespacedName> names, int step)
    {
        foreach (var name in names)
            steps[name] = steps.GetValueOrDefault(name) + step;
    }

    private static int IsMissing(int count, Catalog<NamespacedName, AuthorizationPolicy, NameKeying> policies, NamespacedName key) =>
        count > 0 && !policies.TryGet(key, out _) ? 1 : 0;
}
