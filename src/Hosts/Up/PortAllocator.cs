using System.Net;
using ScopeMesh.Hosts.Underlay;

namespace ScopeMesh.Hosts.Up;

/// <summary>Gives out free ports of 127.0.0.1, each once.</summary>
internal sealed class PortAllocator(int first)
{
    private const int Tries = 900;

    private readonly UnderlayNetwork _loopback = new(UnderlayMap.Identity);
    private int _next = first;

    /// <summary>A port that nobody listens at.</summary>
    /// <exception cref="ListenException">All that are tried are taken.</exception>
    public IPEndPoint Next()
    {
        ListenException? last = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var end = new IPEndPoint(IPAddress.Loopback, _next++);
            try
            {
                _loopback.Listen(end).Dispose();
                return end;
            }
            catch (ListenException error)
            {
                last = error;
            }
        }

        throw last!;
    }
}
