using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>
/// Asks others for names that are not the mesh's: by UDP from a port of its own for each question, and by TCP where that does not hold
/// the answer. Search domains are never put behind a name.
/// </summary>
/// <param name="settings">Whom to ask.</param>
/// <param name="sockets">Makes the sockets, in whatever network namespace and with whatever mark they need.</param>
/// <param name="limits">Say how long it may take.</param>
/// <param name="time">The clock that says so.</param>
internal sealed class DnsForwarder(
    ResolverSettings settings, Func<AddressFamily, SocketType, Socket> sockets, DnsLimits limits, TimeProvider time)
{
    /// <summary>Makes sockets where this process is, without a mark.</summary>
    public static Socket PlainSocket(AddressFamily family, SocketType type) =>
        new(family, type, type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);

    /// <summary>
    /// The answer of the first server that has one. Where all that answer say that they cannot or will not, or do not know how, that is
    /// the answer; null where nobody answers.
    /// </summary>
    /// <param name="exchange">The question.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<byte[]?> AskAsync(DnsExchange exchange, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMilliseconds(limits.ForwardMilliseconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        byte[]? refusal = null;
        for (var attempt = 0; attempt < settings.Attempts && refusal is null; attempt++)
        {
            foreach (var server in settings.Servers)
            {
                if (either.IsCancellationRequested)
                    break;
                if (await TryAsync(server, exchange, either.Token) is not { } answer)
                    continue;
                if (!IsRefusal(answer))
                    return answer;
                refusal = answer;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return refusal;
    }

    private static bool IsRefusal(byte[] answer) =>
        DnsExchange.CodeOf(answer) is DnsResponseCode.ServFail or DnsResponseCode.Refused or DnsResponseCode.NotImp;

    private async Task<byte[]?> TryAsync(IPEndPoint server, DnsExchange exchange, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(settings.Try, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        byte[]? answer = null;
        try
        {
            answer = await AskByUdpAsync(server, exchange, either.Token);
            return answer is not null && DnsExchange.IsTruncated(answer)
                ? await AskByTcpAsync(server, exchange, either.Token) ?? answer
                : answer;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // A part of the answer, which says that it is one, is better than none.
            return answer;
        }
    }

    private async Task<byte[]?> AskByUdpAsync(IPEndPoint server, DnsExchange exchange, CancellationToken cancellationToken)
    {
        // What is connected receives from that address and port alone.
        using var socket = sockets(server.AddressFamily, SocketType.Dgram);
        await socket.ConnectAsync(server, cancellationToken);
        await socket.SendAsync(exchange.Query, SocketFlags.None, cancellationToken);
        var rented = ArrayPool<byte>.Shared.Rent(limits.UdpAnswerBytes);
        try
        {
            var buffer = rented.AsMemory(0, limits.UdpAnswerBytes);
            for (var strays = 0; strays <= limits.StrayDatagrams; strays++)
            {
                var length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
                if (exchange.IsAnswered(buffer.Span[..length]))
                    return length < buffer.Length ? buffer[..length].ToArray() : exchange.Cut(buffer.Span);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private async Task<byte[]?> AskByTcpAsync(IPEndPoint server, DnsExchange exchange, CancellationToken cancellationToken)
    {
        using var socket = sockets(server.AddressFamily, SocketType.Stream);
        await socket.ConnectAsync(server, cancellationToken);
        await DnsFraming.WriteAsync(socket, exchange.Query, cancellationToken);
        var answer = await DnsFraming.ReadAsync(socket, DnsWire.MaxBytes, cancellationToken);
        return answer is not null && exchange.IsAnswered(answer) ? answer : null;
    }
}
