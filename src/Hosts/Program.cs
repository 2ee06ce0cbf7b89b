using System.CommandLine;
using System.CommandLine.Invocation;
using ScopeMesh.Hosts.Cli;
using ScopeMesh.Hosts.Cli.Hbone;
using ScopeMesh.Hosts.Cli.Repl;

var root = new RootCommand("ScopeMesh: one service mesh over several Kubernetes clusters, without sidecars.")
{
    UpCommand.Create(),
    RequestCommand.Create(),
    ExplainConnectionCommand.Create(),
    RoutesCommand.Create(),
    ReachCommand.Create(),
    LintCommand.Create(),
    DriftCommand.Create(),
    PlanCommand.Create(),
    ControlCommand.Create(),
    NodeCommand.Create(),
    GatewayCommand.Create(),
    HboneCommand.Create(),
    BootstrapCommand.Create(),
    CompletionCommand.Create(),
    MeshReplCommand.Create(),
    ScopeCommand.Create(),
};
ExampleHelp.AddTo(root);
var parsed = root.Parse(args);

// What is said of a wrong command line is no data.
if (parsed is { Action: ParseErrorAction error, CommandResult.Command.Subcommands.Count: 0 })
    error.ShowHelp = false;
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration
{
    ProcessTerminationTimeout = HostRunner.Runs(parsed.CommandResult.Command) ? null : TimeSpan.FromSeconds(15),
    Output = parsed.Action is ParseErrorAction ? Console.Error : Console.Out,
});
return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
