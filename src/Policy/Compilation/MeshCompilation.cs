using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What compiling a mesh gives: the mesh that is in force, and everything that was found.</summary>
/// <param name="Mesh">The mesh: what is valid, with the last good state of each cluster that is not.</param>
/// <param name="ScopePolicy">The scope policy of clusters that have none of their own.</param>
/// <param name="TrustDomain">The trust domain of clusters that name none of their own, or null where nobody names one.</param>
/// <param name="Incomplete">The clusters that never were without errors: what is valid of them is in force.</param>
/// <param name="Diagnostics">What was found, ordered by place.</param>
public sealed record MeshCompilation(
    Mesh Mesh, ScopePolicy ScopePolicy, string? TrustDomain, ValueList<string> Incomplete, ValueList<Diagnostic> Diagnostics)
{
    /// <summary>The trust domain aliases of clusters that name none of their own, or null where nobody names any.</summary>
    public ValueList<string>? TrustDomainAliases { get; init; }

    /// <summary>Whether an error was found, so that something older than the texts is in force.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
}
