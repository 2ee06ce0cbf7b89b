using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>A route table that would be another one.</summary>
/// <param name="Viewpoint">For whom it is.</param>
/// <param name="Entries">Its entries that differ: services, then workloads, then policies, each ordered by name; at least one.</param>
public sealed record TableChange(Viewpoint Viewpoint, ValueList<EntryChange> Entries);

/// <summary>What an entry of a route table is.</summary>
public enum EntryKind
{
    /// <summary>A service.</summary>
    Service,

    /// <summary>A workload.</summary>
    Workload,

    /// <summary>An authorization policy.</summary>
    Policy,
}

/// <summary>What happens to something.</summary>
public enum ChangeKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>It is not there after.</summary>
    Removed,

    /// <summary>It is there before and after, and is not the same.</summary>
    Changed,
}

/// <summary>An entry of a route table that differs.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its key: namespace and host name, uid, or namespace and name.</param>
/// <param name="Change">What happens to it.</param>
/// <param name="Fields">The fields that differ; at least one where it is changed, else none.</param>
public sealed record EntryChange(EntryKind Kind, string Name, ChangeKind Change, ValueList<FieldChange> Fields);

/// <summary>A field that differs.</summary>
/// <param name="Name">Its name, as dumps of tables have it.</param>
/// <param name="Before">What it says before; empty for nothing.</param>
/// <param name="After">What it says after; empty for nothing.</param>
public sealed record FieldChange(string Name, string Before, string After);
