using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>Makes the sockets of one pod: in its network namespace, if it has one of its own, and marked.</summary>
/// <param name="place">The pod's network namespace; null for the process's own.</param>
/// <param name="settings">How traffic is captured.</param>
/// <param name="limits">Say how long connecting may take.</param>
/// <param name="time">The clock that says so.</param>
internal sealed class PodSockets(ISocketPlace? place, CaptureSettings settings, TunnelLimits limits, TimeProvider time)
{
    private const int Backlog = 1024;
    private const int SocketLevel = 1;
    private const int ReusePort = 15;
    private readonly SocketMaking _ordinary = new() { Mark = settings.PacketMark, Place = place };
    // What a socket that listens sends are answers, which no rule leads anywhere else: marked, they would be taken for connections to
    // the application, and routed anew packet by packet.
    private readonly SocketMaking _listening = new() { Place = place };
    // What routes lead here is taken at the address that was called, whosever it is.
    private readonly SocketMaking _listeningAnywhere = new() { Place = place, MayBorrowAddress = true };
    private readonly SocketMaking _borrowing = new() { Mark = settings.PacketMark, Place = place, MayBorrowAddress = true };
    private volatile bool _cannotBorrow;

    /// <summary>Connects as the pod.</summary>
    /// <exception cref="TunnelException">The address cannot be reached.</exception>
    public async ValueTask<ITransport> ConnectOutAsync(IPEndPoint target, CancellationToken cancellationToken)
    {
        var socket = await SocketTransport.ConnectAsync(target, source: null, limits, time, cancellationToken, making: _ordinary);
        socket.KeepAlive(settings.KeepAliveSeconds, settings.KeepAliveProbes);
        return socket;
    }

    /// <summary>Connects to the pod's application from the peer's address.</summary>
    /// <exception cref="TunnelException">The application cannot be reached.</exception>
    public async ValueTask<ITransport> ConnectToApplicationAsync(
        IPAddress pod, IPAddress peer, IPEndPoint application, CancellationToken cancellationToken)
    {
        var mayBorrow = settings.CallerAddress != CallerAddress.Hidden && !_cannotBorrow
            && !peer.Equals(pod) && !IPAddress.IsLoopback(application.Address) && peer.AddressFamily == application.AddressFamily;
        if (!mayBorrow)
            return await ConnectOutAsync(application, cancellationToken);
        try
        {
            return await SocketTransport.ConnectAsync(application, peer, limits, time, cancellationToken, making: _borrowing);
        }
        catch (TunnelException error) when (MayNot(error) && settings.CallerAddress == CallerAddress.WherePossible)
        {
            _cannotBorrow = true;
            return await ConnectOutAsync(application, cancellationToken);
        }
    }

    /// <summary>Listens at a port of all the pod's addresses.</summary>
    /// <exception cref="ListenException">The port is taken, or the process may not listen there.</exception>
    public Socket ListenAnywhere(int port)
    {
        if (settings.IPv6 && TryListen(new IPEndPoint(IPAddress.IPv6Any, port), SocketType.Stream) is { } both)
            return both;
        return Listen(new IPEndPoint(IPAddress.Any, port), SocketType.Stream);
    }

    /// <summary>A socket of the pod that is to be connected, or to send datagrams.</summary>
    /// <exception cref="SocketException">There is none to be had.</exception>
    public Socket Open(AddressFamily family, SocketType type) => _ordinary.Open(family, type);

    /// <summary>A socket at an address of the pod: one that listens, or one for datagrams.</summary>
    /// <exception cref="ListenException">The address is taken, or the process may not have it.</exception>
    public Socket Listen(IPEndPoint at, SocketType type)
    {
        try
        {
            return Bind(at, type);
        }
        catch (SocketException error)
        {
            throw new ListenException(at, at, error.Message, error);
        }
    }

    /// <summary>A socket at an IPv6 address of the pod; null where it has no IPv6.</summary>
    /// <exception cref="ListenException">The address is taken, or the process may not have it.</exception>
    public Socket? TryListen(IPEndPoint at, SocketType type)
    {
        try
        {
            return Bind(at, type);
        }
        catch (SocketException error) when (error.SocketErrorCode
            is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable or SocketError.ProtocolFamilyNotSupported)
        {
            return null;
        }
        catch (SocketException error)
        {
            throw new ListenException(at, at, error.Message, error);
        }
    }

    private Socket Bind(IPEndPoint at, SocketType type)
    {
        var socket = type == SocketType.Stream ? OpenListening(at.AddressFamily) : _ordinary.Open(at.AddressFamily, type);
        try
        {
            if (at.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = at.Address.Equals(IPAddress.IPv6Any);
            // Another process may take over before this one ends.
            if (settings.PortReuse)
                socket.SetRawSocketOption(SocketLevel, ReusePort, BitConverter.GetBytes(1));
            socket.Bind(at);
            if (type == SocketType.Stream)
            {
                KeepAlive(socket);
                socket.Listen(Backlog);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Socket OpenListening(AddressFamily family)
    {
        try
        {
            return _listeningAnywhere.Open(family, SocketType.Stream);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AccessDenied)
        {
            // Without that privilege there is only what is redirected.
            return _listening.Open(family, SocketType.Stream);
        }
    }

    /// <summary>The connections that are taken at a socket keep alive as it does (tcp(7)), so that it is said once for all of them.</summary>
    private void KeepAlive(Socket listener)
    {
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
        listener.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, settings.KeepAliveSeconds);
        listener.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, settings.KeepAliveSeconds);
        listener.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, settings.KeepAliveProbes);
    }

    private static bool MayNot(TunnelException error) =>
        error.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable };
}
