using System.CommandLine;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope gen-tests</c>: the tests that a policy lacks, as it decides now.</summary>
internal static class GenTestsCommand
{
    public static Command Create()
    {
        var policy = PolicyOptions.Policy();
        var append = new Option<bool>("--append") { Description = "add the tests to the end of POLICY, a .scope file" };
        var format = Output.FormatOption();
        var verb = new Verb(
            "gen-tests", "Prints tests for what the tests of a policy do not exercise; they say what it decides now.",
            "scopemesh scope gen-tests mesh.scope --append")
        {
            policy, append, format,
        };
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed =>
        {
            var path = parsed.GetRequiredValue(policy);
            var file = PolicyFile.Read(path, reading.Of(parsed));
            if (parsed.GetValue(append) && (path == InputBytes.StandardInput || file.Language == PolicyLanguage.Yaml))
                throw new InputException(ExitCode.Usage, "tests can be added to a .scope file alone; leave out --append");
            return Run(file, parsed.GetValue(append), parsed.GetRequiredValue(format));
        });
    }

    private static int Run(PolicyFile file, bool append, OutputFormat format)
    {
        var missing = ScopeCoverage.Missing(file.Require());
        var tests = missing.Tests.Select(test => ScopePrinter.Print(test)).ToArray();
        if (!missing.IsComplete)
            Console.Error.WriteLine("scopemesh: some parts were not analysed, and have no tests: the policy is too large");
        if (append && tests.Length > 0)
            Append(file, string.Concat(tests.Select(test => $"\n{test}\n")));
        if (format == OutputFormat.Json)
            Output.WriteJson(new { Tests = tests, missing.IsComplete });
        else if (append)
            Console.Error.WriteLine($"added {tests.Length} to {file.Checked.File}");
        else
            Console.Out.Write(string.Join('\n', tests.Select(test => $"{test}\n")));
        return ExitCode.Ok;
    }

    private static void Append(PolicyFile file, string tests)
    {
        var text = file.Checked.Text;
        var more = text.Length == 0 || text.EndsWith('\n') ? tests : $"\n{tests}";
        if (ScopePolicy.Parse(text + more).Policy is null)
            throw new InputException(ExitCode.Invalid, $"`{file.Checked.File}` would be too large with the tests");
        File.AppendAllText(file.Checked.File, more);
    }
}
