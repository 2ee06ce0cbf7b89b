using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>Why a connection did not simply come to its end: Istio's <c>response_flags</c>.</summary>
internal enum ConnectionFlag
{
    /// <summary>It did, or ended for a reason that has no flag.</summary>
    None,

    /// <summary>A policy does not allow it.</summary>
    Denied,

    /// <summary>What it leads to could not be reached, or did not take it.</summary>
    ConnectFailed,

    /// <summary>The TLS handshake failed.</summary>
    TlsFailed,

    /// <summary>HTTP/2 could not be spoken.</summary>
    Http2Failed,

    /// <summary>The HBONE port did not answer; a network policy may be in the way.</summary>
    NetworkPolicy,

    /// <summary>There is no certificate of the caller.</summary>
    NoIdentity,

    /// <summary>A certificate was revoked.</summary>
    CertificateRevoked,
}

/// <summary>What flags are called, and which failure has which.</summary>
internal static class ConnectionFlags
{
    /// <summary>The value of the label.</summary>
    public static string Label(this ConnectionFlag flag) => flag switch
    {
        ConnectionFlag.None => "-",
        ConnectionFlag.Denied => "DENY",
        ConnectionFlag.ConnectFailed => "CONNECT",
        ConnectionFlag.TlsFailed => "TLS_FAILURE",
        ConnectionFlag.Http2Failed => "H2_HANDSHAKE_FAILURE",
        ConnectionFlag.NetworkPolicy => "NETWORK_POLICY",
        ConnectionFlag.NoIdentity => "IDENTITY_ERROR",
        ConnectionFlag.CertificateRevoked => "CERT_REVOKED",
    };

    /// <summary>The flag of a connection that could not be opened. Any status but 200 is <c>CONNECT</c>, as at ztunnel.</summary>
    /// <param name="error">Why it could not.</param>
    /// <param name="isTunnel">Whether a tunnel was to carry it.</param>
    public static ConnectionFlag OfOpening(TunnelException error, bool isTunnel) => error.Fault switch
    {
        _ when error.InnerException is CertificateUnavailableException => ConnectionFlag.NoIdentity,
        TunnelFault.CertificateRevoked => ConnectionFlag.CertificateRevoked,
        TunnelFault.TlsFailed or TunnelFault.IdentityMismatch => ConnectionFlag.TlsFailed,
        TunnelFault.ProtocolError => ConnectionFlag.Http2Failed,
        TunnelFault.TimedOut when isTunnel && IsOfSocket(error) => ConnectionFlag.NetworkPolicy,
        _ => ConnectionFlag.ConnectFailed,
    };

    /// <summary>Whether it is the socket that failed; a pool says so of its own layer, and has the failure within.</summary>
    private static bool IsOfSocket(TunnelException error) =>
        error.Layer == TunnelLayer.Transport || error.InnerException is TunnelException { Layer: TunnelLayer.Transport };
}
