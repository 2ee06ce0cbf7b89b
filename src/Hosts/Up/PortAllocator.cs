using System.Net;
using ScopeMesh.Hosts.Underlay;

namespace ScopeMesh.Hosts.Up;

/// <summary>Gives out free ports of 127.0.0.1, each once.</summary>
internal sealed class PortAllocator(int first)
{
    private const int Tries = 900;
    private const int Blocks = 1_000;
    private const int BlockSize = 100;

    private readonly UnderlayNetwork _loopback = new(UnderlayMap.Identity);
    private int _taken;
    private int _blocks;

    /// <summary>The first of a block of ports for the pods of one Node, so that a Node's pods have neighbouring ones.</summary>
    public int NextBlock() => first + Blocks + (_blocks++ * BlockSize);

    /// <summary>A port that nobody listens at.</summary>
    /// <exception cref="ListenException">All that are tried are taken.</exception>
    public IPEndPoint Next()
    {
        ListenException? last = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var end = new IPEndPoint(IPAddress.Loopback, first + _taken++);
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
