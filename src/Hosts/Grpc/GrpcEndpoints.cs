using Google.Protobuf;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>Puts methods on a web application.</summary>
internal static class GrpcEndpoints
{
    /// <summary>A method that answers one message with one.</summary>
    public static IEndpointConventionBuilder MapGrpcUnary<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints,
        Method<TRequest, TResponse> method,
        Func<TRequest, ServerCallContext, Task<TResponse>> serve)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        endpoints.MapGrpcBidi(method, async (requests, responses, context) =>
        {
            if (!await requests.MoveNext(context.CancellationToken))
                throw new RpcException(StatusCode.Unimplemented, "the caller sent no message");
            var request = requests.Current;
            if (await requests.MoveNext(context.CancellationToken))
                throw new RpcException(StatusCode.Unimplemented, "the caller sent more than one message");
            await responses.WriteAsync(await serve(request, context), context.CancellationToken);
        });

    /// <summary>A method whose two directions stream independently.</summary>
    public static IEndpointConventionBuilder MapGrpcBidi<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints,
        Method<TRequest, TResponse> method,
        Func<AsyncStreamReader<TRequest>, ServerStreamWriter<TResponse>, ServerCallContext, Task> serve)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        var services = endpoints.ServiceProvider;
        var server = new ServerCall(
            services.GetService<GrpcLimits>() ?? GrpcLimits.Default,
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>().CreateLogger<ServerCall>(),
            // A stream may be open for days: it ends when the host stops, which would wait for it otherwise.
            services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
        return endpoints.MapPost(method.FullName, http => server.RunAsync(http, serve));
    }
}
