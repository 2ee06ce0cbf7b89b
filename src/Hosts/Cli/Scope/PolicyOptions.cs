using System.CommandLine;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The options that say how a POLICY is read.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<PolicyLanguage?> _language = ChoiceOption.Create<PolicyLanguage>(
        "--input", "the language of the input; by default what its extension says");

    private readonly Option<bool> _lenient = new("--lenient")
    {
        Description = "read YAML as Istio does: drop unknown keys and skip invalid entries, with a warning each",
    };

    private PolicyOptions()
    {
    }

    public static Argument<string> Policy(string name = "POLICY") => File(new Argument<string>(name)
    {
        Description = "a .scope file, YAML that holds serviceScopeConfigs, a mesh folder, or - for standard input",
    });

    public static Argument<string[]> Policies() => File(new Argument<string[]>("FILE")
    {
        Description = "files, folders that are searched for *.scope, or - for standard input",
        Arity = ArgumentArity.OneOrMore,
    });

    /// <summary>An argument that names files. An option that does not exist is none, though the parser takes it for one.</summary>
    public static T File<T>(T argument)
        where T : Argument
    {
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value is ['-', _, ..]))
                result.AddError($"`{token.Value}` is no option of this verb; a file that is called so is `./{token.Value}`");
        });
        return argument;
    }

    public static Option<string?> Out()
    {
        var output = new Option<string?>("--out") { Description = "write to this file instead of standard output" };
        output.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is "")
                result.AddError("--out takes the name of a file");
        });
        return output;
    }

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
