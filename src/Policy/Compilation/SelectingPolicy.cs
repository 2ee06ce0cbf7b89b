using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>An authorization policy that selects workloads by labels, in its own namespace or, from the root one, in all.</summary>
/// <param name="Name">The policy.</param>
/// <param name="Selector">Its selector.</param>
internal sealed record SelectingPolicy(NamespacedName Name, LabelSelector Selector);
