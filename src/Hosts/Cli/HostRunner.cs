using System.CommandLine;
using System.Security.Cryptography;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Runs one host by itself until it is told to stop.</summary>
internal static class HostRunner
{
    /// <summary>Whether a command runs a host, which hears signals itself: it may take as long to end as its drain does.</summary>
    public static bool Runs(Command command) => command.Name is "control" or "node" or "gateway";

    /// <param name="build">Puts the host together from its files; their errors are the user's.</param>
    /// <param name="cancellationToken">Tells it to stop.</param>
    public static async Task<int> RunAsync(Func<IHost> build, CancellationToken cancellationToken)
    {
        using var signals = new TerminationSignals();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(signals.Told, cancellationToken);
        try
        {
            using var host = build();
            await host.StartAsync(either.Token);

            // Ends when it is told to, and when a part of the host has failed and the rest has stopped for that.
            await host.WaitForShutdownAsync(either.Token);
            var wasAsked = either.IsCancellationRequested || host.Services.GetService<StopRequest>() is { IsMade: true };
            return wasAsked ? ExitCode.Ok : Output.Fail(ExitCode.Unavailable, "a part of the host failed; its log says which");
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // It was told to stop before it ran.
            return ExitCode.Ok;
        }
        catch (ListenException error)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message);
        }
        catch (Exception error) when (error is MeshFolderException or FormatException or CryptographicException)
        {
            return Output.Fail(ExitCode.Invalid, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message);
        }
    }
}
