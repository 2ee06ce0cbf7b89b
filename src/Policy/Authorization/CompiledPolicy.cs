using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Authorization;

/// <summary>What becomes of an AuthorizationPolicy.</summary>
/// <param name="Policy">What node proxies enforce; null where they have no part in it.</param>
/// <param name="Selector">The workloads that are to list the policy; null unless it selects some.</param>
/// <param name="Diagnostics">Wherever the policy is enforced otherwise than it is written.</param>
public sealed record CompiledPolicy(
    AuthorizationPolicy? Policy, LabelSelector? Selector, ValueList<Diagnostic> Diagnostics);
