using System.CommandLine;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope eval</c>: the scope of one Service, of those of a mesh folder, or of a stream of facts.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var policy = PolicyOptions.Policy();
        policy.Arity = ArgumentArity.ZeroOrOne;
        var mesh = MeshServices.Option();
        var facts = new Option<string?>("--facts")
        {
            Description = "answer a file (or -) of facts, one JSON object a line, with one a line in the same order",
        };
        var format = Output.FormatOption();
        var verb = new Verb(
            "eval",
            "Decides the scope of a Service, of those of a mesh folder, or of a stream of facts. Without POLICY, Services of "
            + "a mesh folder have the policies that it holds for them.",
            "scopemesh scope eval mesh.scope --service cart --labels istio.io/global=true --namespace shop")
        {
            policy, mesh, facts, format,
        };
        var service = ServiceOptions.AddTo(verb);
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed =>
        {
            var (folder, file, path) = (parsed.GetValue(mesh), parsed.GetValue(facts), parsed.GetValue(policy));
            bool[] questions = [folder is not null, file is not null, service.AreGiven(parsed)];
            if (questions.Count(given => given) != 1)
                throw new InputException(ExitCode.Usage, "name one Service (--service …), a mesh folder (--mesh) or a file of facts (--facts)");
            if (path is null && folder is null)
                throw new InputException(ExitCode.Usage, "name a POLICY");
            if (path == InputBytes.StandardInput && file == InputBytes.StandardInput)
                throw new InputException(ExitCode.Usage, "the policy and the facts cannot both be standard input");
            var one = service.AreGiven(parsed) ? service.Facts(parsed) : default;
            var decider = path is null ? null : PolicyFile.Require(path, reading.Of(parsed));
            if (folder is not null)
                Mesh(MeshServices.Read(folder), decider, parsed.GetRequiredValue(format));
            else if (file is null)
                One(decider!, one, parsed.GetRequiredValue(format));
            else
                return Stream(decider!, file);
            return ExitCode.Ok;
        });
    }

    private static void One(ScopePolicy policy, in ScopeFacts facts, OutputFormat format)
    {
        var (decision, rules) = (policy.Decide(in facts), policy.Matches(in facts));
        if (format == OutputFormat.Json)
            Output.WriteJson(new { decision.Scope, Rules = rules.Items, decision.Reason });
        else
            Console.Out.WriteLine(DecisionText.Print(decision, rules));
    }

    private static void Mesh(IReadOnlyList<MeshServiceFacts> services, ScopePolicy? policy, OutputFormat format)
    {
        if (format == OutputFormat.Text)
        {
            Columns.Write(Console.Out, MeshServices.Rows(services, policy));
            return;
        }

        Output.WriteJson(services.Select(service => (service.Facts, Policy: policy ?? service.Policy)).Select(row => new
        {
            row.Facts.Cluster,
            Namespace = row.Facts.Namespace.Name,
            row.Facts.Service,
            row.Policy.Decide(row.Facts).Scope,
            Rules = row.Policy.Matches(row.Facts).Items,
            row.Policy.Decide(row.Facts).Reason,
        }));
    }

    private static int Stream(ScopePolicy policy, string file)
    {
        using var input = InputBytes.Open(file);
        using var output = Console.OpenStandardOutput();
        return new FactsStream(policy, input, output).Run() is var (line, error)
            ? Output.Fail(ExitCode.Invalid, $"line {line} of `{InputBytes.NameOf(file)}`: {error}")
            : ExitCode.Ok;
    }
}
