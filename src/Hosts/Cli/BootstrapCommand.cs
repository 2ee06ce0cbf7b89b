using System.CommandLine;
using System.Security.Cryptography;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh bootstrap</c>: the files that hosts need to run alone.</summary>
internal static class BootstrapCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "a mesh folder" };
        var output = new Option<string>("--out") { Description = "where the files go; must not exist yet", Required = true };
        var command = new Command(
            "bootstrap", "Makes a root, an intermediate for each cluster, tokens and underlay maps, for hosts that run alone.")
        {
            folder, output,
        };
        command.SetAction(parsed => Verb.Guarded(() => Run(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(output))));
        return command;
    }

    private static int Run(string folder, string output)
    {
        // What is there may be in use: a new root beside old certificates would cut a running mesh in two.
        if (Path.Exists(output))
            return Output.Fail(ExitCode.Usage, $"`{output}` exists already; name another folder");
        var compilation = MeshCompiler.Compile(new MeshFolder(folder, MeshFolderLimits.Default).Read());
        foreach (var diagnostic in compilation.Diagnostics)
            Console.Error.WriteLine(diagnostic);
        if (compilation.HasErrors)
            return ExitCode.Invalid;
        Write(compilation.Mesh, output);
        return ExitCode.Ok;
    }

    private static void Write(Mesh mesh, string output)
    {
        var now = TimeProvider.System.GetUtcNow();
        var root = MeshRoot.Create(now, CertificateLimits.Default, RandomNumberGenerator.Fill);
        var underlay = UnderlayPlan.StartingAt(UnderlayPlan.DefaultStart).Cover(mesh);
        Directory.CreateDirectory(output);
        File.WriteAllText(Path.Combine(output, "root-cert.pem"), root.CertificatePem);
        SecretFile.Write(Path.Combine(output, "root-key.pem"), root.KeyPem);
        foreach (var cluster in mesh.Clusters)
        {
            var folder = Path.Combine(output, cluster.Id);
            root.CreateIntermediate(cluster.Id, cluster.TrustDomain, now).Files.Write(Path.Combine(folder, "ca"));
            File.WriteAllText(Path.Combine(folder, "underlay.json"), UnderlayFile.Write(underlay.For(mesh, cluster)));
            var tokens = BootstrapTokens.None;
            foreach (var (name, caller) in Callers(cluster))
            {
                (tokens, var token) = tokens.Issue(caller, RandomNumberGenerator.Fill);
                SecretFile.Write(Path.Combine(folder, $"{name}.token"), token);
            }

            File.WriteAllText(Path.Combine(folder, "tokens.json"), tokens.Print());
            Console.Out.WriteLine(folder);
        }
    }

    private static IEnumerable<(string Name, CallerIdentity Caller)> Callers(Cluster cluster) =>
    [
        .. cluster.Nodes.Select(node => (
            $"node-{node.Name}",
            new CallerIdentity(CallerKind.Node, WellKnown.SystemNamespace, NodeOptions.ServiceAccount, node.Name))),
        .. cluster.Gateways.Select(gateway => (
            $"gateway-{gateway.Name.Name}",
            new CallerIdentity(CallerKind.Gateway, gateway.Identity.Namespace, gateway.Identity.ServiceAccount, Node: null))),
    ];
}
