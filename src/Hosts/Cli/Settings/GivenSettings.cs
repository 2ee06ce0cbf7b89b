using System.Collections;
using System.CommandLine;
using System.Net;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>What is given of settings to this process: by a file, by its environment and by a command line.</summary>
/// <param name="Sources">All of it.</param>
/// <param name="Errors">What is wrong with the file as YAML.</param>
internal sealed record GivenSettings(SettingSources Sources, ValueList<string> Errors)
{
    /// <summary>What of a file is looked at: what is longer is refused for its length.</summary>
    private const int MostCharacters = SettingsFile.MaxLength + 1;

    /// <summary>Reads it.</summary>
    /// <param name="flags">The flags of the command.</param>
    /// <param name="parsed">Its command line.</param>
    /// <exception cref="UnusableFileException">The file cannot be read.</exception>
    public static GivenSettings Of(SettingFlags flags, ParseResult parsed)
    {
        var file = flags.FileOf(parsed);
        var (inFile, errors) = SettingsFile.Read(file ?? "", file is null ? "" : NamedFile.Use(file, TextOf));
        var sources = new SettingSources
        {
            File = inFile,
            Environment = OfProcess(),
            Flags = flags.GivenIn(parsed),
            MachineName = Dns.GetHostName(),
        };
        return new GivenSettings(sources, errors.ToValueList());
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
}
