using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Bench.Tunnel;

/// <summary>A client side, a gateway and node proxies with an application that echoes, on loopback sockets.</summary>
internal sealed class SoakMesh : ICertificateSource, IAsyncDisposable
{
    private const int Nodes = 3;
    private const int MaxConnections = 16_384;

    // Long tunnels outlive every drain, so that none is cut.
    private static readonly TunnelLimits Limits = TunnelLimits.Default with { DrainTimeoutSeconds = 24 * 3600 };
    private static readonly HboneRequest Request = new(HboneAuthority.Of("echo.sample.svc.cluster.local", 80), HboneHeaders.None);
    private readonly TestPki _pki = new();
    private readonly ConcurrentDictionary<SpiffeId, WorkloadCertificate> _certificates = new();
    private readonly ConcurrentDictionary<CancellationTokenSource, bool> _drainable = new();
    private readonly List<LoopListener> _listeners = [];
    private readonly IPEndPoint _application;
    private readonly IPEndPoint[] _nodes;
    private readonly PoolKey[] _direct;
    private readonly InnerKey _throughGateway;
    private readonly HbonePools _pools;
    private int _served;

    public SoakMesh()
    {
        Rotate();
        Loops = EventLoops.Start(2);
        _pools = new HbonePools(DialAsync, this, Limits, TimeProvider.System);
        _application = Listen(EchoAsync);
        _nodes = [.. Enumerable.Range(0, Nodes).Select(_ => Listen((transport, stopping) => ServeAsync(
            transport, Ids.Server, (request, cut) => RelayAsync("node proxy", request, _application, cut), stopping)))];
        var gateway = Listen((transport, stopping) => ServeAsync(
            transport, Ids.Gateway, (request, cut) => RelayAsync("gateway", request, _nodes[Random.Shared.Next(Nodes)], cut), stopping));
        _direct = [.. _nodes.Select(node => new PoolKey(Ids.Client, [Ids.Server], node, null))];
        _throughGateway = new InnerKey(
            new PoolKey(Ids.Client, [Ids.Gateway], gateway, null), Request.Authority.ToString(), new AcceptedPeers.OneOf([Ids.Server]));
    }

    public EventLoops Loops { get; }

    /// <summary>What went wrong on the servers' side.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>How many streams servers have open.</summary>
    public int Streams => Volatile.Read(ref _served);

    /// <summary>Issues the certificates of all roles again.</summary>
    public void Rotate()
    {
        foreach (var id in new[] { Ids.Client, Ids.Gateway, Ids.Server })
            _certificates[id] = _pki.Issue(id);
    }

    /// <summary>Drains one of the servers' connections; false where there is none.</summary>
    public bool DrainOne()
    {
        var all = _drainable.Keys.ToArray();
        if (all.Length == 0)
            return false;
        var one = all[Random.Shared.Next(all.Length)];
        if (!_drainable.TryRemove(one, out _))
            return false;
        one.Cancel();
        return true;
    }

    /// <summary>Opens a tunnel to the application; to be called on a loop.</summary>
    public ValueTask<HboneTunnel> OpenAsync(bool isDouble) => isDouble
        ? _pools.Current.Inner.OpenAsync(_throughGateway, Request, Request, Nodes, CancellationToken.None)
        : _pools.Current.Outer.OpenAsync(_direct[Random.Shared.Next(Nodes)], Request, CancellationToken.None);

    public async Task<int> PooledAsync()
    {
        var pooled = 0;
        foreach (var loop in Loops.All)
            pooled += await loop.RunAsync(() => Task.FromResult(_pools.Current.Outer.Connections + _pools.Current.Inner.Tunnels));
        return pooled;
    }

    public ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_certificates[identity]);

    /// <summary>Closes the pools, so that nothing of the load is left.</summary>
    public async Task ClosePoolsAsync()
    {
        await _pools.DrainAsync(CancellationToken.None);
        await _pools.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners)
            await listener.DisposeAsync();
        await Loops.DisposeAsync();
    }

    private static async Task EchoAsync(SocketTransport transport, CancellationToken stopping)
    {
        var buffer = new byte[16 * 1024];
        while (await transport.ReceiveAsync(buffer, CancellationToken.None) is > 0 and var count)
            await transport.SendAsync(buffer.AsMemory(0, count), CancellationToken.None);
        await transport.CompleteAsync(CancellationToken.None);
    }

    private IPEndPoint Listen(Func<SocketTransport, CancellationToken, Task> serve)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(1024);
        var address = (IPEndPoint)socket.LocalEndPoint!;
        var listener = Loops.Listen(socket, serve, MaxConnections);
        listener.Faulted += error => Faults.Enqueue(error.ToString());
        _listeners.Add(listener);
        return address;
    }

    private async Task ServeAsync(SocketTransport transport, SpiffeId identity, HboneHandler handler, CancellationToken stopping)
    {
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            var tls = await SpiffeHandshake.AcceptAsync(
                transport, _certificates[identity], TunnelLayer.Outer, Limits, TimeProvider.System, stopping);
            _drainable[drain] = true;
            if (await HboneServer.RunAsync(tls, handler, TunnelLayer.Outer, Limits, TimeProvider.System, drain.Token)
                is { Fault: not TunnelFault.Closed } failure)
                Faults.Enqueue(failure.Message);
        }
        catch (TunnelException failure)
        {
            Faults.Enqueue(failure.Message);
        }
        finally
        {
            _drainable.TryRemove(drain, out _);
        }
    }

    private async Task RelayAsync(string role, HboneServerRequest request, IPEndPoint to, CancellationToken cut)
    {
        Interlocked.Increment(ref _served);
        try
        {
            await using var upstream = await SocketTransport.ConnectAsync(to, source: null, Limits, TimeProvider.System, cut);
            if ((await Relay.RunAsync(request.Accept(), upstream, cut)).Failure is { } failure)
                Faults.Enqueue($"{role}: {failure.Message}");
        }
        catch (TunnelException failure)
        {
            Faults.Enqueue($"{role}: {failure.Message}");
        }
        finally
        {
            Interlocked.Decrement(ref _served);
        }
    }

    private async ValueTask<ITransport> DialAsync(DialTarget target, CancellationToken cancellationToken) =>
        await SocketTransport.ConnectAsync(target.Destination, target.Source, Limits, TimeProvider.System, cancellationToken);
}
