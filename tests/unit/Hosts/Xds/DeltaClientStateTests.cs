using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;
using static ScopeMesh.Tests.Unit.Hosts.Xds.Discovery;

namespace ScopeMesh.Tests.Unit.Hosts.Xds;

/// <summary>A client of several types, from stream to stream.</summary>
public sealed class DeltaClientStateTests
{
    private static readonly XdsLimits Limits = XdsLimits.Default with { ReconnectDelayMilliseconds = 10, MaximumReconnectDelayMilliseconds = 25 };

    private readonly List<string> _applied = [];

    [Fact]
    public void It_is_synced_when_every_type_was_accepted()
    {
        var (client, requests) = DeltaClientState.Start([XdsTypes.Address, XdsTypes.Authorization], Limits).OnConnected();
        Assert.Equal([XdsTypes.Address, XdsTypes.Authorization], requests.Select(one => one.TypeUrl));
        (client, _) = client.OnResponse(XdsTypes.Address, Response("1", "a"), Accept);
        Assert.Equal((true, false), (client.Connection.Connected, client.Connection.Synced));
        (client, var answer) = client.OnResponse(XdsTypes.Authorization, Response("2"), Accept);
        Assert.True(client.Connection.Synced);
        Assert.Equal("2", answer.Request.Nonce);
        Assert.Equal(["a", ""], _applied);
    }

    [Fact]
    public void A_type_that_nobody_asked_for_is_answered_and_passed_over()
    {
        var (client, _) = DeltaClientState.Start([XdsTypes.Address], Limits).OnConnected();
        var (same, answer) = client.OnResponse("other", Response("7", "a"), Accept);
        Assert.Same(client, same);
        Assert.Equal((null, "7"), (answer.Update, answer.Request.Nonce));
        Assert.Empty(_applied);
    }

    [Fact]
    public void It_waits_longer_from_failure_to_failure_until_a_response_comes()
    {
        var client = DeltaClientState.Start([XdsTypes.Address], Limits);
        var delays = new List<double>();
        for (var time = 0; time < 3; time++)
        {
            (client, var delay) = client.OnEnded("gone");
            delays.Add(delay.TotalMilliseconds);
        }

        Assert.Equal([10, 20, 25], delays);
        Assert.Equal("gone", client.Connection.LastError);
        (client, _) = client.OnConnected();
        (client, _) = client.OnResponse(XdsTypes.Address, Response("1"), Accept);
        Assert.Null(client.Connection.LastError);
        Assert.Equal(10, client.OnEnded("again").Delay.TotalMilliseconds);
    }

    private static DeltaResponse Response(string nonce, params string[] names) =>
        new(nonce, new DeltaChange([.. names.Select(Resource)], []));

    private XdsVerdict Accept(XdsUpdate update)
    {
        _applied.Add(string.Join(' ', update.Upserts.Select(one => one.Name)));
        return new XdsVerdict.Accepted();
    }
}
