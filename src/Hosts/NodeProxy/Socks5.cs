using System.Buffers.Binary;
using System.Net;
using System.Text;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>What a client asked for by SOCKS.</summary>
/// <param name="Destination">Where it wants to go.</param>
/// <param name="UserName">The user name that it gave, or null. Passwords are taken and mean nothing.</param>
internal sealed record Socks5Request(Destination Destination, string? UserName);

/// <summary>How a SOCKS request ends: of the replies of RFC 1928 section 6 those that are given.</summary>
internal enum Socks5Reply
{
    Succeeded = 0,
    GeneralFailure = 1,
    NotAllowed = 2,
    HostUnreachable = 4,
    ConnectionRefused = 5,
    TimedOut = 6,
    CommandNotSupported = 7,
    AddressTypeNotSupported = 8,
}

/// <summary>The server's side of SOCKS 5 (RFC 1928), CONNECT only, with or without a user name (RFC 1929).</summary>
internal static class Socks5
{
    private const byte Version = 5;
    private const byte UserVersion = 1;
    private const byte NoAuthentication = 0;
    private const byte UserNamePassword = 2;
    private const byte NoneAcceptable = 0xFF;
    private const byte Connect = 1;
    private const byte IPv4Address = 1;
    private const byte DomainName = 3;
    private const byte IPv6Address = 4;

    /// <summary>Reads a request; null where the client speaks something else, which it has then been told.</summary>
    /// <exception cref="TunnelException">The client went away.</exception>
    public static async ValueTask<Socks5Request?> ReadAsync(ITransport client, CancellationToken cancellationToken)
    {
        var greeting = await ReadExactlyAsync(client, 2, cancellationToken);
        if (greeting[0] != Version)
            return null;
        var methods = await ReadExactlyAsync(client, greeting[1], cancellationToken);
        var method = methods.Contains(UserNamePassword) ? UserNamePassword
            : methods.Contains(NoAuthentication) ? NoAuthentication
            : NoneAcceptable;
        await client.SendAsync(new[] { Version, method }, cancellationToken);
        if (method == NoneAcceptable)
            return null;
        var user = method == UserNamePassword ? await ReadUserAsync(client, cancellationToken) : null;

        var head = await ReadExactlyAsync(client, 4, cancellationToken);
        if (head[0] != Version)
            return null;
        var host = await ReadHostAsync(client, head[3], cancellationToken);
        if (host is null)
        {
            await ReplyAsync(client, Socks5Reply.AddressTypeNotSupported, cancellationToken);
            return null;
        }

        var port = BinaryPrimitives.ReadUInt16BigEndian(await ReadExactlyAsync(client, sizeof(ushort), cancellationToken));
        if (head[1] == Connect)
            return new Socks5Request(Destination.Of(host, port), user);
        await ReplyAsync(client, Socks5Reply.CommandNotSupported, cancellationToken);
        return null;
    }

    /// <summary>Answers a request. The bound address is not told: it means nothing outside this machine.</summary>
    public static ValueTask ReplyAsync(ITransport client, Socks5Reply reply, CancellationToken cancellationToken) =>
        client.SendAsync(new byte[] { Version, (byte)reply, 0, IPv4Address, 0, 0, 0, 0, 0, 0 }, cancellationToken);

    private static async ValueTask<string> ReadUserAsync(ITransport client, CancellationToken cancellationToken)
    {
        var head = await ReadExactlyAsync(client, 2, cancellationToken);
        var user = await ReadExactlyAsync(client, head[1], cancellationToken);
        var password = await ReadExactlyAsync(client, 1, cancellationToken);
        await ReadExactlyAsync(client, password[0], cancellationToken);
        await client.SendAsync(new byte[] { UserVersion, 0 }, cancellationToken);
        return Encoding.UTF8.GetString(user);
    }

    private static async ValueTask<string?> ReadHostAsync(ITransport client, byte type, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case IPv4Address:
                return new IPAddress(await ReadExactlyAsync(client, 4, cancellationToken)).ToString();
            case IPv6Address:
                return new IPAddress(await ReadExactlyAsync(client, 16, cancellationToken)).ToString();
            case DomainName:
                var length = await ReadExactlyAsync(client, 1, cancellationToken);
                return Encoding.ASCII.GetString(await ReadExactlyAsync(client, length[0], cancellationToken));
            default:
                return null;
        }
    }

    private static async ValueTask<byte[]> ReadExactlyAsync(
        ITransport client, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var read = await client.ReceiveAsync(bytes.AsMemory(filled), cancellationToken);
            if (read == 0)
                throw new TunnelException(TunnelLayer.Transport, TunnelFault.Reset, "the client went away during its SOCKS request");
            filled += read;
        }

        return bytes;
    }
}
