using System.Collections;
using System.CommandLine;
using ScopeMesh.Hosts.Cli.Settings;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh node</c>: the node proxy of one Node, by flags, the environment and a file of settings.</summary>
internal static partial class NodeCommand
{
    /// <summary>What of a file is looked at: what is longer is refused for its length.</summary>
    private const int MostCharacters = SettingsFile.MaxLength + 1;

    private const string LocalAuthority = "--local-ca";

    private static readonly HostPort s_nobody = new("127.0.0.1", 1);

    public static Command Create()
    {
        var flags = new SettingFlags();
        var command = new Command("node", "Runs the node proxy of one Node, by flags, the environment and a file of settings.") { RedirectCommand.Create() };
        foreach (var option in flags.Options)
            command.Options.Add(option);
        var authority = new Option<string?>(LocalAuthority)
        {
            Description = "the folder of the authority that signs where there is no control plane, as `bootstrap` writes it; by default one in memory, which nobody else trusts",
        };
        command.Options.Add(authority);
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(flags.FileOf(parsed), flags.GivenIn(parsed), parsed.GetValue(authority), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string? file, IReadOnlyDictionary<string, string> flags, string? authority, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = file is null ? "" : TextOf(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message);
        }

        var (inFile, fileErrors) = SettingsFile.Read(file ?? "", text);
        var read = NodeSettingsReader.Read(new SettingSources { File = inFile, Environment = OfProcess(), Flags = flags });
        string[] errors = [.. fileErrors, .. read.Errors, .. Contradictions(read.Settings, authority)];
        foreach (var error in errors)
            Output.Fail(ExitCode.Invalid, error);
        return read.Settings is { } settings && errors.Length == 0
            ? await HostRunner.RunAsync(() => Build(settings, authority, read.Warnings), cancellationToken)
            : ExitCode.Invalid;
    }

    /// <summary>What cannot be together where there is no control plane, or where there is one.</summary>
    private static IEnumerable<string> Contradictions(NodeSettings? settings, string? authority)
    {
        if (settings is { LocalConfig: not null, Control: not null })
            yield return $"`{NodeSettingTable.LocalConfig.Flag}` takes the place of the control plane that `{NodeSettingTable.Control.Flag}` names; leave one of them out";
        if (settings is { LocalConfig: null } && authority is not null)
            yield return $"`{LocalAuthority}` signs where `{NodeSettingTable.LocalConfig.Flag}` takes the place of a control plane; give both, or neither";
    }

    /// <summary>How it runs. Where a file takes the place of a control plane nobody is asked, so that no address, root or token of one counts.</summary>
    private static NodeOptions OptionsOf(NodeSettings settings, string? authority)
    {
        if (settings.LocalConfig is not { } file)
            return SettingsToOptions.Of(settings, SettingFiles.Read(settings));
        var network = HostOptions.NetworkFrom(settings.Mode == ProxyMode.Socks ? settings.Underlay : null);
        return SettingsToOptions.Of(settings with { Control = s_nobody }, new SettingFiles([], () => "", network)) with
        {
            Local = new LocalFiles(file, authority),
        };
    }

    private static IHost Build(NodeSettings settings, string? authority, ValueList<string> warnings)
    {
        var host = NodeHost.Build(OptionsOf(settings, authority), Logging.ToStandardError(settings.LogLevel, settings.LogFormat));
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
