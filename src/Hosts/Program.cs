using System.CommandLine;
using ScopeMesh.Hosts.Cli;

var root = new RootCommand("ScopeMesh: one service mesh over several Kubernetes clusters, without sidecars.")
{
    UpCommand.Create(),
    RequestCommand.Create(),
    ControlCommand.Create(),
    NodeCommand.Create(),
    GatewayCommand.Create(),
    BootstrapCommand.Create(),
    ScopeCommand.Create(),
};
var parsed = root.Parse(args);
var exitCode = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(15) });
return parsed.Errors.Count > 0 ? ExitCode.Usage : exitCode;
