using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>A packet of the node agent. Disposing it closes the descriptors that nobody has taken.</summary>
/// <param name="bytes">Its message, as far as there was room.</param>
/// <param name="descriptors">What came with it.</param>
/// <param name="isCut">Whether the message was longer.</param>
/// <param name="lacksDescriptors">Whether descriptors were sent that did not come.</param>
internal sealed class AgentPacket(byte[] bytes, ImmutableArray<SafeFileHandle> descriptors, bool isCut, bool lacksDescriptors) : IDisposable
{
    private bool _isTaken;

    /// <summary>Reads what it asks.</summary>
    /// <param name="limits">Say how long a message may be.</param>
    public ZdsRequest Read(ZdsLimits limits) =>
        ZdsWire.Read(bytes, new PacketFacts(descriptors.Length, isCut, lacksDescriptors), limits);

    /// <summary>Takes the descriptor of a packet that has one; from now on it is the caller's to close.</summary>
    public SafeFileHandle TakeDescriptor()
    {
        var descriptor = descriptors.Single();
        _isTaken = true;
        return descriptor;
    }

    public void Dispose()
    {
        if (_isTaken)
            return;
        foreach (var descriptor in descriptors)
            descriptor.Dispose();
    }
}
