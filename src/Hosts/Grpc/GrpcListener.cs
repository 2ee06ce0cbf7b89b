using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>
/// Sets a web server up for gRPC: HTTP/2 over TLS, and connections that are probed while they are silent.
/// </summary>
internal static class GrpcListener
{
    public static void ConfigureGrpc(this KestrelServerOptions options, GrpcLimits limits)
    {
        options.AddServerHeader = false;
        options.Limits.MaxConcurrentConnections = limits.ServerConnections;
        options.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(limits.KeepAliveDelaySeconds);
        options.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(limits.KeepAliveTimeoutSeconds);
        options.Limits.Http2.InitialStreamWindowSize = limits.StreamWindowBytes;
        options.Limits.Http2.InitialConnectionWindowSize = limits.StreamWindowBytes;
    }

    /// <summary>Serves gRPC here.</summary>
    /// <param name="listen">Where.</param>
    /// <param name="certificate">Asked at every handshake, so that the certificate can be renewed.</param>
    public static void UseGrpcTls(this ListenOptions listen, Func<SslStreamCertificateContext> certificate)
    {
        listen.Protocols = HttpProtocols.Http2;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate(),
                EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12,
            }),
        });
    }
}
