using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Underlay;

/// <summary>Where hosts make their sockets: by real addresses, on whatever network there is.</summary>
internal sealed class UnderlayNetwork(UnderlayMap map)
{
    private const int Backlog = 512;

    private UnderlayMap _map = map;

    /// <summary>The map in force; a supervisor replaces it when pods come and go.</summary>
    public UnderlayMap Map
    {
        get => Volatile.Read(ref _map);
        set => Volatile.Write(ref _map, value);
    }

    /// <summary>Connects to a real address.</summary>
    /// <param name="source">The real address to come from, or null for any.</param>
    /// <param name="target">The real address.</param>
    /// <param name="limits">Say how long it may take.</param>
    /// <param name="time">The clock that says so.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TunnelException">It cannot be reached.</exception>
    public async ValueTask<ITransport> ConnectAsync(
        IPAddress? source, IPEndPoint target, TunnelLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Map.ToLoopback(target) is not { } loopback)
        {
            throw new TunnelException(
                TunnelLayer.Transport,
                TunnelFault.ConnectFailed,
                $"`{target}` is not part of this mesh, and nothing leaves this machine");
        }

        // A pod's address can be taken on loopback, and elsewhere only with privileges that nobody needs here yet.
        var from = source is null || Map.IsIdentity ? null : Map.ToLoopback(source);
        return await SocketTransport.ConnectAsync(loopback, from, limits, time, cancellationToken, target);
    }

    /// <summary>Listens at a real address.</summary>
    /// <exception cref="ListenException">The address is taken, or cannot be listened at.</exception>
    public Socket Listen(IPEndPoint real)
    {
        var loopback = Map.ToLoopback(real)
            ?? throw new ListenException(real, real, "no rule of the underlay covers it", null);
        var socket = new Socket(loopback.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(loopback);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new ListenException(real, loopback, error.Message, error);
        }
    }
}

/// <summary>A port could not be listened at.</summary>
internal sealed class ListenException(IPEndPoint real, IPEndPoint actual, string why, Exception? inner)
    : Exception(
        real.Equals(actual)
            ? $"cannot listen at {real}: {why}; end the program that has the port, or choose another one"
            : $"cannot listen at {real} (here {actual}): {why}; end what listens there, or choose another range (`up`: --loopback, a host alone: --underlay)",
        inner);
