using System.CommandLine;
using ScopeMesh.Hosts.Cli.Settings;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh node</c>: the node proxy of one Node, by flags, the environment and a file of settings.</summary>
internal static partial class NodeCommand
{
    public static Command Create()
    {
        var flags = new SettingFlags(NodeSettingTable.All);
        var command = new Command("node", "Runs the node proxy of one Node, by flags, the environment and a file of settings.") { RedirectCommand.Create() };
        foreach (var option in flags.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(flags, parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(SettingFlags flags, ParseResult parsed, CancellationToken cancellationToken)
    {
        GivenSettings given;
        try
        {
            given = GivenSettings.Of(flags, parsed);
        }
        catch (UnusableFileException error)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message);
        }

        var read = NodeSettingsReader.Read(given.Sources);
        if (read.Settings is not { } settings || given.Errors.Count > 0)
            return Output.FailAll(ExitCode.Invalid, [.. given.Errors, .. read.Errors]);
        var files = SettingFiles.Read(settings);
        return files.Files is { } held
            ? await HostRunner.RunAsync(() => Build(SettingsToOptions.Of(settings, held), settings, read.Warnings), cancellationToken)
            : Output.FailAll(files.ExitCode, files.Errors);
    }

    private static IHost Build(NodeOptions options, NodeSettings settings, ValueList<string> warnings)
    {
        var host = NodeHost.Build(options, Logging.ToStandardError(settings.LogLevel, settings.LogFormat));
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger<NodeSettings>();
        foreach (var warning in warnings)
            Log.WithoutEffect(log, warning);
        return host;
    }

    private static partial class Log
    {
        [LoggerMessage(2151, LogLevel.Warning, "{Setting}")]
        public static partial void WithoutEffect(ILogger log, string setting);
    }
}
