namespace ScopeMesh.Tunnel;

/// <summary>Which part of a tunnel failed.</summary>
public enum TunnelLayer
{
    /// <summary>A plain connection: reaching the address, sending and receiving bytes.</summary>
    Transport,

    /// <summary>The tunnel to the first hop: the callee's node proxy, or the east-west gateway.</summary>
    Outer,

    /// <summary>The tunnel inside a double tunnel, to the callee's node proxy.</summary>
    Inner,
}

/// <summary>What layers are called in messages.</summary>
internal static class TunnelLayers
{
    public static string Describe(this TunnelLayer layer) => layer switch
    {
        TunnelLayer.Transport => "connection",
        TunnelLayer.Outer => "outer tunnel",
        TunnelLayer.Inner => "inner tunnel",
    };
}

/// <summary>What failed. The names are stable: logs, metrics and expectations use them in kebab case.</summary>
public enum TunnelFault
{
    /// <summary>The address did not answer, or refused.</summary>
    ConnectFailed,

    /// <summary>Something took longer than its limit.</summary>
    TimedOut,

    /// <summary>The TLS handshake failed for another reason than identity.</summary>
    TlsFailed,

    /// <summary>The peer proved an identity that was not expected, or none, or by an unknown root.</summary>
    IdentityMismatch,

    /// <summary>A certificate was revoked by which the peer proves itself, or ours by what the peer says.</summary>
    CertificateRevoked,

    /// <summary>The peer broke HTTP/2.</summary>
    ProtocolError,

    /// <summary>The peer answered CONNECT with a status other than 200.</summary>
    Refused,

    /// <summary>The peer reset the stream or the connection.</summary>
    Reset,

    /// <summary>The peer has said all and wants no more of what we send; nothing is wrong (RFC 9113, 8.1).</summary>
    NotWanted,

    /// <summary>A limit of ours was reached.</summary>
    LimitReached,

    /// <summary>We closed it ourselves.</summary>
    Closed,
}

/// <summary>What peers tell us about faults.</summary>
internal static class TunnelFaults
{
    /// <summary>The TLS alert of what has been revoked (RFC 8446, 6.2).</summary>
    public const string RevokedAlert = "certificate revoked";

    /// <summary>Which fault it is when a certificate is refused.</summary>
    /// <param name="alert">The TLS alert of the refusal.</param>
    public static TunnelFault OfRefusal(string alert) =>
        alert.StartsWith(RevokedAlert, StringComparison.Ordinal) ? TunnelFault.CertificateRevoked : TunnelFault.IdentityMismatch;
}

/// <summary>A tunnel failed; says at which layer, what, and where it is known with which status.</summary>
public sealed class TunnelException : Exception
{
    /// <summary>Describes a failure.</summary>
    /// <param name="layer">The part that failed.</param>
    /// <param name="fault">What failed.</param>
    /// <param name="message">One line: what was expected, and what came.</param>
    /// <param name="status">The status that the peer answered, for <see cref="TunnelFault.Refused"/>.</param>
    /// <param name="inner">The cause.</param>
    public TunnelException(TunnelLayer layer, TunnelFault fault, string message, int? status = null, Exception? inner = null)
        : base(message, inner)
    {
        Layer = layer;
        Fault = fault;
        Status = status;
    }

    /// <summary>The part that failed.</summary>
    public TunnelLayer Layer { get; }

    /// <summary>What failed.</summary>
    public TunnelFault Fault { get; }

    /// <summary>The status that the peer answered CONNECT with, where it did.</summary>
    public int? Status { get; }
}
