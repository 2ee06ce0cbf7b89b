using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>
/// Double HBONE: a tunnel inside a tunnel, so that the gateway which ends the outer one carries bytes that it
/// cannot read. A tunnel opened here has an inner connection of its own; <see cref="Pooling.InnerPool"/> shares them.
/// </summary>
public static class DoubleTunnel
{
    /// <summary>Opens an inner tunnel.</summary>
    /// <param name="outer">The outer tunnel, which is closed with the inner one, or where that fails.</param>
    /// <param name="ours">Our certificate.</param>
    /// <param name="expected">The identities one of which the inner peer must have.</param>
    /// <param name="request">Where to; its headers should name our network.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TunnelException">The inner or the outer tunnel failed.</exception>
    public static ValueTask<HboneTunnel> OpenAsync(
        ITransport outer,
        WorkloadCertificate ours,
        ValueList<SpiffeId> expected,
        HboneRequest request,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken) =>
        OpenAsync(outer, ours, new AcceptedPeers.OneOf(expected), request, limits, time, cancellationToken);

    /// <param name="outer">The outer tunnel, which is closed with the inner one, or where that fails.</param>
    /// <param name="ours">Our certificate.</param>
    /// <param name="accepted">Who the inner peer may be.</param>
    /// <param name="request">Where to; its headers should name our network.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <inheritdoc cref="OpenAsync(ITransport, WorkloadCertificate, ValueList{SpiffeId}, HboneRequest, TunnelLimits, TimeProvider, CancellationToken)"/>
    public static async ValueTask<HboneTunnel> OpenAsync(
        ITransport outer,
        WorkloadCertificate ours,
        AcceptedPeers accepted,
        HboneRequest request,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var client = await ConnectAsync(outer, ours, accepted, limits, time, cancellationToken);
        try
        {
            var inner = await client.OpenAsync(request, cancellationToken);
            return inner with { Transport = new InnerTransport(inner.Transport, client) };
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins an inner connection, in which tunnels can be opened.</summary>
    /// <param name="outer">The outer tunnel, which is closed with the inner connection, or where that fails.</param>
    /// <param name="ours">Our certificate.</param>
    /// <param name="accepted">Who the inner peer may be.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="TunnelException">The handshake failed, or the outer tunnel.</exception>
    public static async ValueTask<HboneClient> ConnectAsync(
        ITransport outer,
        WorkloadCertificate ours,
        AcceptedPeers accepted,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var carrier = new LingeringTransport(outer, limits, time);
        var tls = await SpiffeHandshake.ConnectAsync(carrier, ours, accepted, TunnelLayer.Inner, limits, time, cancellationToken);
        return HboneClient.Start(tls, TunnelLayer.Inner, limits, time);
    }

    /// <summary>The inner tunnel, whose end is that of all that carries it.</summary>
    private sealed class InnerTransport(ITransport stream, HboneClient client) : ITransport, IWrapsStream
    {
        public Http2StreamTransport? Stream => stream as Http2StreamTransport;

        public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
            stream.ReceiveAsync(buffer, cancellationToken);

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            stream.SendAsync(bytes, cancellationToken);

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => stream.CompleteAsync(cancellationToken);

        /// <summary>Nothing else uses the inner connection, so that it goes with its stream, and the outer stream with it.</summary>
        public void Abort() => client.Session.Abort();

        public async ValueTask DisposeAsync()
        {
            await stream.DisposeAsync();
            await client.DisposeAsync();
        }
    }

    /// <summary>
    /// The outer tunnel, which is not given up between the inner peer's last word and the end that the gateway passes on
    /// after it: the gateway would take that for a failure.
    /// </summary>
    private sealed class LingeringTransport(ITransport outer, TunnelLimits limits, TimeProvider time) : ITransport
    {
        private bool _hasCompleted;
        private bool _hasEnded;

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = await outer.ReceiveAsync(buffer, cancellationToken);
            _hasEnded |= count == 0 && !buffer.IsEmpty;
            return count;
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
            outer.SendAsync(bytes, cancellationToken);

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            _hasCompleted = true;
            return outer.CompleteAsync(cancellationToken);
        }

        public void Abort()
        {
            _hasEnded = true;
            outer.Abort();
        }

        public async ValueTask DisposeAsync()
        {
            if (_hasCompleted && !_hasEnded)
                await ReadToEndAsync();
            await outer.DisposeAsync();
        }

        private async Task ReadToEndAsync()
        {
            using var deadline = new Deadline(limits.CloseTimeoutSeconds, time, CancellationToken.None);
            var buffer = new byte[1024];
            try
            {
                while (await ReceiveAsync(buffer, deadline.Token) > 0)
                {
                }
            }
            catch (Exception e) when (e is OperationCanceledException or TunnelException)
            {
                // It is given up after all.
            }
        }
    }
}
