using System.Buffers;
using System.IO.Pipelines;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds.Protos.Discovery;

namespace ScopeMesh.Tests.Unit.Hosts.Grpc;

public sealed class MessageFramingSituations
{
    private static readonly DeltaDiscoveryRequest Message = new() { TypeUrl = "a type", ResponseNonce = "17" };

    [Fact]
    public async Task A_message_arrives_however_it_is_cut()
    {
        var frame = Frame(Message);
        for (var cut = 0; cut <= frame.Length; cut++)
        {
            var pipe = new Pipe();
            var pump = new MessagePump<DeltaDiscoveryRequest>(pipe.Reader, 1024);
            var read = pump.ReadAsync(TestContext.Current.CancellationToken);
            await pipe.Writer.WriteAsync(frame.AsMemory(0, cut), TestContext.Current.CancellationToken);
            await pipe.Writer.WriteAsync(frame.AsMemory(cut), TestContext.Current.CancellationToken);
            await pipe.Writer.CompleteAsync();

            Assert.Equal(Message, await read);
            Assert.Null(await pump.ReadAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Messages_that_arrive_together_are_read_one_by_one()
    {
        var other = new DeltaDiscoveryRequest { TypeUrl = "another" };
        var pump = Pump([.. Frame(Message), .. Frame(new DeltaDiscoveryRequest()), .. Frame(other)]);

        Assert.Equal(Message, await pump.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(new DeltaDiscoveryRequest(), await pump.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal(other, await pump.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Null(await pump.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_message_of_the_limit_is_taken_and_one_byte_more_is_refused_before_it_arrives()
    {
        var size = Message.CalculateSize();
        Assert.Equal(Message, await Pump(Frame(Message), size).ReadAsync(TestContext.Current.CancellationToken));

        var refusal = await RefusalOf(Frame(Message)[..MessageFraming.PrefixBytes], size - 1);
        Assert.Equal(new Status(StatusCode.ResourceExhausted, $"the peer sent a message larger than {size - 1} bytes"), refusal);
    }

    [Fact]
    public async Task A_length_beyond_two_gigabytes_is_too_large() =>
        Assert.Equal(StatusCode.ResourceExhausted, (await RefusalOf([0, 0xFF, 0xFF, 0xFF, 0xFF], int.MaxValue)).StatusCode);

    [Fact]
    public async Task A_compressed_message_is_refused()
    {
        var frame = Frame(Message);
        frame[0] = 1;
        Assert.Equal(StatusCode.Unimplemented, (await RefusalOf(frame)).StatusCode);
    }

    [Fact]
    public async Task A_stream_that_ends_inside_a_message_is_an_error()
    {
        Assert.Equal(StatusCode.Internal, (await RefusalOf(Frame(Message)[..^1])).StatusCode);
        Assert.Equal(StatusCode.Internal, (await RefusalOf([0, 0, 0])).StatusCode);
    }

    [Fact]
    public async Task Bytes_that_are_not_the_message_are_an_error()
    {
        var refusal = await RefusalOf([0, 0, 0, 0, 2, 0x0A, 0x7F]);
        Assert.Equal(new Status(StatusCode.Internal, "the peer sent bytes that are not a `DeltaDiscoveryRequest`"), refusal);
    }

    private static byte[] Frame(DeltaDiscoveryRequest message)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageFraming.Write(output, message);
        return output.WrittenSpan.ToArray();
    }

    private static MessagePump<DeltaDiscoveryRequest> Pump(byte[] bytes, int maximumBytes = 1024) =>
        new(PipeReader.Create(new ReadOnlySequence<byte>(bytes)), maximumBytes);

    private static async Task<Status> RefusalOf(byte[] bytes, int maximumBytes = 1024) =>
        (await Assert.ThrowsAsync<RpcException>(async () => await Pump(bytes, maximumBytes).ReadAsync(TestContext.Current.CancellationToken))).Status;
}
