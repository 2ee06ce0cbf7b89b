using System.Diagnostics;
using System.Globalization;
using ScopeMesh.Bench.Policy;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Indexing;

namespace ScopeMesh.Bench.Scope;

/// <summary>What a process of its own needed at most for one thing.</summary>
/// <param name="Name">What it did.</param>
/// <param name="Mebibytes">Its largest resident set.</param>
/// <param name="Milliseconds">The processor time from its start to its end, compilation of code included.</param>
internal sealed record Peak(string Name, double Mebibytes, double Milliseconds);

/// <summary>Runs each case in a process of its own, because a process never gives its peak back.</summary>
internal static class PeakMemory
{
    private static readonly (string Area, string Name, Action Run)[] Cases =
    [
        ("scope", "nothing", () => { }),
        ("scope", "a file of 2 KB parsed", () => GC.KeepAlive(ScopePolicy.Parse(FileBench.Small))),
        ("scope", "a file of 10,000 rules parsed", () => GC.KeepAlive(ScopePolicy.Parse(FileBench.Large))),
        ("scope", "a file of 10,000 rules parsed and checked", () => GC.KeepAlive(
            ScopeAnalysis.Check(ScopePolicy.Parse(FileBench.Large).Policy!))),
        ("scope", "100,000 services as facts", () => GC.KeepAlive(Facts.Create(IndexBench.Services, IndexBench.Namespaces))),
        ("scope", "100,000 services as facts, and indexed", () => GC.KeepAlive(
            ScopeIndex.Create(DecisionBench.Valid(10), Facts.Create(IndexBench.Services, IndexBench.Namespaces)))),
        ("mesh", "nothing", () => { }),
        ("mesh", "100,000 workloads as manifest records", () => GC.KeepAlive(MeshManifests.Of(100_000, hasOneNetwork: true))),
        ("mesh", "the same, to a table and its hash", () => GC.KeepAlive(MeshBench.Compile(MeshManifests.Of(100_000, hasOneNetwork: true)))),
    ];

    /// <summary>Measures the cases of one area.</summary>
    public static IEnumerable<Peak> Measure(string area) => Cases.Index().Where(one => one.Item.Area == area).Select(indexed =>
    {
        var (i, one) = indexed;
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["peak", i.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var numbers = process.StandardOutput.ReadToEnd().Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        process.WaitForExit();
        return new Peak(one.Name, numbers[0] / (1 << 20), numbers[1]);
    });

    /// <summary>Does one case, and prints what this process needed.</summary>
    public static void Run(int index)
    {
        Cases[index].Run();
        using var process = Process.GetCurrentProcess();
        Console.Write(string.Create(
            CultureInfo.InvariantCulture, $"{process.PeakWorkingSet64} {process.TotalProcessorTime.TotalMilliseconds}"));
    }
}
