using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>What a mesh configuration in YAML gave.</summary>
/// <param name="Policy">
/// The policy, or null if and only if there is an error among the diagnostics. <see cref="ScopePolicy.Empty"/> where
/// the text carries no rules.
/// </param>
/// <param name="Diagnostics">Everything that was found, in the order of the text.</param>
/// <param name="CarriesRules">
/// Whether the text has a <c>serviceScopeConfigs</c>, be it empty or broken. A mesh configuration without one leaves
/// the scope to somebody else.
/// </param>
public sealed record ScopeImport(ScopePolicy? Policy, ValueList<Diagnostic> Diagnostics, bool CarriesRules);
