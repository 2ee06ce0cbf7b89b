using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Cli.Hbone;

/// <summary>Connects to where a CONNECT leads, by this machine's DNS where that is a name.</summary>
internal static class HostDialer
{
    /// <param name="authority">Where it leads.</param>
    /// <param name="limits">Say how long each address may take.</param>
    /// <param name="time">The clock that says so.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TunnelException">The name has no address, or none of them answers.</exception>
    public static async ValueTask<SocketTransport> ConnectAsync(
        HboneAuthority authority, TunnelLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        var last = new TunnelException(TunnelLayer.Transport, TunnelFault.ConnectFailed, $"`{authority.Host}` has no address");
        foreach (var address in await AddressesAsync(authority, cancellationToken))
        {
            try
            {
                return await SocketTransport.ConnectAsync(
                    new IPEndPoint(address, authority.Port), source: null, limits, time, cancellationToken);
            }
            catch (TunnelException error)
            {
                last = error;
            }
        }

        throw last;
    }

    private static async ValueTask<IPAddress[]> AddressesAsync(HboneAuthority authority, CancellationToken cancellationToken)
    {
        if (authority.Address is { } address)
            return [address];
        try
        {
            return await Dns.GetHostAddressesAsync(authority.Host, cancellationToken);
        }
        catch (SocketException error)
        {
            throw new TunnelException(
                TunnelLayer.Transport, TunnelFault.ConnectFailed, $"`{authority.Host}` cannot be resolved: {error.Message}", inner: error);
        }
    }
}
