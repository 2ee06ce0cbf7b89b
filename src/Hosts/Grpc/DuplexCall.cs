using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>A call under way. One write and one read may be under way at a time.</summary>
internal sealed class DuplexCall<TRequest, TResponse> : IAsyncDisposable
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _ended;
    private readonly Uri _uri;
    private readonly int _maximumBytes;
    private readonly RequestContent _content = new();
    private readonly Task<HttpResponseMessage> _response;
    private MessagePump<TResponse>? _pump;

    public DuplexCall(HttpMessageInvoker http, Uri uri, CallOptions options, GrpcLimits limits, TimeProvider time)
    {
        _caller = options.CancellationToken;
        _uri = uri;
        _maximumBytes = limits.ClientMessageBytes;
        _deadline = new CancellationTokenSource(options.Timeout ?? Timeout.InfiniteTimeSpan, time);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, _caller);
        Responses = new AsyncStreamReader<TResponse>(ReadAsync);
        _response = http.SendAsync(Request(options), _ended.Token);
        // A call that never got as far as its body has no stream to write to.
        _ = _response.ContinueWith(
            _ => _content.Abandon(),
            CancellationToken.None,
            TaskContinuationOptions.NotOnRanToCompletion,
            TaskScheduler.Default);
    }

    /// <summary>What the server streams; says how the call ended.</summary>
    public AsyncStreamReader<TResponse> Responses { get; }

    /// <summary>Sends a message. False when the call has ended already: reading then says how.</summary>
    public async ValueTask<bool> TryWriteAsync(TRequest message)
    {
        try
        {
            if (await _content.Stream is not { } stream)
                return false;
            var frame = new ArrayBufferWriter<byte>(MessageFraming.PrefixBytes + message.CalculateSize());
            MessageFraming.Write(frame, message);
            await stream.WriteAsync(frame.WrittenMemory, _ended.Token);
            await stream.FlushAsync(_ended.Token);
            return true;
        }
        catch (Exception e) when (
            e is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Ends our direction.</summary>
    public ValueTask CompleteAsync()
    {
        _content.Complete();
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the call; the server sees it cancelled where it was not over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _content.Complete();
        _content.Abandon();
        try
        {
            (await _response).Dispose();
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The reader has had it, or nobody reads any more.
        }
        _ended.Dispose();
        _deadline.Dispose();
    }

    private HttpRequestMessage Request(CallOptions options)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = _content,
        };
        _content.Headers.ContentType = new MediaTypeHeaderValue(ServerCall.ContentType);
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        request.Headers.TryAddWithoutValidation("grpc-accept-encoding", "identity");
        if (options.Timeout is { } timeout)
            request.Headers.TryAddWithoutValidation(GrpcTimeout.Header, GrpcTimeout.Print(timeout));
        foreach (var (key, value) in options.Headers ?? [])
            request.Headers.TryAddWithoutValidation(key, value);
        return request;
    }

    private async ValueTask<TResponse?> ReadAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, cancellationToken);
        try
        {
            var response = await _response.WaitAsync(stop.Token);
            _pump ??= await OpenAsync(response);
            if (await _pump.ReadAsync(stop.Token) is { } message)
                return message;
            // Trailers-Only puts the status where the headers are.
            var status = ReadStatus(response.TrailingHeaders)
                ?? ReadStatus(response.Headers)
                ?? StatusWire.Read(null, null);
            return status.StatusCode == StatusCode.OK ? null : throw new RpcException(status);
        }
        catch (OperationCanceledException) when (
            cancellationToken.IsCancellationRequested || _caller.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException e) when (_ended.IsCancellationRequested)
        {
            throw _deadline.IsCancellationRequested
                ? new RpcException(StatusCode.DeadlineExceeded, "the call took longer than its deadline", e)
                : new RpcException(StatusCode.Cancelled, "the call was ended on this side", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new RpcException(
                StatusCode.Unavailable, $"lost `{_uri.Authority}`, or could not reach it: {Innermost(e).Message}", e);
        }
    }

    private async Task<MessagePump<TResponse>> OpenAsync(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new RpcException(StatusWire.OfHttp(response.StatusCode));
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        if (!type.StartsWith(ServerCall.ContentType, StringComparison.Ordinal))
            throw new RpcException(StatusCode.Unknown, $"the peer answered content of type `{type}`");
        return new MessagePump<TResponse>(
            PipeReader.Create(await response.Content.ReadAsStreamAsync(_ended.Token)), _maximumBytes);
    }

    private static Status? ReadStatus(HttpResponseHeaders headers) =>
        First(headers, StatusWire.CodeHeader) is { } code
            ? StatusWire.Read(code, First(headers, StatusWire.DetailHeader))
            : null;

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.First() : null;

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
