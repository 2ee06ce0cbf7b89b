using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The help of a command, followed by its example where it has one.</summary>
/// <param name="help">What writes the help.</param>
internal sealed class ExampleHelp(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    /// <summary>Makes every help of a command line show examples.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            if (option.Action is SynchronousCommandLineAction help)
                option.Action = new ExampleHelp(help);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb verb)
            parseResult.InvocationConfiguration.Output.WriteLine($"Example:\n  {verb.Example}\n");
        return exitCode;
    }
}
