using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tunnel.Loops.Linux;

/// <summary>What may be asked of a socket beyond connecting: see socket(7), ip(7), ipv6(7) and tcp(7).</summary>
internal static class SocketOptions
{
    private const int IpLevel = 0;
    private const int IpV6Level = 41;
    private const int Mark = 36;
    private const int Transparent = 19;
    private const int AddressWithoutPort = 24;
    private const int TransparentV6 = 75;
    private const int OriginalDestination = 80;
    private const int KeepAlive = 9;
    private const int KeepAliveIdle = 4;
    private const int KeepAliveInterval = 5;
    private const int KeepAliveCount = 6;

    /// <summary>Makes a TCP socket that does not block.</summary>
    /// <exception cref="SocketException">There is none to be had, or it may not be made like that.</exception>
    public static int Open(int family, SocketMaking making)
    {
        var fd = making.Place is { } place ? place.Make(() => Open(family)) : Open(family);
        try
        {
            Apply(fd, family, making);
            return fd;
        }
        catch
        {
            _ = Libc.Close(fd);
            throw;
        }
    }

    /// <summary>Gives a socket its mark, and lets it borrow addresses, as far as that is asked.</summary>
    /// <exception cref="SocketException">The process may not do that.</exception>
    public static void Apply(int fd, int family, SocketMaking making)
    {
        if (making.Mark != 0)
            Set(fd, Libc.SocketLevel, Mark, (int)making.Mark);
        if (!making.MayBorrowAddress)
            return;
        // What is transparent may bind to any address too, so that IP_FREEBIND has nothing to add.
        if (family == Libc.InterNetworkV6)
            Set(fd, IpV6Level, TransparentV6, 1);
        else
            Set(fd, IpLevel, Transparent, 1);
    }

    /// <summary>
    /// Has a socket that is bound to an address get its port when it connects: looking for one that no other connection
    /// from that address has costs more with each of them, and there are as few as ports; by destination there are plenty (<c>IP_BIND_ADDRESS_NO_PORT</c>).
    /// </summary>
    public static void LeavePortToConnect(int fd) => Set(fd, IpLevel, AddressWithoutPort, 1);

    /// <summary>Binds a socket to an address; its port comes when it connects.</summary>
    /// <exception cref="SocketException">The address may not be used.</exception>
    public static unsafe void Bind(int fd, IPAddress source)
    {
        LeavePortToConnect(fd);
        var bytes = stackalloc byte[SocketAddresses.MaxBytes];
        if (Libc.Bind(fd, bytes, SocketAddresses.Write(new IPEndPoint(source, 0), new Span<byte>(bytes, SocketAddresses.MaxBytes))) < 0)
            throw LastError();
    }

    /// <summary>Where a connection that was redirected to us wanted to go; null where it was not redirected.</summary>
    public static unsafe IPEndPoint? FindOriginalDestination(int fd)
    {
        var bytes = stackalloc byte[SocketAddresses.MaxBytes];
        foreach (var level in (ReadOnlySpan<int>)[IpLevel, IpV6Level])
        {
            var length = SocketAddresses.MaxBytes;
            if (Libc.GetOption(fd, level, OriginalDestination, bytes, &length) == 0)
                return SocketAddresses.Read(new ReadOnlySpan<byte>(bytes, length));
        }
        return null;
    }

    /// <summary>Has the kernel find out whether a silent peer is still there.</summary>
    /// <param name="fd">The socket.</param>
    /// <param name="seconds">After how much silence, and how often then.</param>
    /// <param name="probes">How many go unanswered before the connection is given up.</param>
    public static void KeepAliveBy(int fd, int seconds, int probes)
    {
        Set(fd, Libc.SocketLevel, KeepAlive, 1);
        Set(fd, Libc.TcpLevel, KeepAliveIdle, seconds);
        Set(fd, Libc.TcpLevel, KeepAliveInterval, seconds);
        Set(fd, Libc.TcpLevel, KeepAliveCount, probes);
    }

    private static int Open(int family)
    {
        var fd = Libc.Socket(family, Libc.Stream | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (fd < 0)
            throw LastError();
        if (fd < Descriptors.ConnectBelow)
            return fd;
        _ = Libc.Close(fd);
        throw new SocketException((int)SocketError.TooManyOpenSockets);
    }

    private static unsafe void Set(int fd, int level, int name, int value)
    {
        if (Libc.SetOption(fd, level, name, &value, sizeof(int)) < 0)
            throw LastError();
    }

    private static SocketException LastError() => new(SocketErrors.Of(Marshal.GetLastPInvokeError()));
}
