using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>What differs between route tables of one viewpoint.</summary>
internal static class TableChanges
{
    /// <summary>The difference of two tables, with the fields; null where they are the same.</summary>
    /// <param name="before">The table before.</param>
    /// <param name="after">The table after.</param>
    /// <param name="delta">What turns the one into the other.</param>
    public static TableChange? Of(RouteTable before, RouteTable after, RouteTableDelta delta)
    {
        if (delta.IsEmpty)
            return null;
        return new TableChange(before.Viewpoint,
        [
            .. Entries(EntryKind.Service, delta.Services.Select(one => one.Key).Concat(delta.RemovedServices).Order(), before.FindService, after.FindService, EntryFields.Between),
            .. Entries(
                EntryKind.Workload,
                delta.Workloads.Select(one => one.Uid).Concat(delta.RemovedWorkloads).Order(StringComparer.Ordinal),
                before.FindWorkload,
                after.FindWorkload,
                EntryFields.Between),
            .. Entries(
                EntryKind.Policy,
                delta.Authorizations.Select(one => one.Key).Concat(delta.RemovedAuthorizations).Order(),
                before.FindAuthorization,
                after.FindAuthorization,
                EntryFields.Between),
        ]);
    }

    private static IEnumerable<EntryChange> Entries<TKey, T>(
        EntryKind kind, IEnumerable<TKey> keys, Func<TKey, T?> before, Func<TKey, T?> after, Func<T, T, ValueList<FieldChange>> fields)
        where T : class => keys.Select(key => (before(key), after(key)) switch
        {
            (null, _) => new EntryChange(kind, $"{key}", ChangeKind.Added, []),
            (_, null) => new EntryChange(kind, $"{key}", ChangeKind.Removed, []),
            var (old, now) => new EntryChange(kind, $"{key}", ChangeKind.Changed, fields(old, now)),
        });
}
