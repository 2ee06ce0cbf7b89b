using ScopeMesh.Hosts.Cli.Settings;

namespace ScopeMesh.Tests.Unit.Hosts.Cli.Settings;

/// <summary>Settings by which a file of local configuration takes the place of a control plane.</summary>
public sealed class LocalConfigurationSettingsTests
{
    private static readonly (string Key, string Value)[] Local = [("node", "n"), ("localConfig", "local.yaml")];

    private static readonly (string Name, string Value) InPod = ("KUBERNETES_SERVICE_HOST", "10.96.0.1");

    [Fact]
    public void It_takes_the_place_of_the_control_plane_that_a_pod_has_by_default()
    {
        var settings = Valid(Local, InPod);
        Assert.Null(settings.Control);
        Assert.Null(settings.Dump()["xdsAddress"]);
    }

    [Fact]
    public void A_pod_with_captured_names_needs_no_address_of_a_control_plane() =>
        Assert.Equal(ProxyMode.Dedicated, Valid([("workload", "a/b/c"), ("localConfig", "local.yaml")], InPod).Mode);

    [Fact]
    public void The_Node_is_the_machine_unless_another_is_named()
    {
        var sources = new SettingSources { Flags = new Dictionary<string, string> { ["localConfig"] = "local.yaml" }, MachineName = "machine" };
        Assert.Equal("machine", NodeSettingsReader.Read(sources).Settings!.Node);
        Assert.Equal("n", Valid(Local).Node);

        // One pod is served wherever it runs, and a control plane must be told.
        Assert.Null(Valid([("workload", "a/b/c"), ("localConfig", "local.yaml")]).Node);
        Assert.Single(NodeSettingsReader.Read(sources with { Flags = new Dictionary<string, string> { ["control"] = "istiod" } }).Errors);
    }

    [Fact]
    public void Beside_a_control_plane_that_is_given_it_is_an_error_that_names_both()
    {
        Assert.Equal(
            ["`--local-config` takes the place of the control plane that `--control` names; leave one of them out"],
            Read([.. Local, ("control", "istiod:15012")]).Errors);
        Assert.Equal(
            ["`node.yaml` line 1: `localConfig` takes the place of the control plane that environment variable `XDS_ADDRESS` names; leave one of them out"],
            NodeSettingsReader.Read(new SettingSources
            {
                File = SettingsFile.Read("node.yaml", "localConfig: local.yaml\nnode: n").Settings,
                Environment = new Dictionary<string, string> { ["XDS_ADDRESS"] = "istiod:15012" },
            }).Errors);
    }

    [Fact]
    public void An_authority_signs_for_local_configuration_alone() => Assert.Equal(
        ["nobody asks the authority that `--local-ca` names where there is a control plane; give `localConfig` too, or leave it out"],
        Read([("node", "n"), ("control", "istiod"), ("localCa", "ca")]).Errors);

    [Fact]
    public void What_only_a_control_plane_is_shown_has_no_effect_and_that_is_said() => Assert.Equal(
        [
            "`roots` has no effect with `localConfig`: no control plane is asked there",
            "`token` has no effect with `localConfig`: no control plane is asked there",
        ],
        Read([.. Local, ("roots", "root.pem"), ("token", "token")]).Warnings);

    [Fact]
    public void An_authority_of_its_own_is_what_FAKE_CA_asks_for()
    {
        Assert.Empty(Read(Local, ("FAKE_CA", "true")).Errors);
        Assert.Empty(Read(Local, ("FAKE_CA", "false")).Errors);
        Assert.StartsWith(
            "environment variable `FAKE_CA` cannot be honoured",
            Assert.Single(Read([.. Local, ("localCa", "ca")], ("FAKE_CA", "true")).Errors),
            StringComparison.Ordinal);
    }

    private static NodeSettings Valid((string Key, string Value)[] flags, params (string Name, string Value)[] environment)
    {
        var read = Read(flags, environment);
        Assert.Empty(read.Errors);
        return read.Settings!;
    }

    private static NodeSettingsRead Read((string Key, string Value)[] flags, params (string Name, string Value)[] environment) =>
        NodeSettingsReader.Read(new SettingSources
        {
            Flags = flags.ToDictionary(flag => flag.Key, flag => flag.Value),
            Environment = environment.ToDictionary(variable => variable.Name, variable => variable.Value),
        });
}
