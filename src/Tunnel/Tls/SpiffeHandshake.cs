using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Tls.OpenSsl;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>
/// Mutual TLS between workloads, as Istio's ambient mode has it: TLS 1.3 with AES-GCM, ALPN <c>h2</c>, no SNI, no
/// resumption, and identities by SPIFFE.
/// </summary>
public static class SpiffeHandshake
{
    // Building a chain to send is dear, and the same for each handshake with a certificate.
    private static readonly ConditionalWeakTable<WorkloadCertificate, SslStreamCertificateContext> Contexts = [];

    /// <summary>Shakes hands as the client.</summary>
    /// <param name="transport">What carries TLS; closed where the handshake fails.</param>
    /// <param name="ours">Our certificate, and the roots that the peer's chain must end in.</param>
    /// <param name="expected">The identities one of which the peer must have; with none nobody is accepted.</param>
    /// <param name="layer">The part of the tunnel, for errors.</param>
    /// <param name="limits">Says how long it may take.</param>
    /// <param name="time">The clock, also for the validity of certificates.</param>
    /// <param name="cancellationToken">Stops the handshake.</param>
    /// <exception cref="TunnelException">
    /// <see cref="TunnelFault.IdentityMismatch"/>, <see cref="TunnelFault.CertificateRevoked"/>,
    /// <see cref="TunnelFault.TlsFailed"/> or <see cref="TunnelFault.TimedOut"/>.
    /// </exception>
    public static ValueTask<TlsTunnel> ConnectAsync(
        ITransport transport,
        WorkloadCertificate ours,
        ValueList<SpiffeId> expected,
        TunnelLayer layer,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        ConnectAsync(transport, ours, new AcceptedPeers.OneOf(expected), layer, limits, time, cancellationToken);

    /// <param name="transport">What carries TLS; closed where the handshake fails.</param>
    /// <param name="ours">Our certificate, and the roots that the peer's chain must end in.</param>
    /// <param name="accepted">Who the peer may be.</param>
    /// <param name="layer">The part of the tunnel, for errors.</param>
    /// <param name="limits">Says how long it may take.</param>
    /// <param name="time">The clock, also for the validity of certificates.</param>
    /// <param name="cancellationToken">Stops the handshake.</param>
    /// <inheritdoc cref="ConnectAsync(ITransport, WorkloadCertificate, ValueList{SpiffeId}, TunnelLayer, TunnelLimits, TimeProvider, CancellationToken)"/>
    public static ValueTask<TlsTunnel> ConnectAsync(
        ITransport transport,
        WorkloadCertificate ours,
        AcceptedPeers accepted,
        TunnelLayer layer,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var handshake = new Handshake(transport, ours, new PeerVerification.OfServer(accepted), layer, limits, time, isServer: false);
        if (UsesOpenSsl)
            return handshake.RunOpenSslAsync(cancellationToken);
        var options = new SslClientAuthenticationOptions
        {
            // An empty name sends no SNI.
            TargetHost = "",
            ClientCertificateContext = ContextOf(ours),
            EnabledSslProtocols = SslProtocols.Tls13,
            CipherSuitesPolicy = CipherSuites(),
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            AllowTlsResume = false,
            AllowRenegotiation = false,
            CertificateChainPolicy = Handshake.NoChainPolicy(),
            RemoteCertificateValidationCallback = handshake.Verify,
        };
        return handshake.RunAsync((tls, token) => tls.AuthenticateAsClientAsync(options, token), cancellationToken);
    }

    /// <summary>Shakes hands as the server with a client of its own trust domain.</summary>
    /// <inheritdoc cref="ConnectAsync(ITransport, WorkloadCertificate, ValueList{SpiffeId}, TunnelLayer, TunnelLimits, TimeProvider, CancellationToken)"/>
    public static ValueTask<TlsTunnel> AcceptAsync(
        ITransport transport,
        WorkloadCertificate ours,
        TunnelLayer layer,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        AcceptAsync(transport, ours, believed: [], layer, limits, time, cancellationToken);

    /// <summary>Shakes hands as the server.</summary>
    /// <param name="transport">What carries TLS; closed where the handshake fails.</param>
    /// <param name="ours">Our certificate, and the roots that the peer's chain must end in.</param>
    /// <param name="believed">The trust domains of clients that are accepted besides our own.</param>
    /// <param name="layer">The part of the tunnel, for errors.</param>
    /// <param name="limits">Says how long it may take.</param>
    /// <param name="time">The clock, also for the validity of certificates.</param>
    /// <param name="cancellationToken">Stops the handshake.</param>
    /// <inheritdoc cref="ConnectAsync(ITransport, WorkloadCertificate, ValueList{SpiffeId}, TunnelLayer, TunnelLimits, TimeProvider, CancellationToken)"/>
    public static ValueTask<TlsTunnel> AcceptAsync(
        ITransport transport,
        WorkloadCertificate ours,
        ValueList<string> believed,
        TunnelLayer layer,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        AcceptAsync(
            transport, ours, new PeerVerification.OfClient([ours.Identity.TrustDomain, .. believed]), layer, limits, time, cancellationToken);

    /// <summary>Shakes hands as a server that knows its clients, or takes any.</summary>
    /// <param name="transport">What carries TLS; closed where the handshake fails.</param>
    /// <param name="ours">Our certificate, and the roots that the peer's chain must end in.</param>
    /// <param name="accepted">Who the peer may be.</param>
    /// <param name="layer">The part of the tunnel, for errors.</param>
    /// <param name="limits">Says how long it may take.</param>
    /// <param name="time">The clock, also for the validity of certificates.</param>
    /// <param name="cancellationToken">Stops the handshake.</param>
    /// <inheritdoc cref="ConnectAsync(ITransport, WorkloadCertificate, ValueList{SpiffeId}, TunnelLayer, TunnelLimits, TimeProvider, CancellationToken)"/>
    public static ValueTask<TlsTunnel> AcceptAsync(
        ITransport transport,
        WorkloadCertificate ours,
        AcceptedPeers accepted,
        TunnelLayer layer,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        AcceptAsync(transport, ours, new PeerVerification.OfNamedClient(accepted), layer, limits, time, cancellationToken);

    private static ValueTask<TlsTunnel> AcceptAsync(
        ITransport transport,
        WorkloadCertificate ours,
        PeerVerification verification,
        TunnelLayer layer,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var handshake = new Handshake(transport, ours, verification, layer, limits, time, isServer: true);
        if (UsesOpenSsl)
            return handshake.RunOpenSslAsync(cancellationToken);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = ContextOf(ours),
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13,
            CipherSuitesPolicy = CipherSuites(),
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            AllowTlsResume = false,
            AllowRenegotiation = false,
            CertificateChainPolicy = Handshake.NoChainPolicy(),
            RemoteCertificateValidationCallback = handshake.Verify,
        };
        return handshake.RunAsync((tls, token) => tls.AuthenticateAsServerAsync(options, token), cancellationToken);
    }

    /// <summary>Loops that wait for sockets by the platform's calls use the platform's TLS as well.</summary>
    private static bool UsesOpenSsl => EventLoop.Require().Epoll is not null && LibSsl.IsAvailable;

    private static SslStreamCertificateContext ContextOf(WorkloadCertificate ours) =>
        Contexts.GetValue(ours, c => SslStreamCertificateContext.Create(c.Leaf, c.Intermediates, offline: true));

    /// <summary>Istio's suites; where the platform does not let us choose, its TLS 1.3 suites.</summary>
    private static CipherSuitesPolicy? CipherSuites() => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
        ? new CipherSuitesPolicy([TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_AES_128_GCM_SHA256])
        : null;
}
