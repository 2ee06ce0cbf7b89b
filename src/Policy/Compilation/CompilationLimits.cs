namespace ScopeMesh.Policy.Compilation;

/// <summary>The bounds of what is made of manifests.</summary>
public static class CompilationLimits
{
    /// <summary>How many pods are made of one Deployment.</summary>
    public const int ReplicasPerDeployment = 1_000;

    /// <summary>How many aliases a trust domain has: each principal of a policy is compared once for each of them.</summary>
    public const int TrustDomainAliases = 100;
}
