using System.CommandLine;
using System.Diagnostics;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh reach</c>: who reaches what, by which way, and why not.</summary>
internal sealed class ReachCommand
{
    private const int MostLines = 1_000_000;

    private readonly Argument<string> _folder = new("MESH") { Description = "a mesh folder", DefaultValueFactory = _ => "." };

    private readonly Option<string?> _from = new("--from")
    {
        Description = "clients as CLUSTER/NAMESPACE/NAME, NAME being a pod or its owner; * and ? stand for letters, parts may be left out at the end",
    };

    private readonly Option<string?> _to = new("--to") { Description = "services as HOST or HOST:PORT; * and ? stand for letters" };

    private readonly Option<bool> _refused = new("--refused") { Description = "where some connections are refused" };

    private readonly Option<bool> _crossing = new("--crossing") { Description = "where some connections go through an east-west gateway" };

    private readonly Option<bool> _list = new("--list") { Description = "a line for each client and service, with all that is known" };

    private readonly Option<bool> _wide = new("--wide") { Description = "do not keep to the width of the terminal" };

    private readonly Option<int> _limit = BoundedNumber.Option("--limit", "how many lines to show at most", 1, MostLines, MostLines);

    private readonly Option<string?> _expect = new("--expect")
    {
        Description = "compare with these expectations (the format of expect.yaml), and exit with 1 where one does not hold",
    };

    private readonly Option<string?> _save = new("--save") { Description = "write what is found as expectations into this file" };

    private readonly Option<OutputFormat> _format = Output.FormatOption();

    private ReachCommand()
    {
    }

    public static Command Create()
    {
        var options = new ReachCommand();
        var verb = new Verb(
            "reach", "Says who reaches what in a mesh folder, by which way, and why not.",
            "scopemesh reach examples/two-clusters --from 'east/*' --refused")
        {
            options._folder, options._from, options._to, options._refused, options._crossing, options._list, options._wide,
            options._limit, options._expect, options._save, options._format,
        };
        verb.Validators.Add(result =>
        {
            Option[] others = [options._from, options._to, options._refused, options._crossing, options._list, options._save];
            if (result.GetResult(options._expect) is not null
                && Array.Find(others, option => result.GetResult(option) is { Implicit: false }) is { } other)
            {
                result.AddError($"--expect says by itself what is compared, and does not go with {other.Name}");
            }
        });
        return verb.Does(options.Run);
    }

    private int Run(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(_folder);
        if (parsed.GetValue(_expect) is { } file)
            return Check(parsed, folder, file, parsed.GetRequiredValue(_format));
        var question = Question(parsed);
        var found = Follow(MeshReading.For(parsed, folder).View, question, folder);
        var (refused, crossing) = (parsed.GetRequiredValue(_refused), parsed.GetRequiredValue(_crossing));
        bool IsWanted(ReachCell cell) => (!refused || cell.Verdict != JourneyVerdict.Reached) && (!crossing || cell.Crosses);
        var matrix = refused || crossing ? found.With(IsWanted) : found;
        if (parsed.GetValue(_save) is { } target)
            return Save(matrix, target, parsed.InvocationConfiguration.Error);
        var output = parsed.InvocationConfiguration.Output;
        var limit = parsed.GetRequiredValue(_limit);
        if (parsed.GetRequiredValue(_format) == OutputFormat.Json)
            Output.WriteJson(ReachJson.Of(FoldedMatrix.Of(matrix)), output);
        else if (parsed.GetRequiredValue(_list))
            ReachText.WriteList(output, matrix, IsWanted, limit, Colour.OfOutput);
        else
            ReachText.WriteTable(
                output, FoldedMatrix.Of(matrix), parsed.GetRequiredValue(_wide) ? int.MaxValue : Output.Console.Profile.Width, limit, Colour.OfOutput);
        return ExitCode.Ok;
    }

    private ReachQuestion Question(ParseResult parsed)
    {
        var (from, to) = (parsed.GetValue(_from) ?? "*", parsed.GetValue(_to) ?? "*");
        return new ReachQuestion(
            ClientPattern.Parse(from) ?? throw new InputException(
                ExitCode.Usage, $"`{from}` names no clients; write CLUSTER/NAMESPACE/NAME, such as 'east/sample/*'"),
            ServicePattern.Parse(to) ?? throw new InputException(
                ExitCode.Usage, $"`{to}` names no services; write HOST or HOST:PORT, such as '*.sample:80'"));
    }

    private static ReachMatrix Follow(MeshView view, ReachQuestion question, string folder)
    {
        var survey = ReachSurvey.Of(view, question);
        if (survey.Groups == 0)
            throw new InputException(ExitCode.Unavailable, $"`{folder}` holds no such client; `--list` without `--from` names all");
        if (survey.Services.IsEmpty)
            throw new InputException(ExitCode.Unavailable, $"`{folder}` holds no such service that anybody sees; `--list` without `--to` names all");
        if (survey.Exceeds(ReachLimits.Default) is { } excess)
            throw new InputException(ExitCode.Invalid, excess);
        return survey.Matrix(Progress(survey));
    }

    /// <summary>Tells a terminal how far it is, once it takes a while.</summary>
    private static IEnumerable<SurveyedRow> Progress(ReachSurvey survey)
    {
        const int millisecondsOfPatience = 1_000;
        const string back = "\r";
        var isTold = !Console.IsErrorRedirected;
        var last = Stopwatch.StartNew();
        var (rows, told) = (0, "");
        foreach (var row in survey.Rows())
        {
            yield return row;
            rows += row.Pods.Count;
            if (!isTold || last.ElapsedMilliseconds < millisecondsOfPatience)
                continue;
            last.Restart();
            told = $"{rows:n0} of {survey.Pods:n0} pods";
            Console.Error.Write($"{back}{told}");
        }

        if (told.Length > 0)
            Console.Error.Write($"{back}{new string(' ', told.Length)}{back}");
    }

    private static int Save(ReachMatrix matrix, string file, TextWriter errors)
    {
        var snapshot = ReachSnapshot.Of(matrix);
        File.WriteAllText(file, snapshot.Text);
        errors.WriteLine($"{snapshot.Expectations:n0} expectations are in `{file}`"
            + (snapshot.LeftOut == 0 ? "" : $", and {snapshot.LeftOut:n0} outcomes that none can say, as comments"));
        return ExitCode.Ok;
    }

    private static int Check(ParseResult parsed, string folder, string file, OutputFormat format)
    {
        var view = MeshReading.For(parsed, folder).View;
        var read = ExpectationReader.Read(new SourceText(file, NamedFile.ReadText(file)));
        foreach (var diagnostic in read.Diagnostics)
            parsed.InvocationConfiguration.Error.WriteLine(diagnostic);
        if (read.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
            return ExitCode.Invalid;
        if (read.Expectations.IsEmpty)
            return Output.Fail(ExitCode.Invalid, $"`{file}` expects nothing", parsed.InvocationConfiguration.Error);
        var expected = new ExpectedReach(view);
        var results = read.Expectations.Select(expected.Check).ToArray();
        CheckReport.Write(results, format, parsed.InvocationConfiguration.Output);
        return Array.TrueForAll(results, result => result.Holds) ? ExitCode.Ok : ExitCode.No;
    }
}
