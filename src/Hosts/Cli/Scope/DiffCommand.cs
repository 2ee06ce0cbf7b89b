using System.CommandLine;
using System.Text.Json.Nodes;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope diff</c>: which Services another policy decides on differently, in a mesh and beyond.</summary>
internal static class DiffCommand
{
    private const int DefaultLimit = 20;
    private const int MostShown = 1_000;

    public static Command Create()
    {
        var before = PolicyOptions.Policy("BEFORE");
        var after = PolicyOptions.Policy("AFTER");
        var mesh = MeshServices.Option("list the Services of this mesh folder whose scope differs");
        var limit = BoundedNumber.Option(
            "--limit", "how many Services to show beyond those of the mesh folder", 1, MostShown, DefaultLimit);
        var format = Output.FormatOption();
        var verb = new Verb(
            "diff", "Says where two policies differ: the Services of a mesh folder, and examples beyond.",
            "scopemesh scope diff mesh.scope changed.scope --mesh .")
        {
            before, after, mesh, limit, format,
        };
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed =>
        {
            var (first, second) = PolicyFile.RequireTwo(
                parsed.GetRequiredValue(before), parsed.GetRequiredValue(after), reading.Of(parsed));
            var services = parsed.GetValue(mesh) is { } folder ? MeshServices.Read(folder) : null;
            var difference = ScopeAnalysis.Diff(
                first, second, services?.Select(service => service.Facts) ?? [], parsed.GetRequiredValue(limit));
            var report = new Report(first, second, difference, services is not null);
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
                Output.WriteJson(report.Data());
            else
                report.Write(Console.Out);
            return QuestionCommand.ExitCodeOf(difference.Same);
        });
    }

    private sealed record Report(ScopePolicy Before, ScopePolicy After, ScopeDifference Difference, bool HasMesh)
    {
        public object Data() => new
        {
            Equivalent = Difference.Same,
            Services = HasMesh ? Difference.Services.Select(Row) : null,
            Beyond = Difference.Beyond.Select(Row),
            Difference.IsComplete,
        };

        public void Write(TextWriter writer)
        {
            if (Difference.Same == Verdict.Yes)
            {
                writer.WriteLine("the policies make the same Services global");
                return;
            }

            foreach (var change in Difference.Services)
            {
                var facts = change.Facts;
                writer.WriteLine($"{facts.Cluster}/{facts.Namespace.Name}/{facts.Service}: {Words(facts)}");
            }

            if (HasMesh && Difference.Services.IsEmpty)
                writer.WriteLine("no Service of the mesh changes its scope");
            if (!Difference.Beyond.IsEmpty)
                writer.WriteLine(HasMesh ? "beyond the mesh, for example:" : "for example:");
            foreach (var change in Difference.Beyond)
            {
                var facts = change.Facts;
                writer.WriteLine($"  {DecisionText.Print(in facts)}");
                writer.WriteLine($"    {Words(facts)}");
            }

            if (!Difference.IsComplete && Difference.Same == Verdict.No)
                writer.WriteLine("and more; --limit says how many are shown");
        }

        private object Row(ScopeChange change)
        {
            var facts = change.Facts;
            return new
            {
                Facts = JsonNode.Parse(ScopeFactsJson.Write(in facts)),
                Before = new { change.Before.Scope, Rules = Before.Matches(in facts).Items },
                After = new { change.After.Scope, Rules = After.Matches(in facts).Items },
            };
        }

        private string Words(ScopeFacts facts) =>
            $"{DecisionText.Print(Before.Decide(in facts), Before.Matches(in facts))}"
            + $" -> {DecisionText.Print(After.Decide(in facts), After.Matches(in facts))}";
    }
}
