using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.ControlPlane;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh control</c>: the control plane of one cluster.</summary>
internal static class ControlCommand
{
    public static Command Create()
    {
        var mesh = new Option<string>("--mesh") { Description = "the mesh folder: its own cluster and its peers", Required = true };
        var cluster = HostOptions.Cluster();
        var authority = new Option<string>("--ca")
        {
            Description = "a folder with ca-cert.pem, ca-key.pem, cert-chain.pem and root-cert.pem",
            Required = true,
        };
        var tokens = new Option<string>("--tokens") { Description = "the file of token hashes and whom they name", Required = true };
        var domain = new Option<string>("--trust-domain")
        {
            Description = "the trust domain that it signs for",
            DefaultValueFactory = _ => WellKnown.DefaultTrustDomain,
        };
        var listen = HostOptions.EndPoint(
            "--listen", "where discovery and certificates are served", new IPEndPoint(IPAddress.Any, 15012));
        var admin = HostOptions.Admin(15014);
        var level = Logging.LevelOption(LogLevel.Information);
        var format = Logging.FormatOption();
        var command = new Command("control", "Runs the control plane of one cluster.")
        {
            mesh, cluster, authority, tokens, domain, listen, admin, level, format,
        };
        command.SetAction((parsed, cancellationToken) => HostRunner.RunAsync(
            () => ControlHost.Build(
                new ControlOptions
                {
                    Cluster = parsed.GetRequiredValue(cluster),
                    MeshFolder = parsed.GetRequiredValue(mesh),
                    Authority = AuthorityFiles.Read(parsed.GetRequiredValue(authority)).Open(
                        parsed.GetRequiredValue(domain), CertificateLimits.Default, RandomNumberGenerator.Fill),
                    Tokens = TokensFrom(parsed.GetRequiredValue(tokens)),
                    Listen = parsed.GetRequiredValue(listen),
                    Admin = parsed.GetRequiredValue(admin),
                },
                Logging.ToStandardError(parsed.GetRequiredValue(level), parsed.GetRequiredValue(format))),
            cancellationToken));
        return command;
    }

    private static Func<BootstrapTokens> TokensFrom(string file)
    {
        if (!BootstrapTokens.TryParse(NamedFile.ReadText(file), CertificateLimits.Default, out var tokens, out var error))
            throw new FormatException($"`{file}`: {error}");
        return () => tokens;
    }
}
