using System.Collections;
using System.CommandLine;
using System.Net;
using ScopeMesh.Hosts.Cli.Settings;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh node</c>: the node proxy of one Node, by flags, the environment and a file of settings.</summary>
internal static partial class NodeCommand
{
    /// <summary>What of a file is looked at: what is longer is refused for its length.</summary>
    private const int MostCharacters = SettingsFile.MaxLength + 1;

    public static Command Create()
    {
        var flags = new SettingFlags();
        var command = new Command("node", "Runs the node proxy of one Node, by flags, the environment and a file of settings.") { RedirectCommand.Create() };
        foreach (var option in flags.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(flags.FileOf(parsed), flags.GivenIn(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? file, IReadOnlyDictionary<string, string> flags, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = file is null ? "" : NamedFile.Use(file, TextOf);
        }
        catch (UnusableFileException error)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message);
        }

        var (inFile, fileErrors) = SettingsFile.Read(file ?? "", text);
        var read = NodeSettingsReader.Read(new SettingSources
        {
            File = inFile,
            Environment = OfProcess(),
            Flags = flags,
            MachineName = Dns.GetHostName(),
        });
        string[] errors = [.. fileErrors, .. read.Errors];
        if (read.Settings is not { } settings || errors.Length > 0)
            return Fail(ExitCode.Invalid, errors);
        var files = SettingFiles.Read(settings);
        return files.Files is { } held
            ? await HostRunner.RunAsync(() => Build(SettingsToOptions.Of(settings, held), settings, read.Warnings), cancellationToken)
            : Fail(files.ExitCode, files.Errors);
    }

    private static int Fail(int exitCode, IEnumerable<string> errors)
    {
        foreach (var error in errors)
            Output.Fail(exitCode, error);
        return exitCode;
    }

    private static IHost Build(NodeOptions options, NodeSettings settings, ValueList<string> warnings)
    {
        var host = NodeHost.Build(options, Logging.ToStandardError(settings.LogLevel, settings.LogFormat));
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger<NodeSettings>();
        foreach (var warning in warnings)
            Log.WithoutEffect(log, warning);
        return host;
    }

    private static string TextOf(string file)
    {
        using var reader = new StreamReader(file);
        var text = new char[MostCharacters];
        return new string(text, 0, reader.ReadBlock(text));
    }

    /// <summary>Variables that are empty included: such a one can say that there is no control plane.</summary>
    private static Dictionary<string, string> OfProcess() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);

    private static partial class Log
    {
        [LoggerMessage(2151, LogLevel.Warning, "{Setting}")]
        public static partial void WithoutEffect(ILogger log, string setting);
    }
}
