using System.Text;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Golden;

/// <summary>One folder of <c>cases</c>.</summary>
internal sealed class GoldenCase(string name)
{
    private const string StepsFolder = "steps";

    private static readonly string Root = FindRoot();

    /// <summary>The names of all cases.</summary>
    public static IEnumerable<string> Names =>
        Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public string ExpectedFile => Path.Combine(Folder, "expected.txt");

    private string Folder => Path.Combine(Root, name);

    /// <summary>What the code answers to the questions, at the beginning and after each step.</summary>
    public string Answer()
    {
        var questions = File.ReadLines(Path.Combine(Folder, "ask.txt")).Where(line => line.Length > 0).ToArray();
        var text = new StringBuilder();
        MeshCompilation? compilation = null;
        foreach (var (step, files) in Steps())
        {
            if (step.Length > 0)
                text.Append("\n== ").Append(step).Append('\n');
            if (files.TryGetValue(LocalTable.File, out var local))
            {
                foreach (var question in questions)
                    text.Append("? ").Append(question).Append('\n').Append(LocalQuestion.Answer(question, local));
                continue;
            }

            var sources = Sources(files);
            compilation = MeshCompiler.Compile(sources, compilation);
            foreach (var finding in compilation.Diagnostics.Where(finding => finding.Severity > Severity.Note))
                text.Append(finding).Append('\n');
            foreach (var question in questions)
                text.Append("? ").Append(question).Append('\n').Append(Question.Answer(question, sources, compilation));
        }

        return text.ToString();
    }

    /// <summary>The mesh as it is written, and as each step leaves it: its files take the place of others, an empty one removes.</summary>
    private IEnumerable<(string Name, SortedDictionary<string, string> Files)> Steps()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Overlay(files, Folder, file => !file.StartsWith(StepsFolder + "/", StringComparison.Ordinal));
        yield return ("", files);
        var steps = Path.Combine(Folder, StepsFolder);
        if (!Directory.Exists(steps))
            yield break;
        foreach (var step in Directory.EnumerateDirectories(steps).Order(StringComparer.Ordinal))
        {
            Overlay(files, step, _ => true);
            yield return (Path.GetFileName(step), files);
        }
    }

    private static void Overlay(SortedDictionary<string, string> files, string folder, Func<string, bool> isPart)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var file = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (!isPart(file))
                continue;
            files[file] = File.ReadAllText(path);
            if (files[file].Length == 0)
                files.Remove(file);
        }
    }

    private static MeshSources Sources(SortedDictionary<string, string> files) => new(
        Text(files, "mesh.scope"),
        Text(files, "mesh.yaml"),
        files.Keys.Where(file => file.StartsWith("clusters/", StringComparison.Ordinal))
            .GroupBy(file => file.Split('/')[1])
            .Select(cluster => Cluster(files, cluster.Key))
            .ToValueList());

    private static ClusterSources Cluster(SortedDictionary<string, string> files, string id)
    {
        var folder = $"clusters/{id}";
        string[] own = [$"{folder}/mesh.scope", $"{folder}/mesh.yaml"];
        return new ClusterSources(
            id,
            folder,
            Text(files, own[0]),
            Text(files, own[1]),
            files.Keys.Where(file => file.StartsWith($"{folder}/", StringComparison.Ordinal) && !own.Contains(file))
                .Select(file => Text(files, file)!)
                .ToValueList());
    }

    private static SourceText? Text(SortedDictionary<string, string> files, string file) =>
        files.TryGetValue(file, out var text) ? new SourceText(file, text) : null;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ScopeMesh.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "tests", "golden", "cases");
    }
}
