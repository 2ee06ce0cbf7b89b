using System.CommandLine;
using System.Net;
using ScopeMesh.Hosts.Gateway;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh gateway</c>: one east-west gateway.</summary>
internal static class GatewayCommand
{
    public static Command Create()
    {
        var cluster = HostOptions.Cluster();
        var network = new Option<string>("--network") { Description = "the network whose services it leads to", Required = true };
        var name = new Option<string>("--name") { Description = "the Gateway: NAMESPACE/NAME", Required = true };
        var account = new Option<string?>("--service-account")
        {
            Description = "the service account of its identity; by default the Gateway's name",
        };
        var domain = new Option<string>("--trust-domain")
        {
            Description = "the trust domain of its identity",
            DefaultValueFactory = _ => WellKnown.DefaultTrustDomain,
        };
        var listen = HostOptions.EndPoint("--listen", "where it listens", new IPEndPoint(IPAddress.Any, WellKnown.HbonePort));
        var control = HostOptions.Control();
        var roots = HostOptions.Roots();
        var token = HostOptions.Token();
        var crl = HostOptions.Crl();
        var underlay = HostOptions.Underlay();
        var admin = HostOptions.Admin(15000);
        var level = Logging.LevelOption(LogLevel.Information);
        var format = Logging.FormatOption();
        var command = new Command("gateway", "Runs an east-west gateway.")
        {
            cluster, network, name, account, domain, listen, control, roots, token, crl, underlay, admin, level, format,
        };
        command.SetAction((parsed, cancellationToken) => HostRunner.RunAsync(
            () =>
            {
                if (parsed.GetRequiredValue(name).Split('/') is not [{ Length: > 0 } ns, { Length: > 0 } gateway])
                    throw new FormatException("--name takes NAMESPACE/NAME");
                return GatewayHost.Build(
                    new GatewayOptions
                    {
                        Cluster = parsed.GetRequiredValue(cluster),
                        GatewayNetwork = parsed.GetRequiredValue(network),
                        Name = new NamespacedName(ns, gateway),
                        Identity = new SpiffeId(parsed.GetRequiredValue(domain), ns, parsed.GetValue(account) ?? gateway),
                        Listen = [parsed.GetRequiredValue(listen)],
                        Control = parsed.GetRequiredValue(control),
                        Roots = HostOptions.RootsFrom(parsed.GetRequiredValue(roots)),
                        Token = HostOptions.TokenFrom(parsed.GetRequiredValue(token)),
                        RevocationFile = parsed.GetValue(crl),
                        Network = HostOptions.NetworkFrom(parsed.GetValue(underlay)),
                        Admin = parsed.GetRequiredValue(admin),
                    },
                    Logging.ToStandardError(parsed.GetRequiredValue(level), parsed.GetRequiredValue(format)));
            },
            cancellationToken));
        return command;
    }
}
