using System.CommandLine;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Up;
using ScopeMesh.Policy.Explaining;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh explain</c>: why a connection goes where it goes.</summary>
internal static class ExplainConnectionCommand
{
    public static Command Create()
    {
        var folder = new Argument<string?>("MESH")
        {
            Description = "a mesh folder; by default this one, or with --admin the one that the last `up` runs",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var from = new Option<string>("--from")
        {
            Description = "the caller: CLUSTER/NAMESPACE/NAME, a pod or a Deployment",
            Required = true,
        };
        var to = new Option<string>("--to")
        {
            Description = "what it calls: HOST:PORT or IP:PORT, by any name that it may use; without a port, the service's only one",
            Required = true,
        };
        MeshCompletions.AddCallers(from, folder);
        MeshCompletions.AddDestinations(to, from, folder);
        var admin = new Option<string[]>("--admin")
        {
            Description = "ask the running node proxies and gateways at these admin addresses, by default all of the last `up` in this "
                + "folder, and say where they differ from MESH",
            Arity = ArgumentArity.ZeroOrMore,
            AllowMultipleArgumentsPerToken = true,
        };
        var all = new Option<bool>("--all") { Description = "write every candidate, policy and end, however many" };
        var format = Output.FormatOption();
        var verb = new Verb(
            "explain",
            "Says why a connection goes where it goes: name, scope, candidates, ways, identities, policies, and the nearest change.",
            "scopemesh explain examples/two-clusters --from east/sample/curl --to vault.sample:80")
        {
            folder, from, to, admin, all, format,
        };
        return verb.Does(parsed =>
        {
            var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var running = parsed.GetResult(admin) is null ? null : Running(parsed.GetValue(admin) ?? [], errors);
            var reading = MeshReading.For(
                parsed, parsed.GetValue(folder) ?? (running is null ? "." : UpState.Read()?.MeshFolder ?? "."));
            var view = reading.View;
            var callers = Callers.Find(reading.Mesh, parsed.GetRequiredValue(from));
            var destination = Destinations.Read(view, callers[0], parsed.GetRequiredValue(to));
            var explanation = ConnectionExplainer.Explain(view, callers[0], destination, callers.Count - 1);
            var live = running is null ? null : LiveComparison.Of(running, view, explanation.Journey);
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
                Output.WriteJson(ExplanationDump.Of(explanation) with { Running = RunningDump.Of(live) }, output);
            else
                Write(output, explanation, live, parsed.GetRequiredValue(all));
            return (live?.Live ?? explanation.Journey).Verdict == JourneyVerdict.Reached && live is not { Differences.Count: > 0 }
                ? ExitCode.Ok
                : ExitCode.No;
        });
    }

    /// <summary>The tables of running hosts.</summary>
    /// <exception cref="InputException">Nothing runs, or nobody answers.</exception>
    private static LiveTables Running(string[] admins, TextWriter errors)
    {
        if (admins.Length == 0)
        {
            admins = UpState.Read() is { } up
                ? [.. up.Nodes, .. up.Gateways ?? []]
                : throw new InputException(
                    ExitCode.Unavailable, "no `up` runs in this folder; start one, or name the hosts: --admin ADDRESS:PORT …");
        }

        var live = LiveTables.Read(admins, why => errors.WriteLine($"scopemesh: {why}"));
        return live.Hosts.Count > 0
            ? live
            : throw new InputException(ExitCode.Unavailable, "none of the hosts answers; is the mesh running?");
    }

    private static void Write(TextWriter output, ConnectionExplanation explanation, LiveComparison? live, bool all)
    {
        if (live is { Differences.Count: > 0 })
        {
            output.WriteLine("the running mesh differs from its folder:");
            foreach (var difference in live.Differences)
                output.WriteLine($"  {difference}");
            output.WriteLine();
            output.Write(ConnectionExplanationText.Render(live.Live, all));
            output.WriteLine();
            output.WriteLine("by the folder:");
        }

        output.Write(ConnectionExplanationText.Render(explanation, all));
        if (live is { Differences.Count: 0 })
            output.WriteLine($"running      the same, by the tables of {string.Join(", ", live.Hosts.Select(host => host.Name))}");
    }
}
