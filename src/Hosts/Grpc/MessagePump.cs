using System.IO.Pipelines;
using Google.Protobuf;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>Reads messages off a pipe, one at a time.</summary>
internal sealed class MessagePump<T>(PipeReader input, int maximumBytes)
    where T : class, IMessage<T>, new()
{
    private static readonly MessageParser<T> s_parser = new(() => new T());

    /// <summary>The next message, or null where the peer has ended its direction.</summary>
    /// <exception cref="RpcException">What came is not a message that we take.</exception>
    public async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            if (result.IsCanceled)
                throw new OperationCanceledException(cancellationToken);
            var buffer = result.Buffer;
            var read = MessageFraming.TryRead(ref buffer, maximumBytes, out var payload);
            if (read == FrameRead.Message)
            {
                var message = Parse(payload);
                input.AdvanceTo(buffer.Start);
                return message;
            }
            if (read != FrameRead.Incomplete)
                throw Refusal(read);
            input.AdvanceTo(buffer.Start, buffer.End);
            if (!result.IsCompleted)
                continue;
            return buffer.IsEmpty
                ? null
                : throw new RpcException(StatusCode.Internal, "the peer ended the stream inside a message");
        }
    }

    private static T Parse(System.Buffers.ReadOnlySequence<byte> payload)
    {
        try
        {
            return s_parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RpcException(StatusCode.Internal, $"the peer sent bytes that are not a `{typeof(T).Name}`", e);
        }
    }

    private RpcException Refusal(FrameRead read) => read == FrameRead.TooLarge
        ? new RpcException(StatusCode.ResourceExhausted, $"the peer sent a message larger than {maximumBytes} bytes")
        : new RpcException(
            StatusCode.Unimplemented, "the peer sent a compressed message; only `identity` is supported");
}
