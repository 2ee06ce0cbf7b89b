using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Support.Tunnel;

/// <summary>What tests do with transports.</summary>
public static class Transports
{
    /// <summary>Receives to the end.</summary>
    public static async Task<byte[]> ReceiveAllAsync(this ITransport transport, CancellationToken cancellationToken = default)
    {
        var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await transport.ReceiveAsync(buffer, cancellationToken)) > 0)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }

    /// <summary>Sends back what comes, and then ends.</summary>
    public static async Task EchoAsync(this ITransport transport, CancellationToken cancellationToken = default)
    {
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await transport.ReceiveAsync(buffer, cancellationToken)) > 0)
            await transport.SendAsync(buffer.AsMemory(0, count), cancellationToken);
        await transport.CompleteAsync(cancellationToken);
    }

    /// <summary>Sends bytes so far as they are wanted, ends, and gives what comes back to the end.</summary>
    public static async Task<byte[]> ExchangeAsync(this ITransport transport, byte[] bytes, CancellationToken cancellationToken = default)
    {
        var received = transport.ReceiveAllAsync(cancellationToken);
        try
        {
            await transport.SendAsync(bytes, cancellationToken);
            await transport.CompleteAsync(cancellationToken);
        }
        catch (TunnelException e) when (e.Fault == TunnelFault.NotWanted)
        {
            // The peer had its say without them.
        }

        return await received;
    }
}
