using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What compiling a mesh gives: the mesh that is in force, and everything that was found.</summary>
/// <param name="Mesh">The mesh: what is valid, with the last good state of each cluster that is not.</param>
/// <param name="ScopePolicy">The scope policy of clusters that have none of their own.</param>
/// <param name="Config">The MeshConfig that is in force, for what clusters do not set by themselves.</param>
/// <param name="Incomplete">The clusters that never were without errors: what is valid of them is in force.</param>
/// <param name="Diagnostics">What was found, ordered by place.</param>
public sealed record MeshCompilation(
    Mesh Mesh, ScopePolicy ScopePolicy, MeshConfig Config, ValueList<string> Incomplete, ValueList<Diagnostic> Diagnostics)
{
    /// <summary>Whether an error was found, so that something older than the texts is in force.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
}
