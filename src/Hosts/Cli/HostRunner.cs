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
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                await host.StopAsync(CancellationToken.None);
            }

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
