using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Hosts.Xds.Protos.Discovery;
using ScopeMesh.Hosts.Xds.Protos.WorkloadApi;
using ScopeMesh.Tests.Integration.Grpc;

namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>Our client with our server, over TLS.</summary>
public sealed class DiscoverySituations
{
    [Fact]
    public async Task A_client_follows_what_is_published()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using var client = Connect(plane);
        plane.Snapshots.Publish(Addresses("a", "b"));
        await client.HoldsAsync("a", "b");
        plane.Snapshots.Publish(Addresses("b", "c"));
        await client.HoldsAsync("b", "c");

        await client.BecomesAsync(connection => connection is { Connected: true, Synced: true, LastError: null });
        var known = Assert.Single(plane.Clients);
        Assert.Equal((RunningClient.Node.Id, "east", "ztunnel"), (known.Node.Id, known.Cluster, known.Caller.ServiceAccount));
    }

    [Fact]
    public async Task A_control_plane_knows_who_is_connected()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using (var client = Connect(plane))
        {
            await client.BecomesAsync(connection => connection.Connected);
            Assert.Equal(RunningClient.Node.Id, Assert.Single(plane.Discovery.Clients).Node.Id);
        }
        await Eventually.HoldsAsync(() => plane.Discovery.Clients.Count == 0);
    }

    [Fact]
    public async Task A_control_plane_that_has_nothing_yet_says_so()
    {
        await using var plane = await TestControlPlane.StartAsync();
        plane.IsReady = false;
        await using var client = Connect(plane);
        Assert.Equal("Unavailable: the control plane has nothing to serve yet", await client.FailsAsync());
        plane.IsReady = true;
        await client.BecomesAsync(connection => connection.Synced);
    }

    [Fact]
    public async Task What_a_client_refuses_changes_nothing_there_and_is_reported_here()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using var client = Connect(plane);
        plane.Snapshots.Publish(Addresses("a"));
        await client.HoldsAsync("a");

        plane.Snapshots.Publish(Addresses("bad", "b"));
        await Eventually.HoldsAsync(() => !plane.Refusals.IsEmpty);
        Assert.Equal("bad: is bad", Assert.Single(plane.Refusals).Reason);
        await client.HoldsAsync("a");
        await client.BecomesAsync(connection => connection is { Connected: true, Synced: true, Refusal: "bad: is bad" });

        plane.Snapshots.Publish(Addresses("good", "b"));
        await client.HoldsAsync("b", "good");
        await client.BecomesAsync(connection => connection.Refusal is null);
    }

    [Fact]
    public async Task A_client_comes_again_when_its_control_plane_does_and_is_told_only_what_changed()
    {
        var first = await TestControlPlane.StartAsync();
        var port = first.Port;
        first.Snapshots.Publish(Addresses("a", "b"));
        var token = first.NodeToken;
        await using var client = new RunningClient(first.OpenChannel(), () => Volatile.Read(ref token));
        await client.HoldsAsync("a", "b");
        await first.DisposeAsync();
        await client.FailsAsync();
        await client.HoldsAsync("a", "b");

        await using var second = await TestControlPlane.StartAsync(first.Authority, port: port);
        second.Snapshots.Publish(Addresses("b", "c"));
        Volatile.Write(ref token, second.NodeToken);
        await client.HoldsAsync("b", "c");
        var last = client.Updates.Last(update => update.TypeUrl == XdsTypes.Address);
        Assert.Equal(["c"], last.Upserts.Select(one => one.Name));
        Assert.Equal(["a"], last.Removed);
    }

    [Fact]
    public async Task A_control_plane_under_another_root_is_not_believed()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using var client = new RunningClient(plane.OpenChannel(trusted: TestControlPlane.NewAuthority()), () => plane.NodeToken);
        Assert.Contains("errors in the certificate chain: PartialChain", await client.FailsAsync(), StringComparison.Ordinal);
        Assert.Empty(plane.Clients);
    }

    [Fact]
    public async Task A_control_plane_of_another_name_is_not_believed()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using var client = new RunningClient(plane.OpenChannel("control.west.test"), () => plane.NodeToken);
        Assert.Contains(": RemoteCertificateNameMismatch", await client.FailsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_without_a_valid_token_learns_that_it_is_refused()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using var client = new RunningClient(plane.OpenChannel(), () => "wrong");
        Assert.Equal("Unauthenticated: authentication failure", await client.FailsAsync());
    }

    [Fact]
    public async Task A_token_that_cannot_be_read_is_an_error_that_shows()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using var client = new RunningClient(plane.OpenChannel(), () => throw new IOException("no token file"));
        Assert.Equal("no token file", await client.FailsAsync());
    }

    [Fact]
    public async Task A_client_of_another_node_than_its_token_says_is_refused()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using var client = new RunningClient(plane.OpenChannel(), () => plane.NodeToken, RunningClient.Node with { NodeName = "node-2" });
        Assert.StartsWith("PermissionDenied: node id `ztunnel~10.0.0.1~", await client.FailsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_clients_are_served_than_allowed()
    {
        await using var plane = await TestControlPlane.StartAsync(xds: XdsLimits.Default with { ServedStreams = 1 });
        await using var one = Connect(plane);
        await one.BecomesAsync(connection => connection.Connected);
        await using var two = Connect(plane);
        Assert.Equal("ResourceExhausted: the control plane serves 1 clients already", await two.FailsAsync());
    }

    [Fact]
    public async Task A_client_that_does_not_say_who_it_is_is_sent_away()
    {
        await using var plane = await TestControlPlane.StartAsync(xds: XdsLimits.Default with { FirstRequestTimeoutSeconds = 1 });
        await using var call = OpenStream(plane, out var channel);
        using (channel)
        {
            var e = await Assert.ThrowsAsync<RpcException>(() => call.Responses.MoveNext(TestContext.Current.CancellationToken));
            Assert.Equal(new Status(StatusCode.DeadlineExceeded, "no request came within 1 s"), e.Status);
        }
    }

    [Fact]
    public async Task No_more_types_are_served_on_a_stream_than_allowed()
    {
        await using var plane = await TestControlPlane.StartAsync(xds: XdsLimits.Default with { StreamTypes = 1 });
        await using var call = OpenStream(plane, out var channel);
        using (channel)
        {
            await call.TryWriteAsync(DeltaWire.Write("one", DeltaRequest.Empty, RunningClient.Node.Write()));
            Assert.True(await call.Responses.MoveNext(TestContext.Current.CancellationToken));
            await call.TryWriteAsync(DeltaWire.Write("two", DeltaRequest.Empty));
            var e = await Assert.ThrowsAsync<RpcException>(() => call.Responses.MoveNext(TestContext.Current.CancellationToken));
            Assert.Equal(new Status(StatusCode.ResourceExhausted, "a stream may ask for 1 types"), e.Status);
        }
    }

    [Fact]
    public async Task No_more_connections_are_served_than_allowed()
    {
        await using var plane = await TestControlPlane.StartAsync(limits: GrpcLimits.Default with { ServerConnections = 1 });
        await using var one = Connect(plane);
        await one.BecomesAsync(connection => connection.Connected);
        await using var two = Connect(plane);
        Assert.StartsWith("Unavailable: ", await two.FailsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_plane_that_takes_a_connection_and_says_nothing_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var channel = TestServer.OpenChannel(port, TestControlPlane.Name, [], GrpcLimits.Default with { ConnectTimeoutSeconds = 1 });
        await using var client = new RunningClient(channel, () => "any");
        Assert.StartsWith(
            $"Unavailable: lost `{TestControlPlane.Name}:{port}`, or could not reach it: ", await client.FailsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_plane_that_falls_silent_is_given_up()
    {
        await using var plane = await TestControlPlane.StartAsync();
        var cable = new Cable();
        var channel = new GrpcChannel(new GrpcChannelOptions
        {
            Address = new Uri($"https://{TestControlPlane.Name}:{plane.Port}"),
            Roots = plane.Authority.Roots,
            Connect = async cancellationToken => cable.Plug(await TestServer.ConnectAsync(plane.Port, cancellationToken)),
            Limits = GrpcLimits.Default with { KeepAliveDelaySeconds = 1, KeepAliveTimeoutSeconds = 1 },
        });
        await using var client = new RunningClient(channel, () => plane.NodeToken);
        await client.BecomesAsync(connection => connection.Connected);
        cable.Cut();
        Assert.StartsWith("Unavailable: lost ", await client.FailsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_larger_than_a_client_takes_is_refused_by_it()
    {
        await using var plane = await TestControlPlane.StartAsync();
        plane.Snapshots.Publish(Addresses(new string('x', 2000)));
        await using var client = new RunningClient(plane.OpenChannel(limits: GrpcLimits.Default with { ClientMessageBytes = 2000 }), () => plane.NodeToken);
        Assert.Equal("ResourceExhausted: the peer sent a message larger than 2000 bytes", await client.FailsAsync());
    }

    [Fact]
    public async Task Many_resources_arrive_in_one_response()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using var client = Connect(plane);
        var names = Enumerable.Range(0, 50_000).Select(i => $"cluster-east//Pod/sample/pod-{i:D5}").ToArray();
        plane.Snapshots.Publish(Addresses(names));
        await client.HoldsAsync(names);
    }

    internal static XdsSnapshot Addresses(params string[] names) =>
        XdsSnapshot.Empty.With(XdsTypes.Address, XdsResourceSet.Create(names.Select(name =>
            XdsResource.Of(name, new Address { Workload = new Workload { Uid = name, Name = name } }))));

    private static RunningClient Connect(TestControlPlane plane) => new(plane.OpenChannel(), () => plane.NodeToken);

    private static DuplexCall<DeltaDiscoveryRequest, DeltaDiscoveryResponse> OpenStream(TestControlPlane plane, out GrpcChannel channel)
    {
        channel = plane.OpenChannel();
        var headers = new Metadata { { IstioHeaders.Authorization, $"Bearer {plane.NodeToken}" } };
        return channel.Duplex(XdsTypes.DeltaAggregatedResources, new CallOptions(headers));
    }
}
