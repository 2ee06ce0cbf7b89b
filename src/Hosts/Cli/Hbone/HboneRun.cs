using System.Net;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Cli.Hbone;

/// <summary>What all roles run by.</summary>
/// <param name="Listen">Where to listen.</param>
/// <param name="Ours">Our certificate.</param>
/// <param name="Peers">Who the peer may be.</param>
/// <param name="Log">Where connections are told of.</param>
internal sealed record HboneSettings(IPEndPoint Listen, WorkloadCertificate Ours, AcceptedPeers Peers, HboneLog Log)
{
    /// <summary>As anywhere, but that a whole drain takes less time than a process that was told to end has.</summary>
    public TunnelLimits Limits { get; } = TunnelLimits.Default with { DrainTimeoutSeconds = 5, CloseTimeoutSeconds = 3 };

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>The file of revocation lists that is followed; null for none.</summary>
    public string? RevocationFile { get; init; }
}

/// <summary>A role: what becomes of each connection that is accepted.</summary>
internal interface IHboneRole : IAsyncDisposable
{
    /// <summary>Serves one connection to its end.</summary>
    /// <param name="transport">The connection.</param>
    /// <param name="stopping">Lets what is open end within the drain's limit.</param>
    Task ServeAsync(SocketTransport transport, CancellationToken stopping);
}

/// <summary>Runs a role until it is told to stop, and then until its connections have ended or their time is over.</summary>
internal static class HboneRun
{
    private const int MaxConnections = 16_384;

    /// <param name="read">Reads what it runs by.</param>
    /// <param name="create">Makes the role.</param>
    /// <param name="stopping">Tells it to stop.</param>
    public static async Task<int> RunAsync(
        Func<HboneSettings> read, Func<HboneSettings, IHboneRole> create, CancellationToken stopping)
    {
        try
        {
            var settings = read();
            using var revocations = Revocations(settings);
            await (revocations?.StartAsync(stopping) ?? Task.CompletedTask);
            await using var role = create(settings);
            var socket = new UnderlayNetwork(UnderlayMap.Identity).Listen(settings.Listen);
            await using var listener = ConnectionListener.Start(socket, role.ServeAsync, MaxConnections, settings.Log);
            settings.Log.Listening((IPEndPoint)socket.LocalEndPoint!);
            await Task.Delay(Timeout.InfiniteTimeSpan, settings.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Ok;
        }
        catch (ListenException error)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message);
        }
        catch (InputException error)
        {
            return Output.Fail(error.ExitCode, error.Message);
        }
    }

    private static RevocationFile? Revocations(HboneSettings settings) => settings is { RevocationFile: { } file, Ours.Revocations: { } watch }
        ? new RevocationFile(file, watch, CertificateLimits.Default, settings.Time, settings.Log)
        : null;
}
