using ScopeMesh.Hosts.Cli;
using ScopeMesh.Hosts.Cli.Settings;
using ScopeMesh.Hosts.NodeProxy;

namespace ScopeMesh.Tests.Unit.Hosts.Cli.Settings;

/// <summary>The files that settings of a node proxy name.</summary>
public sealed class SettingFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("setting-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Local_configuration_supplies_a_node_proxy_and_nothing_of_a_control_plane_is_read()
    {
        var local = Write("local.yaml", "workloads: []");
        foreach (var other in new (string, string)[] { ("node", "n"), ("roots", "no-such-file.pem"), ("token", "no-such-file") })
        {
            var read = SettingFiles.Read(Settings([("node", "n"), ("localConfig", local), other]));
            Assert.Equal(new NodeSupply.LocalConfiguration(local, null), read.Files?.Supply);
            Assert.Equal(ExitCode.Ok, read.ExitCode);
        }
    }

    [Fact]
    public void Files_that_are_not_there_and_files_that_hold_something_else_are_told_at_once()
    {
        var (roots, underlay) = (Write("roots.pem", "nothing"), Write("underlay.json", "{"));
        (string, string)[] least = [("node", "n"), ("control", "127.0.0.1:1"), ("roots", roots), ("underlay", underlay)];
        var read = SettingFiles.Read(Settings([.. least, ("token", At("none"))]));
        Assert.Null(read.Files);
        Assert.Equal(ExitCode.Unavailable, read.ExitCode);
        Assert.Equal(3, read.Errors.Count);
        Assert.Equal(
            $"`{roots}` holds no certificate in PEM; name another file by `--roots`, `SCOPEMESH_ROOTS`, `XDS_ROOT_CA` or `roots` in the file", read.Errors[0]);
        Assert.StartsWith($"`{At("none")}` cannot be read: there is no such file; name one that is there by `--token`, ", read.Errors[1], StringComparison.Ordinal);
        Assert.StartsWith($"`{underlay}` cannot be used: not an underlay map: ", read.Errors[2], StringComparison.Ordinal);
        Assert.Equal(ExitCode.Invalid, SettingFiles.Read(Settings([.. least, ("token", Write("token", "t"))])).ExitCode);
    }

    [Fact]
    public void A_folder_of_an_authority_must_have_all_of_its_files()
    {
        (string, string)[] local = [("node", "n"), ("localConfig", Write("local.yaml", "workloads: []"))];
        var missing = SettingFiles.Read(Settings([.. local, ("localCa", At("ca"))]));
        Assert.StartsWith($"`{At("ca")}` cannot be read: there is no such folder; name one with ca-cert.pem, ", Assert.Single(missing.Errors), StringComparison.Ordinal);
        var empty = SettingFiles.Read(Settings([.. local, ("localCa", _folder)]));
        Assert.StartsWith($"`{At("ca-cert.pem")}` cannot be read: there is no such file; ", Assert.Single(empty.Errors), StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    private static NodeSettings Settings((string Key, string Value)[] flags)
    {
        var read = NodeSettingsReader.Read(new SettingSources
        {
            Flags = flags.Reverse().DistinctBy(flag => flag.Key).ToDictionary(flag => flag.Key, flag => flag.Value),
        });
        Assert.Empty(read.Errors);
        return read.Settings!;
    }
}
