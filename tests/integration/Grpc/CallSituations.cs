using System.Net;
using System.Net.Http.Headers;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Certificates.Protos;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Tests.Integration.Xds;

namespace ScopeMesh.Tests.Integration.Grpc;

/// <summary>Calls between our client and our server, and how they end.</summary>
public sealed class CallSituations : IAsyncLifetime
{
    private static readonly Method<IstioCertificateRequest, IstioCertificateRequest> Unary = new("test.Service", "Unary");
    private static readonly Method<IstioCertificateRequest, IstioCertificateRequest> Bidi = new("test.Service", "Bidi");

    private readonly CertificateAuthority _authority = TestControlPlane.NewAuthority();
    private readonly TaskCompletionSource _began = new();
    private readonly TaskCompletionSource _ended = new();
    private TestServer _server = null!;
    private GrpcChannel _channel = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(
            _authority,
            GrpcLimits.Default with { ServerMessageBytes = 10_000 },
            0,
            endpoints => endpoints.MapGrpcUnary(Unary, ServeAsync),
            endpoints => endpoints.MapGrpcBidi(Bidi, EchoAsync));
        _channel = Open();
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_answered_with_one() => Assert.Equal("hello", (await CallAsync("hello")).Csr);

    [Fact]
    public async Task A_method_sees_the_headers_of_its_caller() =>
        Assert.Equal("east", (await CallAsync("headers", new Metadata { { "clusterid", "east" } })).Csr);

    [Theory]
    [InlineData("status", StatusCode.NotFound, "nothing\nhere – really")]
    [InlineData("throws", StatusCode.Unknown, "the method failed")]
    public async Task A_method_that_fails_says_so_without_its_secrets(string csr, object code, string detail) =>
        Assert.Equal(new Status((StatusCode)code, detail), await FailureAsync(csr));

    [Fact]
    public async Task A_caller_gives_up_when_its_deadline_passes() =>
        Assert.Equal(
            new Status(StatusCode.DeadlineExceeded, "the call took longer than its deadline"),
            await FailureAsync("hangs", TimeSpan.FromMilliseconds(200)));

    [Fact]
    public async Task A_server_gives_up_when_the_deadline_of_its_caller_passes()
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => CallAsync("hangs", new Metadata { { GrpcTimeout.Header, "200m" } }));
        Assert.Equal(new Status(StatusCode.DeadlineExceeded, "the call took longer than its deadline"), e.Status);
        Assert.True(_ended.Task.IsCompleted);
    }

    [Fact]
    public async Task A_call_ends_on_the_server_when_its_caller_cancels()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var call = _channel.UnaryAsync(Unary, new IstioCertificateRequest { Csr = "hangs" }, new CallOptions(CancellationToken: cancel.Token));
        await _began.Task.WaitAsync(Eventually.Limit, Cancellation);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _ended.Task.WaitAsync(Eventually.Limit, Cancellation);
    }

    [Fact]
    public async Task A_message_of_the_limit_is_taken_and_one_byte_more_is_refused()
    {
        var most = new string('x', 10_000 - 3);
        Assert.Equal(most, (await CallAsync(most)).Csr);
        Assert.Equal(new Status(StatusCode.ResourceExhausted, "the peer sent a message larger than 10000 bytes"), await FailureAsync(most + "x"));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        await _server.DisposeAsync();
        var failure = await FailureAsync("hello");
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.StartsWith($"lost `{TestControlPlane.Name}:{_server.Port}`, or could not reach it: ", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_directions_of_a_stream_go_on_independently()
    {
        await using var call = _channel.Duplex(Bidi, new CallOptions(CancellationToken: Cancellation));
        for (var i = 0; i < 100; i++)
        {
            Assert.True(await call.TryWriteAsync(new IstioCertificateRequest { Csr = $"{i}" }));
            Assert.True(await call.Responses.MoveNext(Cancellation));
            Assert.Equal($"{i}", call.Responses.Current.Csr);
        }
        await call.CompleteAsync();
        Assert.True(await call.Responses.MoveNext(Cancellation));
        Assert.Equal("goodbye", call.Responses.Current.Csr);
        Assert.False(await call.Responses.MoveNext(Cancellation));
    }

    [Fact]
    public async Task A_unary_method_takes_one_message_exactly()
    {
        await using var none = _channel.Duplex(Unary, default);
        await none.CompleteAsync();
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => none.Responses.MoveNext(Cancellation))).StatusCode);

        await using var two = _channel.Duplex(Unary, default);
        await two.TryWriteAsync(new IstioCertificateRequest());
        await two.TryWriteAsync(new IstioCertificateRequest());
        await two.CompleteAsync();
        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => two.Responses.MoveNext(Cancellation))).StatusCode);
    }

    [Fact]
    public async Task Writing_to_a_call_that_has_ended_is_no_error_and_reading_says_how_it_ended()
    {
        await using var call = _channel.Duplex(new Method<IstioCertificateRequest, IstioCertificateRequest>("test.Service", "Nothing"), default);
        while (await call.TryWriteAsync(new IstioCertificateRequest { Csr = "hello" }))
            await Task.Delay(1, Cancellation);
        var e = await Assert.ThrowsAsync<RpcException>(() => call.Responses.MoveNext(Cancellation));
        Assert.Equal(new Status(StatusCode.Unimplemented, "the peer answered HTTP status 404"), e.Status);
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    public async Task Only_gRPC_with_protobuf_is_served(string type, HttpStatusCode expected)
    {
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null } });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://127.0.0.1:{_server.Port}{Unary.FullName}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
        };
        using var response = await http.SendAsync(request, Cancellation);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("-1S")]
    [InlineData("soon")]
    public async Task A_deadline_that_is_no_time_is_refused(string timeout)
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => CallAsync("hello", new Metadata { { GrpcTimeout.Header, timeout } }));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
    }

    private async Task<IstioCertificateRequest> ServeAsync(IstioCertificateRequest request, ServerCallContext context)
    {
        switch (request.Csr)
        {
            case "headers":
                return new IstioCertificateRequest { Csr = context.RequestHeaders.GetValue("clusterid") };
            case "status":
                throw new RpcException(StatusCode.NotFound, "nothing\nhere – really");
            case "throws":
                throw new InvalidOperationException("a secret");
            case "hangs":
                _began.TrySetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                }
                finally
                {
                    _ended.TrySetResult();
                }
                return request;
            default:
                return request;
        }
    }

    private static async Task EchoAsync(
        AsyncStreamReader<IstioCertificateRequest> requests, ServerStreamWriter<IstioCertificateRequest> responses, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
            await responses.WriteAsync(request, context.CancellationToken);
        await responses.WriteAsync(new IstioCertificateRequest { Csr = "goodbye" }, context.CancellationToken);
    }

    private GrpcChannel Open() => _server.OpenChannel(TestControlPlane.Name, _authority.Roots, GrpcLimits.Default);

    private Task<IstioCertificateRequest> CallAsync(string csr, Metadata? headers = null) =>
        _channel.UnaryAsync(Unary, new IstioCertificateRequest { Csr = csr }, new CallOptions(headers, CancellationToken: Cancellation));

    private async Task<Status> FailureAsync(string csr, TimeSpan? timeout = null) =>
        (await Assert.ThrowsAsync<RpcException>(() =>
            _channel.UnaryAsync(Unary, new IstioCertificateRequest { Csr = csr }, new CallOptions(Timeout: timeout)))).Status;
}
