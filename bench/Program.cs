using System.Globalization;
using ScopeMesh.Bench;
using ScopeMesh.Bench.Policy;
using ScopeMesh.Bench.Scope;
using ScopeMesh.Bench.Tunnel;

switch (args)
{
    case ["ifs"]:
        Console.Write(IfWriter.Write(DecisionBench.Sizes));
        return 0;
    case ["peak", var index]:
        PeakMemory.Run(int.Parse(index, CultureInfo.InvariantCulture));
        return 0;
    case [] or ["scope"]:
        return Scope(isJson: false);
    case ["--format", "json"] or ["scope", "--format", "json"]:
        return Scope(isJson: true);
    case ["policy"]:
        return Policy(isJson: false);
    case ["policy", "--format", "json"]:
        return Policy(isJson: true);
    case ["routes"]:
        Print(RouterBench.Run(), Console.Out);
        return 0;
    case ["mesh"]:
        Mesh(Console.Out);
        return 0;
    case ["soak", var text] when double.TryParse(text, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 0.1 and <= 24 * 60:
        return await SoakBench.RunAsync(minutes, Console.Out);
    case ["answers"]:
        Print(Answers(), Console.Out);
        return 0;
    case ["tables"]:
        Tables(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: bench [scope|policy|routes|mesh|tables|answers] [--format json], or bench soak MINUTES (0.1 to 1440)");
        return 2;
}

static int Scope(bool isJson)
{
    var progress = isJson ? Console.Error : Console.Out;
    var tables = Print(DecisionBench.Run().Concat(IndexBench.Run()).Concat(FileBench.Run()).Concat(AnalysisBench.Run()), progress);
    var report = new Report(tables, [.. PeakMemory.Measure("scope")]);
    report.PrintPeaks(progress);
    if (isJson)
        report.PrintJson(Console.Out);
    return 0;
}

static int Policy(bool isJson)
{
    var progress = isJson ? Console.Error : Console.Out;
    var report = new Report(
        [.. Print(RouterBench.Run(), progress), .. Print(AuthorizationBench.Run(), progress), .. Tables(progress), .. Mesh(progress), .. Print(Answers(), progress)], []);
    if (isJson)
        report.PrintJson(Console.Out);
    return 0;
}

// What is asked of a large mesh by its folder alone.
static IEnumerable<Table> Answers() => ExplainBench.Run().Concat(PlanBench.Run());

static List<Table> Mesh(TextWriter progress)
{
    var tables = Print(MeshBench.Run(), progress);
    new Report([], [.. PeakMemory.Measure("mesh")]).PrintPeaks(progress);
    return tables;
}

static List<Table> Tables(TextWriter progress)
{
    var tables = Print(TableBench.Run(), progress);
    progress.WriteLine("held in memory");
    foreach (var line in TableBench.Memory())
        progress.WriteLine(line);
    return tables;
}

static List<Table> Print(IEnumerable<Table> measured, TextWriter progress)
{
    var tables = new List<Table>();
    foreach (var table in measured)
    {
        tables.Add(table);
        table.Print(progress);
    }

    return tables;
}
