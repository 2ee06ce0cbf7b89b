using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>One handshake of either role: runs it within its time, and keeps why the peer was refused.</summary>
internal sealed class Handshake(
    ITransport transport,
    WorkloadCertificate ours,
    PeerVerification verification,
    TunnelLayer layer,
    TunnelLimits limits,
    TimeProvider time)
{
    private VerifiedPeer? _peer;
    private string? _refusal;

    public X509ChainPolicy CreateChainPolicy() => verification.CreateChainPolicy(ours.Roots, time);

    /// <summary>What <see cref="SslStream"/> asks when the peer's certificate has come, or none.</summary>
    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // Names are not looked at: the identity is in the SPIFFE id.
        var chainIsValid = (errors & SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None;
        _refusal = verification.Verify(certificate as X509Certificate2, chain, chainIsValid, out _peer);
        return _refusal is null;
    }

    public async ValueTask<TlsTunnel> RunAsync(
        Func<SslStream, CancellationToken, Task> authenticate, CancellationToken cancellationToken)
    {
        var tls = new SslStream(new TransportStream(transport), leaveInnerStreamOpen: false);
        using var deadline = new Deadline(limits.HandshakeTimeoutSeconds, time, cancellationToken);
        try
        {
            await authenticate(tls, deadline.Token);
            if (tls.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
                throw Failed(TunnelFault.TlsFailed, "the peer does not offer HTTP/2 by ALPN");
            if (_peer is null)
                throw Failed(TunnelFault.IdentityMismatch, "the peer presented no certificate");
            return new TlsTunnel(new TlsTransport(tls, transport, Translate), _peer);
        }
        catch (Exception e)
        {
            // Disposing lets an alert that is under way reach the peer, and ends the connection.
            await tls.DisposeAsync();
            throw e switch
            {
                OperationCanceledException when !deadline.IsOver => e,
                OperationCanceledException =>
                    Failed(TunnelFault.TimedOut, $"the TLS handshake took longer than {limits.HandshakeTimeoutSeconds} s"),
                TunnelException { Layer: not TunnelLayer.Transport } => e,
                _ => Refused() ?? Translate(e),
            };
        }
    }

    private TunnelException? Refused() => _refusal is null ? null : Failed(TunnelFault.IdentityMismatch, _refusal);

    /// <summary>
    /// In TLS 1.3 a client is done before the server has looked at its certificate: the refusal comes as an
    /// alert at the first read, and is a matter of identity like any other.
    /// </summary>
    private TunnelException Translate(Exception e)
    {
        if (TlsAlerts.Find(e) is { } alert)
        {
            return TlsAlerts.IsRefusal(alert)
                ? Failed(TunnelFault.IdentityMismatch, $"the peer refused our certificate ({ours.Identity}): {alert}", e)
                : Failed(TunnelFault.TlsFailed, $"the peer ended TLS: {alert}", e);
        }
        return e switch
        {
            TunnelException { Layer: not TunnelLayer.Transport } known => known,
            TunnelException plain => Failed(plain.Fault, plain.Message, e),
            AuthenticationException => Failed(TunnelFault.TlsFailed, $"TLS failed: {Innermost(e).Message}", e),
            ObjectDisposedException => Failed(TunnelFault.Closed, "the connection was closed on our side", e),
            _ => Failed(TunnelFault.Reset, $"the connection broke: {e.Message}", e),
        };
    }

    private TunnelException Failed(TunnelFault fault, string what, Exception? cause = null) =>
        new(layer, fault, $"{layer.Describe()}: {what}", inner: cause);

    private static Exception Innermost(Exception e) => e.GetBaseException();
}
