using Google.Protobuf;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>The messages that a method streams to its caller. One write at a time.</summary>
internal sealed class ServerStreamWriter<T>(HttpResponse response)
    where T : IMessage<T>
{
    /// <summary>Sends a message; returns when the transport has taken it, which is its backpressure.</summary>
    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        MessageFraming.Write(response.BodyWriter, message);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }
}
