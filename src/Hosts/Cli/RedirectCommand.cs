using System.CommandLine;
using ScopeMesh.Hosts.NodeProxy.Capture;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh node redirect</c>: the rules that lead a pod's traffic to its node proxy.</summary>
internal static class RedirectCommand
{
    public static Command Create() => new("redirect", "The nftables rules that lead the traffic of a network namespace to a node proxy.")
    {
        Print(), Apply(), Remove(),
    };

    private static Command Print()
    {
        var ipv6 = IPv6();
        var command = new Command("print", "Prints the rules as a shell script, which may run any number of times.") { ipv6 };
        command.SetAction(parsed =>
        {
            Console.Write(RedirectRules.Script(SettingsOf(parsed.GetRequiredValue(ipv6))));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Apply()
    {
        var (netns, ipv6) = (Namespace(), IPv6());
        var command = new Command("apply", "Puts the rules in, in the place of those that are there.") { netns, ipv6 };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new Redirection(parsed.GetValue(netns)).ApplyAsync(SettingsOf(parsed.GetRequiredValue(ipv6)), cancellationToken)));
        return command;
    }

    private static Command Remove()
    {
        var (netns, ipv6) = (Namespace(), IPv6());
        var command = new Command("remove", "Takes the rules away, if they are there.") { netns, ipv6 };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new Redirection(parsed.GetValue(netns)).RemoveAsync(SettingsOf(parsed.GetRequiredValue(ipv6)), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(Task work)
    {
        try
        {
            await work;
            return ExitCode.Ok;
        }
        catch (RedirectionException error)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message);
        }
    }

    private static CaptureSettings SettingsOf(bool ipv6) => CaptureSettings.Default with { IPv6 = ipv6 };

    private static Option<string?> Namespace() => new("--netns")
    {
        Description = "the network namespace: a name of `ip netns`, or a path such as /proc/PID/ns/net; this one if not said",
    };

    private static Option<bool> IPv6() => new("--ipv6")
    {
        Description = "whether IPv6 is redirected too",
        DefaultValueFactory = _ => true,
    };
}
