namespace ScopeMesh.Policy.Authorization;

/// <summary>The codes of what is found when authorization policies are compiled, each with its meaning.</summary>
public static class AuthorizationCodes
{
    /// <summary>The policy is not enforced by node proxies, which act below HTTP.</summary>
    public const string NotEnforced = "AZ001";

    /// <summary>An ALLOW rule asks for what only HTTP shows, and so allows nothing.</summary>
    public const string AllowsLess = "AZ002";

    /// <summary>A DENY rule asks for what only HTTP shows, and is enforced without that.</summary>
    public const string DeniesOtherwise = "AZ003";

    /// <summary>A DENY rule asks for what only HTTP shows, and so denies nothing.</summary>
    public const string DeniesNothing = "AZ004";

    /// <summary>A value cannot be read; the rule is kept closed.</summary>
    public const string InvalidValue = "AZ005";

    /// <summary>A condition is on an attribute that nobody knows; the rule is kept closed.</summary>
    public const string UnknownAttribute = "AZ006";

    /// <summary>A PeerAuthentication, or its ports, count for nothing.</summary>
    public const string PeerAuthenticationIgnored = "AZ007";

    /// <summary>A PeerAuthentication that cannot be read: what it may be about takes no plaintext.</summary>
    public const string UnreadablePeerAuthentication = "AZ008";

    /// <summary>A condition names a cluster that the mesh does not have; the rule is kept closed.</summary>
    public const string UnknownCluster = "AZ009";

    /// <summary>A condition names a cluster whose identities are not told from another's; the rule is kept closed.</summary>
    public const string SharedTrustDomain = "AZ010";

    /// <summary>The annotation for a dry run is neither true nor false; the policy is enforced.</summary>
    public const string UnknownDryRun = "AZ011";

    /// <summary>A DENY policy without rules, which denies nothing.</summary>
    public const string WithoutRules = "AZ012";
}
