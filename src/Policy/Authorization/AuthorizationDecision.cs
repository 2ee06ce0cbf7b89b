using System.Diagnostics;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>What becomes of an inbound connection, with the policies that decided.</summary>
public abstract record AuthorizationDecision
{
    private protected AuthorizationDecision(ValueList<PolicyKey> by) => By = by;

    /// <summary>The policies that decided, in ordinal order, each once.</summary>
    public ValueList<PolicyKey> By { get; init; }

    /// <summary>The connection may go on.</summary>
    /// <param name="By">The ALLOW policies that match; none where no ALLOW policy applies.</param>
    public sealed record Allowed(ValueList<PolicyKey> By) : AuthorizationDecision(By)
    {
        /// <summary>The decision as logs print it.</summary>
        public override string ToString() =>
            By.IsEmpty ? "allowed: no allow policy applies" : $"allowed by: {string.Join(", ", By)}";
    }

    /// <summary>The connection is refused.</summary>
    /// <param name="Why">The reason.</param>
    /// <param name="By">The policies that are the reason.</param>
    public sealed record Denied(DenyReason Why, ValueList<PolicyKey> By) : AuthorizationDecision(By)
    {
        /// <summary>The decision as logs print it.</summary>
        public override string ToString() => Why switch
        {
            DenyReason.DenyMatches => $"explicitly denied by: {string.Join(", ", By)}",
            DenyReason.UnknownPolicy => $"denied: policies that are listed are not known: {string.Join(", ", By)}",
            DenyReason.NothingAllows => $"allow policies exist, but none allowed: {string.Join(", ", By)}",
        };
    }

    /// <summary>Takes the one or the other apart.</summary>
    /// <typeparam name="T">The type of what is made of it.</typeparam>
    /// <param name="allowed">What to make of an allowed connection.</param>
    /// <param name="denied">What to make of a refused one.</param>
    public T Match<T>(Func<Allowed, T> allowed, Func<Denied, T> denied) => this switch
    {
        Allowed yes => allowed(yes),
        Denied no => denied(no),
        _ => throw new UnreachableException(),
    };
}

/// <summary>Why a connection is refused.</summary>
public enum DenyReason
{
    /// <summary>DENY policies match it.</summary>
    DenyMatches,

    /// <summary>The workload lists policies that nobody knows: they might deny it.</summary>
    UnknownPolicy,

    /// <summary>ALLOW policies apply, and none of them matches it.</summary>
    NothingAllows,
}
