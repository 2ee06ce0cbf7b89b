using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>What a policy gave in Istio's language.</summary>
/// <param name="Yaml">A <c>serviceScopeConfigs:</c> map, or null if and only if there is a diagnostic.</param>
/// <param name="Diagnostics">Why the policy cannot be exported.</param>
public sealed record ScopeExport(string? Yaml, ValueList<Diagnostic> Diagnostics);
