using System.Net;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>The body of a request that is written while the answer is read.</summary>
internal sealed class RequestContent : HttpContent
{
    private readonly TaskCompletionSource<Stream?> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where to write; null when there is no connection to write to.</summary>
    public Task<Stream?> Stream => _stream.Task;

    /// <summary>Ends the body.</summary>
    public void Complete() => _complete.TrySetResult();

    /// <summary>Releases whoever waits for a stream that will not come.</summary>
    public void Abandon() => _stream.TrySetResult(null);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            // The headers leave at once, so that the server can answer before the first message.
            await stream.FlushAsync(cancellationToken);
            _stream.TrySetResult(stream);
        }
        finally
        {
            Abandon();
        }
        await _complete.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
