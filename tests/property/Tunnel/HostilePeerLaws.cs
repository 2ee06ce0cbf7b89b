using ScopeMesh.Tests.Property.Simulation;
using ScopeMesh.Tests.Property.Tunnel.Fuzz;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

/// <summary>Servers and clients of tunnels, on an event loop and over TLS, whose peers are hostile scripts.</summary>
[Collection(nameof(Alone))]
public sealed class HostilePeerLaws
{
    private const ulong Scripts = 60;
    private const int SlackBytes = 1024 * 1024;
    private static readonly TestPki Pki = new();

    // Windows are small, so that what is held beside them would show.
    private static readonly Http2Limits Small = Http2Limits.Server with { StreamWindowBytes = 65_535, ConnectionWindowBytes = 256 * 1024 };

    private static readonly TunnelLimits Limits =
        TunnelLimits.Default with { ServerHttp2 = Small, ClientHttp2 = Small, CloseTimeoutSeconds = 1 };

    [Fact]
    public void After_every_script_a_server_holds_no_more_than_its_bound_and_serves_the_next_client() =>
        OnLoop.Run(async () =>
        {
            await ServeHonestAsync();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var seed = 1UL; seed <= Scripts; seed++)
            {
                var dice = new Dice(seed);
                var pair = await TunnelPair.ConnectAsync(Pki);
                var serving = HboneServer.RunAsync(
                    pair.Server, EchoAsync, TunnelLayer.Outer, Limits, TimeProvider.System, CancellationToken.None);
                await SendAsync(pair.Client.Transport, FuzzScript.Of(seed, toServer: true), dice);

                // The peer neither reads nor closes: what it made us hold is held now.
                var held = GC.GetTotalMemory(forceFullCollection: true) - before;
                Assert.InRange(held, long.MinValue, Small.MaxBytesHeld + Small.ConnectionWindowBytes + SlackBytes);
                await ServeHonestAsync();
                pair.Client.Transport.Abort();
                await serving;
            }
            Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, SlackBytes);
        });

    [Fact]
    public void After_every_script_a_client_has_failed_or_goes_on_and_opens_the_next_tunnel() =>
        OnLoop.Run(async () =>
        {
            for (var seed = 1UL; seed <= Scripts; seed++)
            {
                var pair = await TunnelPair.ConnectAsync(Pki);
                var client = HboneClient.Start(pair.Client, TunnelLayer.Outer, Limits, TimeProvider.System);
                var opening = Enumerable.Range(0, 3).Select(_ => Record.ExceptionAsync(() => OpenAsync(client)).AsTask()).ToArray();
                await SendAsync(pair.Server.Transport, FuzzScript.Of(seed, toServer: false), new Dice(seed));
                pair.Server.Transport.Abort();
                foreach (var failure in await Task.WhenAll(opening))
                    Assert.True(failure is null or TunnelException, $"seed {seed}: {failure}");
                await client.DisposeAsync();
                await ServeHonestAsync();
            }
        });

    private static async Task OpenAsync(HboneClient client)
    {
        var tunnel = await client.OpenAsync(new HboneRequest(HboneAuthority.Of("a", 1), HboneHeaders.None), CancellationToken.None);
        await tunnel.Transport.ExchangeAsync(new byte[100]);
    }

    private static async Task SendAsync(ITransport transport, byte[] script, Dice dice)
    {
        try
        {
            for (var at = 0; at < script.Length;)
            {
                var count = Math.Min(script.Length - at, dice.Between(1, 20_000));
                await transport.SendAsync(script.AsMemory(at, count), CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(5));
                at += count;
            }
        }
        catch (Exception e) when (e is TunnelException or TimeoutException)
        {
            // It was cut off, or is not read any more.
        }
        // Nothing of it is under way any more, as far as one side can see.
        for (var i = 0; i < 20; i++)
            await Task.Yield();
    }

    private static async Task ServeHonestAsync()
    {
        var pair = await TunnelPair.ConnectAsync(Pki);
        var serving = HboneServer.RunAsync(
            pair.Server, EchoAsync, TunnelLayer.Outer, Limits, TimeProvider.System, CancellationToken.None);
        var client = HboneClient.Start(pair.Client, TunnelLayer.Outer, Limits, TimeProvider.System);
        var tunnel = await client.OpenAsync(new HboneRequest(HboneAuthority.Of("a", 1), HboneHeaders.None), CancellationToken.None);
        var bytes = new byte[200_000];
        Random.Shared.NextBytes(bytes);
        Assert.Equal(bytes, await tunnel.Transport.ExchangeAsync(bytes));
        await client.DisposeAsync();
        await serving;
    }

    private static async Task EchoAsync(HboneServerRequest request, CancellationToken cut)
    {
        await using var tunnel = request.Accept();
        await tunnel.EchoAsync(cut);
    }
}

/// <summary>What measures the memory of the process has it for itself.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
