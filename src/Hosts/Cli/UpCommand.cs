using System.CommandLine;
using System.Net;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Hosts.Up;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh up</c>: a whole mesh on this machine.</summary>
internal static class UpCommand
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "a mesh folder", DefaultValueFactory = _ => "." };
        var check = new Option<bool>("--check")
        {
            Description = "call every service that DIR/expect.yaml names, compare the answers, print the matrix, and end",
        };
        var loopback = new Option<IPAddress>("--loopback")
        {
            Description = "the first address of 127.0.0.0/8 that stands in for a real one",
            DefaultValueFactory = _ => UnderlayPlan.DefaultStart,
            CustomParser = result => ParseLoopback(result),
        };
        var port = new Option<int>("--first-port")
        {
            Description = "the first port to try for control planes and admin servers; SOCKS ports begin a thousand on",
            DefaultValueFactory = _ => 15100,
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1_024 or > UpOptions.LastFirstPort)
                result.AddError($"--first-port takes a port from 1024 to {UpOptions.LastFirstPort}");
        });
        var level = new Option<LogLevel?>("--log-level")
        {
            Description = "the least severe lines to log; Information shows every connection (by default Warning, with --check Critical)",
        };
        var format = Output.FormatOption();
        var command = new Command("up", "Runs every cluster of a mesh folder on this machine, without root.")
        {
            folder, check, loopback, port, level, format,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new UpOptions
            {
                MeshFolder = parsed.GetRequiredValue(folder),
                Loopback = parsed.GetRequiredValue(loopback),
                FirstPort = parsed.GetRequiredValue(port),
                Logging = Logging.ToStandardError(
                    parsed.GetValue(level) ?? (parsed.GetRequiredValue(check) ? LogLevel.Critical : LogLevel.Warning)),
            },
            parsed.GetRequiredValue(check),
            parsed.GetRequiredValue(format),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(UpOptions options, bool check, OutputFormat format, CancellationToken cancellationToken)
    {
        using var logs = LoggerFactory.Create(options.Logging);
        try
        {
            Console.Error.WriteLine($"starting {options.MeshFolder}");
            await using var mesh = await MeshRuntime.StartAsync(options, logs, cancellationToken);
            if (mesh.Clusters.Count == 0)
                return Output.Fail(ExitCode.Invalid, $"`{options.MeshFolder}` holds no cluster; put manifests into `clusters/<id>/`");
            var pending = await MeshReadiness.WaitAsync(mesh, ReadyTimeout, cancellationToken);
            foreach (var missing in pending)
                Console.Error.WriteLine($"not ready: {missing}");
            return check
                ? await CheckAsync(mesh, format, cancellationToken)
                : await StayAsync(mesh, format, cancellationToken);
        }
        catch (Exception error) when (error is MeshFolderException or UnderlayExhaustedException)
        {
            return Output.Fail(ExitCode.Invalid, error.Message);
        }
        catch (Exception error) when (error is ListenException or IOException or UnauthorizedAccessException)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return check ? Output.Fail(ExitCode.No, "the check was ended before its end") : ExitCode.Ok;
        }
    }

    private static async Task<int> StayAsync(MeshRuntime mesh, OutputFormat format, CancellationToken cancellationToken)
    {
        UpReport.Write(mesh, format);
        UpState.Of(mesh).Write();
        try
        {
            await TellChangesAsync(mesh, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("stopping");
        }
        finally
        {
            UpState.Remove();
        }

        return ExitCode.Ok;
    }

    /// <summary>Tells on standard error what every edit changed, until cancelled.</summary>
    private static async Task TellChangesAsync(MeshRuntime mesh, CancellationToken cancellationToken)
    {
        var before = UpReport.Lines(mesh);
        while (true)
        {
            await mesh.Followed.Current.Superseded.WaitAsync(cancellationToken);
            var after = UpReport.Lines(mesh);
            foreach (var gone in before.Except(after))
                Console.Error.WriteLine($"- {gone}");
            foreach (var come in after.Except(before))
                Console.Error.WriteLine($"+ {come}");
            before = after;
            UpState.Of(mesh).Write();
        }
    }

    private static async Task<int> CheckAsync(MeshRuntime mesh, OutputFormat format, CancellationToken cancellationToken)
    {
        var file = Path.Combine(mesh.Options.MeshFolder, "expect.yaml");
        if (!File.Exists(file))
            return Output.Fail(ExitCode.Invalid, $"there is no `{file}`; write what you expect, as docs/mesh-folder.md shows");
        var read = ExpectationReader.Read(new SourceText(file, await File.ReadAllTextAsync(file, cancellationToken)));
        foreach (var diagnostic in read.Diagnostics)
            Console.Error.WriteLine(diagnostic);
        if (read.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
            return ExitCode.Invalid;
        if (read.Expectations.IsEmpty)
            return Output.Fail(ExitCode.Invalid, $"`{file}` expects nothing");

        var results = new List<ExpectationResult>();
        foreach (var expectation in read.Expectations)
        {
            Console.Error.WriteLine($"checking {results.Count + 1} of {read.Expectations.Count}: {expectation.From.Value} to {expectation.Host.Value}:{expectation.Port}");
            results.Add(await ExpectationCheck.RunAsync(mesh, expectation, cancellationToken));
        }

        CheckReport.Write(results, format, Console.Out);
        return results.TrueForAll(result => result.Holds) ? ExitCode.Ok : ExitCode.No;
    }

    private static IPAddress? ParseLoopback(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (result.Tokens is [var token] && IPAddress.TryParse(token.Value, out var address)
            && address.GetAddressBytes() is [127, > 0, ..])
        {
            return address;
        }

        result.AddError("--loopback takes an address from 127.1.0.0 to 127.255.255.255, such as 127.32.0.0");
        return null;
    }
}
