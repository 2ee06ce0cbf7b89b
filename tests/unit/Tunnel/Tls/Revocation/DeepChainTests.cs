using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls.Revocation;

/// <summary>Revocation in chains of several authorities, and beside certificates that lead nowhere.</summary>
public sealed class DeepChainTests
{
    private readonly TestPki _mesh = new();
    private readonly RevocationWatch _watch = new();

    /// <summary>Under the mesh's intermediate are two more, one below the other: what is revoked is as far down as the case says.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task An_authority_at_any_depth_takes_along_what_is_under_it_and_nothing_else(int depth) => OnLoop.RunAsync(async () =>
    {
        var region = _mesh.Below("region");
        var cluster = region.Below("cluster");
        var deep = cluster.Issue(Ids.Client);
        var beside = new TestPki("beside");
        Assert.Equal(3, deep.Intermediates.Count);
        var first = await ConnectAsync(deep);
        var second = await ConnectAsync(beside.Issue(Ids.Client) with { Roots = [_mesh.Root] }, beside);

        var ended = Publish(depth switch
        {
            0 => _mesh.RevokeIntermediate(),
            1 => region.RevokeIntermediate(),
            2 => cluster.RevokeIntermediate(),
            _ => cluster.Revoke(deep),
        });

        Assert.Equal(1, ended);
        var why = await Assert.ThrowsAsync<TunnelException>(() => first.Server.Transport.ReceiveAsync(new byte[1], CancellationToken.None).AsTask());
        Assert.Equal(TunnelFault.CertificateRevoked, why.Fault);
        await second.Client.Transport.SendAsync(new byte[] { 7 }, CancellationToken.None);
        Assert.Equal(1, await second.Server.Transport.ReceiveAsync(new byte[1], CancellationToken.None));
        await AgainAsync(deep);
    });

    [Fact]
    public Task What_is_presented_besides_the_chain_does_not_count() => OnLoop.RunAsync(async () =>
    {
        var (needless, ours) = (new TestPki("needless"), _mesh.Issue(Ids.Client));
        var presented = ours with { Intermediates = [.. ours.Intermediates, .. needless.Issue(Ids.Client).Intermediates] };
        var server = Watched(_mesh.Issue(Ids.Server) with { Roots = [_mesh.Root, needless.Root] });
        var pair = await ConnectAsync(presented, server);

        Assert.Equal(0, Publish(needless.RevokeIntermediate()));
        await ConnectAsync(presented, server);
        Assert.Equal(2, Publish(_mesh.RevokeIntermediate()));
        await Assert.ThrowsAsync<TunnelException>(() => pair.Server.Transport.ReceiveAsync(new byte[1], CancellationToken.None).AsTask());
    });

    private Task<TunnelPair> ConnectAsync(WorkloadCertificate client, TestPki? alsoTrusted = null)
    {
        var server = Watched(_mesh.Issue(Ids.Server));
        return ConnectAsync(client, alsoTrusted is null ? server : server with { Roots = [_mesh.Root, alsoTrusted.Root] });
    }

    private static async Task<TunnelPair> ConnectAsync(WorkloadCertificate client, WorkloadCertificate server)
    {
        var (connecting, accepting) = await TunnelPair.AttemptAsync(client, server, [Ids.Server]);
        return new TunnelPair(await connecting, await accepting);
    }

    /// <summary>What was cut is refused when it comes again.</summary>
    private async Task AgainAsync(WorkloadCertificate client)
    {
        var (connecting, accepting) = await TunnelPair.AttemptAsync(client, Watched(_mesh.Issue(Ids.Server)), [Ids.Server]);
        var cut = (await connecting).Transport;
        _ = await Record.ExceptionAsync(() => cut.ReceiveAllAsync());
        cut.Abort();
        var refused = await Assert.ThrowsAsync<TunnelException>(() => accepting);
        Assert.Equal(TunnelFault.CertificateRevoked, refused.Fault);
    }

    private WorkloadCertificate Watched(WorkloadCertificate certificate) => certificate with { Revocations = _watch };

    private int Publish(byte[] list)
    {
        var read = RevocationList.Read(list, out var problem);
        Assert.Null(problem);
        return _watch.Publish(read!);
    }
}
