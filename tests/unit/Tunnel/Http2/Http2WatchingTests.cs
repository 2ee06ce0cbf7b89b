using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Unit.Tunnel.Http2;

/// <summary>What a session does about peers that do too little with their time.</summary>
public sealed class Http2WatchingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_frame_that_is_never_finished_ends_the_connection_and_is_counted() => OnLoop.RunAsync(async () =>
    {
        using var counts = new TunnelLimitCounts();
        var time = new TestTime();
        var limits = TunnelLimits.Default with { PingIntervalSeconds = 1_000_000 };
        var (left, right) = MemoryTransport.CreatePair();
        var server = Http2Session.StartServer(right, TunnelLayer.Outer, limits, time);
        var begun = new ByteBuffer();
        begun.Append(Http2Connection.Preface);
        FrameWriter.Settings(begun, Http2Settings.Initial);
        FrameWriter.Ping(begun, 1, ack: false);
        // The last half of what the PING carries does not come.
        await left.SendAsync(begun.Memory[..^4], Cancel);
        while (!server.Connection.IsInsideFrame)
            await Task.Yield();

        for (var second = 0; second <= limits.ServerHttp2.Patience.FrameSeconds + 1; second++)
            time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TunnelFault.LimitReached, server.Failure?.Fault);
        Assert.Equal("outer tunnel: the peer met the limit `unfinished-frame`: a frame that is not finished in time", server.Failure?.Message);
        Assert.Equal(1, counts.Counts.Single(count => count.Key == "unfinished-frame").Value);
        await left.DisposeAsync();
        await server.Ended;
    });
}
