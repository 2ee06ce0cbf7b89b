using System.CommandLine;
using System.CommandLine.Parsing;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh node</c>: the node proxy of one Node.</summary>
internal static class NodeCommand
{
    public static Command Create()
    {
        var cluster = HostOptions.Cluster();
        var node = new Option<string>("--node") { Description = "the Node whose pods it serves", Required = true };
        var domain = new Option<string>("--trust-domain")
        {
            Description = "the trust domain of its own identity",
            DefaultValueFactory = _ => WellKnown.DefaultTrustDomain,
        };
        var control = HostOptions.Control();
        var roots = HostOptions.Roots();
        var token = HostOptions.Token();
        var crl = HostOptions.Crl();
        var underlay = HostOptions.Underlay();
        var admin = HostOptions.Admin(15000);
        var socks = new Option<int>("--first-socks-port")
        {
            Description = "the first port to try for the SOCKS listener of a pod, where traffic is not captured",
            DefaultValueFactory = _ => NodeOptions.DefaultSocksPort,
        };
        var pod = new Option<NodeMode.Dedicated?>("--pod")
        {
            Description = "captures the traffic of one pod, in whose network namespace it runs: NAMESPACE/NAME/SERVICEACCOUNT",
            CustomParser = PodOf,
        };
        var caller = ChoiceOption.Create(
            "--caller-address", "whether applications see where captured connections come from", CallerAddress.WherePossible);
        var level = Logging.LevelOption(LogLevel.Information);
        var command = new Command("node", "Runs the node proxy of one Node.")
        {
            cluster, node, domain, control, roots, token, crl, underlay, admin, socks, pod, caller, level,
            RedirectCommand.Create(),
        };
        command.SetAction((parsed, cancellationToken) => HostRunner.RunAsync(
            () => NodeHost.Build(
                new NodeOptions
                {
                    Cluster = parsed.GetRequiredValue(cluster),
                    Node = parsed.GetRequiredValue(node),
                    TrustDomain = parsed.GetRequiredValue(domain),
                    Control = parsed.GetRequiredValue(control),
                    Roots = HostOptions.RootsFrom(parsed.GetRequiredValue(roots)),
                    Token = HostOptions.TokenFrom(parsed.GetRequiredValue(token)),
                    RevocationFile = parsed.GetValue(crl),
                    Network = HostOptions.NetworkFrom(parsed.GetValue(underlay)),
                    Admin = parsed.GetRequiredValue(admin),
                    Mode = parsed.GetValue(pod) ?? (NodeMode)new NodeMode.Socks(parsed.GetRequiredValue(socks)),
                    Capture = CaptureSettings.Default with { CallerAddress = parsed.GetRequiredValue(caller) },
                },
                Logging.ToStandardError(parsed.GetRequiredValue(level))),
            cancellationToken));
        return command;
    }

    private static NodeMode.Dedicated? PodOf(ArgumentResult argument)
    {
        if (argument.Tokens is [var token] && token.Value.Split('/') is [{ Length: > 0 } @namespace, { Length: > 0 } name, { Length: > 0 } account])
            return new NodeMode.Dedicated(@namespace, name, account);
        argument.AddError("--pod takes NAMESPACE/NAME/SERVICEACCOUNT");
        return null;
    }
}
