using System.Net.Sockets;
using ScopeMesh.Tunnel.Loops.Linux;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>Where sockets are made: in a network namespace, say, whose they are from then on.</summary>
public interface ISocketPlace
{
    /// <summary>Makes something there, on the thread that asks, which is back where it was when this returns.</summary>
    /// <typeparam name="T">What is made.</typeparam>
    /// <param name="make">Makes it, without waiting for anything.</param>
    /// <exception cref="SocketException">The process may not make anything there.</exception>
    T Make<T>(Func<T> make);
}

/// <summary>How sockets are made beyond the ordinary, which takes Linux and privileges.</summary>
public sealed record SocketMaking
{
    /// <summary>Without anything of it.</summary>
    public static SocketMaking Ordinary { get; } = new();

    /// <summary>What marks the packets of the socket (<c>SO_MARK</c>, socket(7)); 0 for nothing.</summary>
    public uint Mark { get; init; }

    /// <summary>Whether a socket may come from an address that is not the machine's (<c>IP_TRANSPARENT</c>, ip(7)).</summary>
    public bool MayBorrowAddress { get; init; }

    /// <summary>Where it is made; null for where the thread is.</summary>
    public ISocketPlace? Place { get; init; }

    /// <summary>Makes a socket to be bound: to listen, or for datagrams.</summary>
    /// <param name="family">Its addresses' family.</param>
    /// <param name="type">A stream or datagrams.</param>
    /// <exception cref="SocketException">There is none to be had, or it may not be made like that.</exception>
    public Socket Open(AddressFamily family, SocketType type)
    {
        var socket = Place is null ? Make() : Place.Make(Make);
        try
        {
            if (Mark != 0 || MayBorrowAddress)
                SocketOptions.Apply((int)socket.Handle, family == AddressFamily.InterNetworkV6 ? Libc.InterNetworkV6 : Libc.InterNetwork, this);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        Socket Make() => new(family, type, type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);
    }
}
