using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Tls.OpenSsl;
using ScopeMesh.Tunnel.Tls.Revocation;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>One handshake of either role: runs it within its time, and keeps why the peer was refused.</summary>
internal sealed class Handshake(
    ITransport transport,
    WorkloadCertificate ours,
    PeerVerification verification,
    TunnelLayer layer,
    TunnelLimits limits,
    TimeProvider time,
    bool isServer)
{
    private const int MaxBytesAfterRefusal = 64 * 1024;
    private static readonly Refusal NoVerdict = new("certificate required", "the peer was not verified");
    private readonly PeerExamination _examination = new(ours, verification, limits, time);
    private VerifiedPeer? _peer;
    private Refusal? _refusal;

    /// <summary>
    /// What <see cref="SslStream"/> builds a chain by before it asks us. We build our own, by the roots of the identity's
    /// trust domain.
    /// </summary>
    public static X509ChainPolicy NoChainPolicy() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };

    /// <summary>
    /// What <see cref="SslStream"/> asks when the peer's certificate has come, or none. It closes without a word
    /// when the answer is no, on Linux at least. So the answer is that there is a verdict, and <see cref="RunAsync"/>
    /// refuses in words before the connection is given to anybody.
    /// </summary>
    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // Names are not looked at: the identity is in the SPIFFE id.
        _refusal = _examination.Examine(certificate is null ? [] : Presented(certificate, chain), out _peer);
        return _peer is not null || _refusal is not null;
    }

    /// <summary>Shakes hands by OpenSSL in memory, which tells a peer that is refused so by a TLS alert.</summary>
    public async ValueTask<TlsTunnel> RunOpenSslAsync(CancellationToken cancellationToken)
    {
        var tls = OpenSslConnection.Create(ours, isServer, Judge);
        var secured = new OpenSslTransport(tls, transport, EventLoop.Require(), Translate);
        using var deadline = new Deadline(limits.HandshakeTimeoutSeconds, time, cancellationToken);
        try
        {
            await secured.ShakeHandsAsync(deadline.Token);
            if (_peer is null)
                throw Failed(TunnelFault.IdentityMismatch, NoVerdict.Message);
            if (!tls.IsHttp2)
                throw Failed(TunnelFault.TlsFailed, TlsFailures.NotHttp2);
            return Watched(secured, _peer);
        }
        catch (Exception e)
        {
            if (_refusal is not null)
                await LetReadAsync(transport, deadline.Token);
            await secured.DisposeAsync();
            throw e switch
            {
                _ when _refusal is not null => Failed(_refusal.Fault, _refusal.Message),
                _ when tls.PresentedNothing => Failed(TunnelFault.IdentityMismatch, "the peer presented no certificate"),
                _ => Explain(e, deadline),
            };
        }
    }

    public async ValueTask<TlsTunnel> RunAsync(
        Func<SslStream, CancellationToken, Task> authenticate, CancellationToken cancellationToken)
    {
        var cipher = new CipherStream(transport, EventLoop.Require());
        var tls = new SslStream(cipher, leaveInnerStreamOpen: false);
        using var deadline = new Deadline(limits.HandshakeTimeoutSeconds, time, cancellationToken);
        try
        {
            await authenticate(tls, deadline.Token);
            var secured = new TlsTransport(tls, cipher, transport, Translate);
            if (_refusal is not null || _peer is null)
                throw await RefuseAsync(secured, _refusal ?? NoVerdict, deadline.Token);
            if (tls.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
                throw Failed(TunnelFault.TlsFailed, TlsFailures.NotHttp2);
            return Watched(secured, _peer);
        }
        catch (Exception e)
        {
            // Disposing lets an alert that is under way reach the peer, and ends the connection.
            await tls.DisposeAsync();
            throw Explain(e, deadline);
        }
    }

    /// <summary>What became of the handshake, where nothing is known of the peer.</summary>
    private Exception Explain(Exception e, Deadline deadline) => e switch
    {
        OperationCanceledException when !deadline.IsOver => e,
        OperationCanceledException =>
            Failed(TunnelFault.TimedOut, $"the TLS handshake took longer than {limits.HandshakeTimeoutSeconds} s"),
        TunnelException { Layer: not TunnelLayer.Transport } => e,
        _ => Translate(e),
    };

    private TlsTunnel Watched(ITransport secured, VerifiedPeer peer)
    {
        if (ours.Revocations is not { } watch)
            return new TlsTunnel(secured, peer);
        var watched = new WatchedTransport(secured, peer, isPeerServer: !isServer, layer, watch, EventLoop.Require());
        watch.Add(watched);
        return new TlsTunnel(watched, peer);
    }

    /// <summary>
    /// Tells the peer the alert of its refusal by HTTP/2's GOAWAY, and waits until it has read it: closing at
    /// once would let TCP drop it.
    /// </summary>
    private async Task<TunnelException> RefuseAsync(TlsTransport secured, Refusal refusal, CancellationToken cancellationToken)
    {
        var http2 = new Http2Connection(isServer, isServer ? limits.ServerHttp2 : limits.ClientHttp2);
        http2.GoAway(Http2ErrorCode.InadequateSecurity, isFinal: true, refusal.Alert);
        try
        {
            await secured.SendAsync(http2.Output.Memory, cancellationToken);
        }
        catch (Exception e) when (e is TunnelException or OperationCanceledException)
        {
            // The peer did not wait for it.
        }
        await LetReadAsync(secured, cancellationToken);
        return Failed(refusal.Fault, refusal.Message);
    }

    /// <summary>Ends our direction, and waits until the peer has read what was sent: closing at once would let TCP drop it.</summary>
    private static async Task LetReadAsync(ITransport sent, CancellationToken cancellationToken)
    {
        try
        {
            await sent.CompleteAsync(cancellationToken);
            var rest = new byte[1024];
            for (var left = MaxBytesAfterRefusal; left > 0;)
            {
                var count = await sent.ReceiveAsync(rest, cancellationToken);
                left = count == 0 ? 0 : left - count;
            }
        }
        catch (Exception e) when (e is TunnelException or OperationCanceledException)
        {
            // The peer did not wait for it.
        }
    }

    /// <summary>What a peer presented, its own certificate first; the others are in the store that its chain was built from.</summary>
    private static List<byte[]> Presented(X509Certificate certificate, X509Chain? chain)
    {
        var leaf = certificate.GetRawCertData();
        return [leaf, .. (chain?.ChainPolicy.ExtraStore ?? []).Select(other => other.RawData).Where(other => !other.AsSpan().SequenceEqual(leaf))];
    }

    /// <summary>Judges what the peer presented, while OpenSSL shakes hands.</summary>
    private CertificateVerdict Judge(IReadOnlyList<byte[]> presented)
    {
        _refusal = _examination.Examine(presented, out _peer);
        return _refusal?.Alert switch
        {
            null => CertificateVerdict.Ok,
            "unknown ca" => CertificateVerdict.UnknownIssuer,
            "certificate expired" => CertificateVerdict.Expired,
            "unsupported certificate" => CertificateVerdict.InvalidPurpose,
            "bad certificate" => CertificateVerdict.Rejected,
            Refusal.Revoked => CertificateVerdict.Revoked,
            _ => CertificateVerdict.NotAccepted,
        };
    }

    /// <summary>
    /// In TLS 1.3 a client is done before the server has looked at its certificate: the refusal comes as an
    /// alert at the first read, and is a matter of identity like any other.
    /// </summary>
    private TunnelException Translate(Exception e)
    {
        if (TlsAlerts.Find(e) is { } alert)
        {
            return TlsAlerts.IsRefusal(alert)
                ? Failed(
                    TunnelFaults.OfRefusal(alert),
                    $"the peer refused our certificate ({ours.Identity}): {alert}",
                    e)
                : Failed(TunnelFault.TlsFailed, TlsFailures.DescribeAlert(alert), e);
        }
        return CarrierFailure(e) ?? e switch
        {
            AuthenticationException => Failed(TunnelFault.TlsFailed, TlsFailures.Describe(Innermost(e).Message), e),
            ObjectDisposedException => Failed(TunnelFault.Closed, "the connection was closed on our side", e),
            _ => Failed(TunnelFault.Reset, $"the connection broke: {e.Message}", e),
        };
    }

    private TunnelException Failed(TunnelFault fault, string what, Exception? cause = null) =>
        new(layer, fault, $"{layer.Describe()}: {what}", inner: cause);

    /// <summary>What broke under TLS, which <see cref="SslStream"/> wraps. An outer tunnel's failure stays the outer one's.</summary>
    private TunnelException? CarrierFailure(Exception? e)
    {
        while (e is not (null or TunnelException))
            e = e.InnerException;
        return e is TunnelException { Layer: TunnelLayer.Transport } plain ? Failed(plain.Fault, plain.Message, plain) : e as TunnelException;
    }

    private static Exception Innermost(Exception e) => e.GetBaseException();
}
