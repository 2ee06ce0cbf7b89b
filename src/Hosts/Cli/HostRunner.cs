using System.Security.Cryptography;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Runs one host by itself until it is told to stop.</summary>
internal static class HostRunner
{
    /// <param name="build">Puts the host together from its files; their errors are the user's.</param>
    /// <param name="cancellationToken">Tells it to stop.</param>
    public static async Task<int> RunAsync(Func<IHost> build, CancellationToken cancellationToken)
    {
        try
        {
            using var host = build();
            await host.StartAsync(cancellationToken);

            // Ends when it is told to, and when a part of the host has failed and the rest has stopped for that.
            await host.WaitForShutdownAsync(cancellationToken);
            return cancellationToken.IsCancellationRequested
                ? ExitCode.Ok
                : Output.Fail(ExitCode.Unavailable, "a part of the host failed; its log says which");
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
