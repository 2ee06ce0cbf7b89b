using ScopeMesh.Policy.Compilation;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>A change of a mesh folder, as a command line names it.</summary>
public abstract record PlannedChange
{
    private PlannedChange()
    {
    }

    /// <summary>A folder laid out like a mesh folder, or the scope policy of the mesh.</summary>
    /// <param name="Path">Where it is.</param>
    public sealed record FromPath(string Path) : PlannedChange;

    /// <summary>A file in the place of one of the mesh folder, or manifests that are applied to a cluster.</summary>
    /// <param name="Target">The place, or the cluster.</param>
    /// <param name="Path">Where the file is.</param>
    public sealed record InPlace(string Target, string Path) : PlannedChange;

    /// <summary>A cluster that is gone.</summary>
    /// <param name="Cluster">Its id.</param>
    public sealed record Removal(string Cluster) : PlannedChange;

    /// <summary>Objects of a cluster that are changed.</summary>
    /// <param name="Cluster">The cluster's id.</param>
    /// <param name="Amendments">How, one after the other.</param>
    public sealed record Amended(string Cluster, ValueList<Amendment> Amendments) : PlannedChange;

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<FromPath, T> fromPath, Func<InPlace, T> inPlace, Func<Removal, T> removal, Func<Amended, T> amended) =>
        this switch
        {
            FromPath change => fromPath(change),
            InPlace change => inPlace(change),
            Removal change => removal(change),
            Amended change => amended(change),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>What a text that names a change means.</summary>
/// <param name="Change">The change; null where it names none.</param>
/// <param name="Error">Why it names none, and what to write.</param>
public readonly record struct PlannedChangeRead(PlannedChange? Change, string? Error);
