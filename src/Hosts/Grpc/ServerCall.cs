using Google.Protobuf;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>Serves calls: checks that a request is gRPC, keeps its deadline, and ends it with a status.</summary>
internal sealed partial class ServerCall(
    GrpcLimits limits, TimeProvider time, ILogger<ServerCall> logger, CancellationToken stopping)
{
    public const string ContentType = "application/grpc";

    private const string EncodingHeader = "grpc-encoding";
    private const string AcceptEncodingHeader = "grpc-accept-encoding";
    private const string Identity = "identity";

    public async Task RunAsync<TRequest, TResponse>(
        HttpContext http,
        Func<AsyncStreamReader<TRequest>, ServerStreamWriter<TResponse>, ServerCallContext, Task> serve)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        if (!IsGrpc(http))
            return;
        LiftBodyLimits(http);
        http.Response.ContentType = ContentType;
        http.Response.Headers[AcceptEncodingHeader] = Identity;

        var status = await ServeAsync(http, serve);
        if (status.StatusCode != StatusCode.OK)
            Log.CallFailed(logger, http.Request.Path, status.StatusCode, status.Detail);
        if (!http.RequestAborted.IsCancellationRequested)
            await EndAsync(http.Response, status);
    }

    private async Task<Status> ServeAsync<TRequest, TResponse>(
        HttpContext http,
        Func<AsyncStreamReader<TRequest>, ServerStreamWriter<TResponse>, ServerCallContext, Task> serve)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new()
    {
        if (http.Request.Headers[EncodingHeader] is [{ Length: > 0 } encoding] && encoding != Identity)
            return new Status(StatusCode.Unimplemented, $"encoding `{encoding}` is not supported, only `{Identity}`");
        if (!TryReadTimeout(http.Request, out var timeout))
            return new Status(StatusCode.InvalidArgument, $"`{GrpcTimeout.Header}` is not a time");

        using var deadline = new CancellationTokenSource(timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            deadline.Token, http.RequestAborted, stopping);
        var pump = new MessagePump<TRequest>(http.Request.BodyReader, limits.ServerMessageBytes);
        try
        {
            await serve(
                new AsyncStreamReader<TRequest>(pump.ReadAsync),
                new ServerStreamWriter<TResponse>(http.Response),
                new ServerCallContext(http, ended.Token));
            return Status.Ok;
        }
        catch (RpcException e)
        {
            return e.Status;
        }
        catch (Exception) when (deadline.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            return new Status(StatusCode.DeadlineExceeded, "the call took longer than its deadline");
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return new Status(StatusCode.Unavailable, "the server is stopping");
        }
        catch (Exception e) when (
            http.RequestAborted.IsCancellationRequested || e is IOException or ConnectionAbortedException)
        {
            return new Status(StatusCode.Cancelled, "the caller has gone");
        }
        catch (Exception e)
        {
            Log.MethodThrew(logger, http.Request.Path, e);
            return new Status(StatusCode.Unknown, "the method failed");
        }
    }

    private static bool IsGrpc(HttpContext http)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol))
            http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        else if (!(http.Request.ContentType is { } type && (type == ContentType || type == $"{ContentType}+proto")))
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        else
            return true;
        return false;
    }

    /// <summary>A stream lives for days and may be silent for hours: messages are bounded, not the body.</summary>
    private static void LiftBodyLimits(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    private static bool TryReadTimeout(HttpRequest request, out TimeSpan timeout)
    {
        timeout = Timeout.InfiniteTimeSpan;
        return request.Headers[GrpcTimeout.Header] is not [{ } text] || GrpcTimeout.TryParse(text, out timeout);
    }

    /// <summary>
    /// The status goes into trailers, or into the headers where nothing was sent before ("Trailers-Only").
    /// </summary>
    private async Task EndAsync(HttpResponse response, Status status)
    {
        var detail = StatusWire.EncodeDetail(status.Detail, limits.StatusDetailChars);
        Action<string, string> add = response.HasStarted
            ? (name, value) => response.AppendTrailer(name, value)
            : (name, value) => response.Headers[name] = value;
        add(StatusWire.CodeHeader, StatusWire.Print(status.StatusCode));
        if (detail.Length > 0)
            add(StatusWire.DetailHeader, detail);
        await response.CompleteAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Debug, "call of {Method} ended with {Code}: {Detail}")]
        public static partial void CallFailed(ILogger logger, string method, StatusCode code, string detail);

        [LoggerMessage(3002, LogLevel.Error, "call of {Method} failed")]
        public static partial void MethodThrew(ILogger logger, string method, Exception exception);
    }
}
