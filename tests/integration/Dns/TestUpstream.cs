using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Integration.Dns;

/// <summary>A question that came to a server of the test's own.</summary>
internal sealed record UpstreamQuestion(DnsMessage Message, DnsTransport Transport, EndPoint From)
{
    public string Name => Message.Questions[0].Name.ToString();

    /// <summary>An answer to it.</summary>
    public DnsMessage Answer(DnsResponseCode code = DnsResponseCode.NoError, params DnsRecord[] records) => Message with
    {
        IsResponse = true,
        IsAuthoritative = true,
        HasRecursion = true,
        IsAuthentic = false,
        ResponseCode = code,
        Answers = records.ToValueList(),
        Edns = Message.Edns is { } edns ? edns with { Options = [] } : null,
    };

    /// <summary>A record of the name with some text.</summary>
    public DnsRecord Record(DnsType type, params byte[] data) => new(Message.Questions[0].Name, type, DnsWire.Internet, 60, data.ToValueList());
}

/// <summary>A small DNS server that does what a test says, and counts what it is asked.</summary>
internal sealed class TestUpstream : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<UpstreamQuestion, IEnumerable<byte[]>> _answer;
    private readonly Socket _udp;
    private readonly Socket _tcp;
    private readonly Task _running;
    private readonly Channel<UpstreamQuestion> _asked = Channel.CreateUnbounded<UpstreamQuestion>();

    private TestUpstream(Func<UpstreamQuestion, IEnumerable<byte[]>> answer)
    {
        _answer = answer;
        (_udp, _tcp) = RunningDns.Bind();
        _running = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    public IPEndPoint Address => (IPEndPoint)_udp.LocalEndPoint!;

    /// <summary>What it is asked, in order.</summary>
    public ChannelReader<UpstreamQuestion> Asked => _asked.Reader;

    /// <summary>Starts one that answers with a message, or not at all.</summary>
    public static TestUpstream Start(Func<UpstreamQuestion, DnsMessage?> answer) => Raw(
        question => answer(question) is { } message ? [DnsWriter.Write(message, question.Transport == DnsTransport.Tcp ? DnsWire.MaxBytes : 4096)] : []);

    /// <summary>Starts one that answers with bytes, several times or not at all.</summary>
    public static TestUpstream Raw(Func<UpstreamQuestion, IEnumerable<byte[]>> answer) => new(answer);

    /// <summary>Answers a question that came by UDP and was not answered.</summary>
    public async Task AnswerLaterAsync(UpstreamQuestion question) =>
        await _udp.SendToAsync(DnsWriter.Write(question.Answer(DnsResponseCode.NxDomain), 4096), question.From);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await _running;
        _stopping.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[DnsWire.MaxBytes];
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stopping.Token);
                foreach (var answer in Answer(buffer.AsSpan(0, received.ReceivedBytes), DnsTransport.Udp, received.RemoteEndPoint))
                    await _udp.SendToAsync(answer, SocketFlags.None, received.RemoteEndPoint, _stopping.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _tcp.AcceptAsync(_stopping.Token);
                if (await DnsFraming.ReadAsync(connection, DnsWire.MaxBytes, _stopping.Token) is not { } bytes)
                    continue;
                foreach (var answer in Answer(bytes, DnsTransport.Tcp, connection.RemoteEndPoint!))
                    await DnsFraming.WriteAsync(connection, answer, _stopping.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private IEnumerable<byte[]> Answer(ReadOnlySpan<byte> bytes, DnsTransport transport, EndPoint from)
    {
        var question = new UpstreamQuestion(DnsReader.Read(bytes)!, transport, from);
        _asked.Writer.TryWrite(question);
        return _answer(question);
    }
}
