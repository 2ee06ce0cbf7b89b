using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>Whom a channel calls.</summary>
internal sealed record GrpcChannelOptions
{
    /// <summary><c>https://NAME:PORT</c>; the server's certificate must be for this name.</summary>
    public required Uri Address { get; init; }

    /// <summary>What the server's certificate must chain to.</summary>
    public required X509Certificate2Collection Roots { get; init; }

    /// <summary>
    /// Opens the connection where the address is not to be looked up: an underlay, or a fixed address.
    /// </summary>
    public Func<CancellationToken, ValueTask<Stream>>? Connect { get; init; }

    public GrpcLimits Limits { get; init; } = GrpcLimits.Default;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>A connection to a server, made when it is first needed and made anew when it was lost.</summary>
internal sealed class GrpcChannel : IDisposable
{
    private readonly GrpcChannelOptions _options;
    private readonly HttpMessageInvoker _http;

    public GrpcChannel(GrpcChannelOptions options)
    {
        _options = options;
        _http = new HttpMessageInvoker(Handler(options), disposeHandler: true);
    }

    /// <summary>Sends one message and waits for the one that answers it.</summary>
    /// <exception cref="RpcException">The call ended with another status than OK.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, CallOptions options)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        await using var call = Duplex(method, options);
        if (await call.TryWriteAsync(request))
            await call.CompleteAsync();
        if (!await call.Responses.MoveNext(CancellationToken.None))
            throw new RpcException(StatusCode.Unimplemented, "the peer answered without a message");
        var response = call.Responses.Current;
        return await call.Responses.MoveNext(CancellationToken.None)
            ? throw new RpcException(StatusCode.Unimplemented, "the peer answered with more than one message")
            : response;
    }

    /// <summary>Opens a call whose two directions stream independently.</summary>
    public DuplexCall<TRequest, TResponse> Duplex<TRequest, TResponse>(
        Method<TRequest, TResponse> method, CallOptions options)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(_http, new Uri(_options.Address, method.FullName), options, _options.Limits, _options.Time);

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Handler(GrpcChannelOptions options)
    {
        var chain = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // The roots that we are given say all; nothing is fetched from elsewhere.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        chain.CustomTrustStore.AddRange(options.Roots);
        var connect = options.Connect;
        return new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = chain },
            ConnectTimeout = TimeSpan.FromSeconds(options.Limits.ConnectTimeoutSeconds),
            KeepAlivePingDelay = TimeSpan.FromSeconds(options.Limits.KeepAliveDelaySeconds),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(options.Limits.KeepAliveTimeoutSeconds),
            InitialHttp2StreamWindowSize = options.Limits.StreamWindowBytes,
            ConnectCallback = connect is null ? null : (_, cancellationToken) => connect(cancellationToken),
        };
    }
}
