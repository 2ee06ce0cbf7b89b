using System.CommandLine;
using ScopeMesh.ScopeLang.Explaining;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope explain</c>: why a Service has its scope, and what would make it global.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var policy = PolicyOptions.Policy();
        policy.Arity = ArgumentArity.ZeroOrOne;
        var mesh = MeshServices.Option("take a Service of this mesh folder; without POLICY, with the policy that the folder holds for it");
        var name = new Option<string?>("--name") { Description = "the Service of the mesh folder: CLUSTER/NAMESPACE/NAME" };
        var all = new Option<bool>("--all") { Description = "show the parts of all rules, also of those that do not match" };
        var format = Output.FormatOption();
        var verb = new Verb(
            "explain", "Says why a Service has its scope: the truth of every part, and the nearest change of labels.",
            "scopemesh scope explain --mesh . --name east/shop/cart")
        {
            policy, mesh, name, all, format,
        };
        var service = ServiceOptions.AddTo(verb);
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed =>
        {
            var (path, folder, wanted) = (parsed.GetValue(policy), parsed.GetValue(mesh), parsed.GetValue(name));
            if ((folder is null) != (wanted is null) || (folder is null) != service.AreGiven(parsed))
                throw new InputException(ExitCode.Usage, "name one Service (--service …), or a mesh folder and a Service in it (--mesh, --name)");
            if (path is null && folder is null)
                throw new InputException(ExitCode.Usage, "name a POLICY");
            var facts = folder is null ? service.Facts(parsed) : default;
            var given = path is null ? null : PolicyFile.Require(path, reading.Of(parsed));
            var found = folder is null ? new MeshServiceFacts(facts, given!) : MeshServices.Find(parsed, folder, wanted!);
            var explanation = (given ?? found.Policy).Explain(found.Facts);
            parsed.InvocationConfiguration.Output.Write(parsed.GetRequiredValue(format) == OutputFormat.Json
                ? ExplanationJson.Render(explanation)
                : ExplanationText.Render(explanation, parsed.GetValue(all)));
            return ExitCode.Ok;
        });
    }
}
