using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Policy.Explaining;

/// <summary>
/// Refusals in the words by which a caller's node proxy tells them, and so logs, traces and expectations: of what others
/// decide it knows no more than the status that they answer, or that the handshake failed.
/// </summary>
internal static class WireReason
{
    /// <summary>The callee's policies refuse it (401).</summary>
    public const string PolicyDenied = "policy-denied";

    /// <summary>One end of a tunnel is not believed by the other.</summary>
    public const string IdentityMismatch = "identity-mismatch";

    private const string Unavailable = "unavailable";

    /// <summary>What the caller's own node proxy decides, it tells as it is.</summary>
    public static string OfRoute(RefusalReason reason) => Kebab.Of(reason);

    /// <summary>A gateway answers 503 where nobody takes the tunnel, and 404 where it leads nowhere.</summary>
    public static string OfGateway(RefusalReason reason) =>
        reason is RefusalReason.NoHealthyEndpoint or RefusalReason.UnknownWaypoint
            ? Unavailable
            : Kebab.Of(RefusalReason.UnknownAuthority);

    /// <summary>A callee's node proxy answers 503 where what is asked for is not there, and 400 where the address is not its own.</summary>
    public static string OfInbound(InboundRefusal reason) => reason switch
    {
        InboundRefusal.AddressMismatch => "refused",
        InboundRefusal.UnknownHost or InboundRefusal.UnknownPort or InboundRefusal.SelfCall => Unavailable,
    };
}
