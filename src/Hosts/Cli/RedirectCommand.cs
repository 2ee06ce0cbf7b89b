using System.CommandLine;
using ScopeMesh.Hosts.Cli.Settings;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Hosts.Sources;

namespace ScopeMesh.Hosts.Cli;

/// <summary>
/// <c>scopemesh node redirect</c>: the rules that lead a pod's traffic to its node proxy. They follow from the same settings as
/// the node proxy's ports and its mark, so that what is given once is given to both.
/// </summary>
internal static class RedirectCommand
{
    private const string Settings = "By the settings of `node`: flags, the environment and a file.";

    public static Command Create() => new("redirect", $"The nftables rules that lead the traffic of a network namespace to a node proxy. {Settings}")
    {
        Print(), Apply(), Remove(),
    };

    private static Command Print()
    {
        var (outbound, answers) = (Outbound(), Answers());
        return WithSettings(
            new Command("print", $"Prints the rules as a shell script, which may run any number of times. {Settings}") { outbound, answers },
            (parsed, settings, _) => Console.Out.WriteAsync(parsed.GetValue(outbound) switch
            {
                OutboundCapture.Route => RouteRules.Script(settings),
                OutboundCapture.Redirect => RedirectRules.Script(settings, parsed.GetValue(answers)),
            }));
    }

    private static Command Apply()
    {
        var (netns, outbound, answers) = (Namespace(), Outbound(), Answers());
        return WithSettings(
            new Command("apply", $"Puts the rules in, in the place of those that are there. {Settings}") { netns, outbound, answers },
            (parsed, settings, cancellationToken) => parsed.GetValue(outbound) switch
            {
                OutboundCapture.Route => new Redirection(parsed.GetValue(netns)).ApplyRoutesAsync(settings, cancellationToken),
                OutboundCapture.Redirect => ApplyAsync(parsed.GetValue(netns), settings, parsed.GetValue(answers), cancellationToken),
            });
    }

    private static async Task ApplyAsync(string? netns, CaptureSettings settings, AnswerRouting answers, CancellationToken cancellationToken)
    {
        var applied = await new Redirection(netns).ApplyAsync(settings, answers, cancellationToken);
        if (applied != answers)
        {
            await Console.Error.WriteLineAsync(
                $"note: `sysctl {RedirectRules.MarkAnswers(answers)}` failed, so that answers come back packet by packet, which costs a little more");
        }
    }

    private static Command Remove()
    {
        var netns = Namespace();
        return WithSettings(
            new Command("remove", $"Takes the rules away, if they are there. {Settings}") { netns },
            (parsed, settings, cancellationToken) => new Redirection(parsed.GetValue(netns)).RemoveAsync(settings, cancellationToken));
    }

    private static Command WithSettings(Command command, Func<ParseResult, CaptureSettings, CancellationToken, Task> work)
    {
        var flags = new SettingFlags(NodeSettingTable.OfRedirection);
        foreach (var option in flags.Options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(flags, parsed, settings => work(parsed, settings, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(SettingFlags flags, ParseResult parsed, Func<CaptureSettings, Task> work)
    {
        try
        {
            var given = GivenSettings.Of(flags, parsed);
            var (settings, errors) = NodeSettingsReader.ReadCapture(given.Sources);
            if (settings is null || given.Errors.Count > 0)
                return Output.FailAll(ExitCode.Invalid, [.. given.Errors, .. errors]);
            await work(settings);
            return ExitCode.Ok;
        }
        catch (Exception error) when (error is RedirectionException or UnusableFileException)
        {
            return Output.Fail(ExitCode.Unavailable, error.Message);
        }
    }

    private static Option<OutboundCapture> Outbound() => ChoiceOption.Create(
        "--outbound",
        "how what programs connect to is led: `redirect` translates addresses, and the kernel tracks each connection; `route` does neither, takes "
        + "less time for each, and needs a kernel with TPROXY and no program that binds its sockets to a device",
        OutboundCapture.Redirect);

    private static Option<AnswerRouting> Answers() => ChoiceOption.Create(
        "--answers",
        "how an application's answers to callers' addresses come back: `socket` marks what it accepts, where the system can, and `packet` looks at "
        + "each packet, for applications that mark their sockets themselves; counts for `--outbound redirect`",
        AnswerRouting.Socket);

    private static Option<string?> Namespace() => new("--netns")
    {
        Description = "the network namespace: a name of `ip netns`, or a path such as /proc/PID/ns/net; this one if not said",
    };
}
