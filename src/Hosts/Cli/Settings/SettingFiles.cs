using System.Diagnostics;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.ScopeLang;
using Table = ScopeMesh.Hosts.Cli.Settings.NodeSettingTable;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>What becomes of settings by the files that they name.</summary>
/// <param name="Supply">Where the route table and certificates come from.</param>
/// <param name="Network">The network that sockets are made on.</param>
internal sealed record SettingFiles(NodeSupply Supply, UnderlayNetwork Network)
{
    /// <summary>Reads them. What local configuration says is read by what follows it; here it is looked at whether it can be.</summary>
    /// <param name="settings">The settings: valid ones.</param>
    public static SettingFilesRead Read(NodeSettings settings)
    {
        var reader = new Reader();
        var supply = SupplyOf(settings, reader);
        var network = reader.Read(Table.Underlay, settings.Mode == ProxyMode.Socks ? settings.Underlay : null, HostOptions.NetworkFrom)
            ?? HostOptions.NetworkFrom(null);
        return new SettingFilesRead(
            supply is null || reader.Errors.Count > 0 ? null : new SettingFiles(supply, network), reader.Errors.ToValueList(), reader.ExitCode);
    }

    /// <summary>Where all comes from; null where a file of it cannot be used.</summary>
    private static NodeSupply? SupplyOf(NodeSettings settings, Reader reader)
    {
        if (settings.LocalConfig is { } file)
        {
            reader.Read(Table.LocalConfig, file, Checked(NamedFile.Check));
            reader.Read(Table.LocalAuthority, settings.LocalAuthority, Checked(folder => _ = AuthorityFiles.Read(folder)));
            return new NodeSupply.LocalConfiguration(file, settings.LocalAuthority);
        }

        var control = settings.Control ?? throw new UnreachableException("settings that have neither are not valid");
        var roots = reader.Read(Table.Roots, settings.Roots, HostOptions.RootsFrom);
        var token = reader.Read(Table.Token, settings.Token, HostOptions.TokenFrom);
        return roots is null || token is null ? null : new NodeSupply.ControlPlane(control.EndPoint, roots, token);
    }

    private static Func<string, string> Checked(Action<string> check) => path =>
    {
        check(path);
        return path;
    };

    /// <summary>Reads files one by one, and collects what is wrong with them.</summary>
    private sealed class Reader
    {
        private readonly List<string> _errors = [];

        public IReadOnlyList<string> Errors => _errors;

        /// <summary>How a command ends by what is wrong so far.</summary>
        public int ExitCode { get; private set; } = Cli.ExitCode.Ok;

        /// <summary>What a file holds; null where none is named, or it cannot be used.</summary>
        public T? Read<T>(Setting setting, string? path, Func<string, T> read)
            where T : class
        {
            try
            {
                return path is null ? null : read(path);
            }
            catch (UnusableFileException error)
            {
                Report(Cli.ExitCode.Unavailable, $"{error.Message} by {SettingReader.WaysOf(setting)}");
            }
            catch (FormatException error)
            {
                Report(Cli.ExitCode.Invalid, $"{error.Message}; name another file by {SettingReader.WaysOf(setting)}");
            }

            return null;
        }

        /// <summary>What is not there counts before what is something else: the rest may well be good once all is there.</summary>
        private void Report(int exitCode, string error)
        {
            _errors.Add(error);
            ExitCode = Math.Max(ExitCode, exitCode);
        }
    }
}

/// <summary>What came of reading the files that settings name.</summary>
/// <param name="Files">What they hold; null where there are errors.</param>
/// <param name="Errors">All that is wrong, a line each.</param>
/// <param name="ExitCode">How a command ends by it.</param>
internal sealed record SettingFilesRead(SettingFiles? Files, ValueList<string> Errors, int ExitCode);
