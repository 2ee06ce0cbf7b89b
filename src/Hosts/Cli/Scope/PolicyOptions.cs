using System.CommandLine;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The options that say how a POLICY is read.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<PolicyLanguage?> _language = new("--input")
    {
        Description = "the language of the input: scope or yaml; by default what its extension says",
    };

    private readonly Option<bool> _lenient = new("--lenient")
    {
        Description = "read YAML as Istio does: drop unknown keys and skip invalid entries, with a warning each",
    };

    private PolicyOptions()
    {
    }

    public static Argument<string> Policy(string name = "POLICY") => new(name)
    {
        Description = "a .scope file, YAML that holds serviceScopeConfigs, a mesh folder, or - for standard input",
    };

    public static Argument<string[]> Policies() => new("POLICY")
    {
        Description = "files, folders that are searched for *.scope, or - for standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string?> Out() => new("--out") { Description = "write to this file instead of standard output" };

    public static PolicyOptions AddTo(Command command)
    {
        var options = new PolicyOptions();
        command.Options.Add(options._language);
        command.Options.Add(options._lenient);
        return options;
    }

    public PolicyReading Of(ParseResult parsed, PolicyLanguage otherwise = PolicyLanguage.Scope) =>
        new(parsed.GetValue(_language), parsed.GetValue(_lenient), otherwise);
}
