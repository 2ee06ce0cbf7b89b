using System.CommandLine;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Planning;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh plan</c>: what a change of a mesh would do, before it is made.</summary>
internal sealed class PlanCommand
{
    private const int DefaultLimit = 20;
    private const int MostLines = 1_000_000;

    private readonly Argument<string> _folder = new("MESH") { Description = "a mesh folder", DefaultValueFactory = _ => "." };

    private readonly Option<string[]> _with = new("--with")
    {
        Description = """
            a change, any number of them one after the other:
            FOLDER                            files laid out as in a mesh folder, in the place of its own; empty ones remove
            FILE.scope                        the scope policy of the mesh; - is standard input
            CLUSTER=FILE                      manifests that are applied to a cluster, or its own FILE.scope
            clusters/CLUSTER/FILE=FILE        a file in the place of that one
            label:CLUSTER/NS/SERVICE,KEY=VAL  a label of a Service; KEY- takes it away; CLUSTER/NS a Namespace's
            scale:CLUSTER/NS/DEPLOYMENT,N     another number of replicas
            unready:CLUSTER/NS/POD            a pod, or all pods of an owner
            delete:KIND,CLUSTER/NS/NAME       an object
            gateway-down:CLUSTER[/NS/NAME]    east-west gateways
            remove:CLUSTER                    a whole cluster
            """,
        HelpName = "CHANGE",
    };

    private readonly Option<string?> _to = new("--to") { Description = "compare with this mesh folder instead", HelpName = "MESH" };

    private readonly Option<PlanPart[]> _only = PlanParts.Option();

    private readonly Option<int> _limit = BoundedNumber.Option(
        "--limit", "how many lines of each part to write at most", 1, MostLines, DefaultLimit);

    private readonly Option<PlanGate> _failOn = ChoiceOption.Create(
        "--fail-on", "what makes the exit code 1: refusals that come, scopes or sharing that change, or anything", PlanGate.Any);

    private readonly Option<OutputFormat> _format = Output.FormatOption();

    private PlanCommand()
    {
    }

    public static Command Create()
    {
        var options = new PlanCommand();
        options._with.CompletionSources.Add([.. PlannedChangeReader.Words.Select(word => $"{word}:")]);
        var verb = new Verb(
            "plan",
            "Says what a change of a mesh folder would do, before it is made: scopes, routes, refusals, connections that close.",
            "scopemesh plan examples/two-clusters --with label:east/sample/ledger,istio.io/global=true")
        {
            options._folder, options._with, options._to, options._only, options._limit, options._failOn, options._format,
        };
        verb.Validators.Add(result =>
        {
            var (isChanged, isCompared) = (result.GetResult(options._with) is { Implicit: false }, result.GetResult(options._to) is { Implicit: false });
            if (isChanged && isCompared)
                result.AddError("--to is a mesh folder of its own, and does not go with --with");
            else if (!isChanged && !isCompared)
                result.AddError("say what changes: --with CHANGE, such as `--with remove:west`, or --to MESH");
        });
        return verb.Does(options.Run);
    }

    private int Run(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(_folder);
        var memory = new CompilationMemory();
        var sources = PlannedFiles.ReadMesh(folder);
        var before = MeshCompiler.Compile(sources, memory: memory);
        if (before.HasErrors)
            return Fail(parsed, before, $"the mesh folder `{folder}` has errors");
        MeshCompilation after;
        if (parsed.GetValue(_to) is { } other)
        {
            after = MeshCompiler.Compile(PlannedFiles.ReadMesh(other));
            if (after.HasErrors)
                return Fail(parsed, after, $"the mesh folder `{other}` has errors");
        }
        else
        {
            after = Compile(parsed.GetValue(_with) ?? [], sources, before, memory);
        }

        var plan = MeshPlanner.Of(before.Mesh).Plan(after.Mesh) with
        {
            Findings = FindingChanges.Between(before.Diagnostics, after.Diagnostics),
        };
        Write(plan, parsed);
        if (after.HasErrors)
            return Fail(parsed, after, "the changed mesh has errors: this is what becomes of it with the last state without");
        return IsFailure(plan, parsed.GetRequiredValue(_failOn)) ? ExitCode.No : ExitCode.Ok;
    }

    private static MeshCompilation Compile(string[] changes, MeshSources sources, MeshCompilation before, CompilationMemory memory)
    {
        var later = changes.Aggregate(sources, PlannedFiles.Apply);

        // What is taken away on purpose is not missed.
        var left = later.Clusters.Select(cluster => cluster.Id).ToHashSet(StringComparer.Ordinal);
        var previous = before with
        {
            Mesh = before.Mesh with { Clusters = before.Mesh.Clusters.Where(cluster => left.Contains(cluster.Id)).ToValueList() },
        };
        return MeshCompiler.Compile(later, previous, memory);
    }

    private void Write(MeshPlan plan, ParseResult parsed)
    {
        var parts = PlanParts.Of(parsed.GetValue(_only) ?? []);
        if (parsed.GetRequiredValue(_format) == OutputFormat.Json)
            Output.WriteJson(PlanJson.Of(plan, parts), parsed.InvocationConfiguration.Output);
        else
            new PlanText(parsed.InvocationConfiguration.Output, parsed.GetRequiredValue(_limit)).Write(plan, parts);
    }

    private static bool IsFailure(MeshPlan plan, PlanGate gate) => gate switch
    {
        PlanGate.Refusals => plan.Refuses,
        PlanGate.Scopes => !plan.Scopes.IsEmpty || !plan.Shares.IsEmpty,
        PlanGate.Any => !plan.IsEmpty,
    };

    private static int Fail(ParseResult parsed, MeshCompilation compilation, string message)
    {
        var errors = parsed.InvocationConfiguration.Error;
        foreach (var diagnostic in compilation.Diagnostics)
            errors.WriteLine(diagnostic);
        return Output.Fail(ExitCode.Invalid, message, errors);
    }
}

/// <summary>What makes a plan a failure.</summary>
internal enum PlanGate
{
    Any,
    Refusals,
    Scopes,
}
