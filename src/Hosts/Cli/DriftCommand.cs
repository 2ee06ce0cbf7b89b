using System.CommandLine;
using ScopeMesh.Policy.Drifting;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh drift</c>: what differs between clusters that ought to be the same.</summary>
internal static class DriftCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("MESH") { Description = "a mesh folder", DefaultValueFactory = _ => "." };
        var ns = new Option<string?>("--namespace") { Description = "ask about this namespace alone" };
        var service = new Option<string?>("--service") { Description = "ask about this Service alone, as NAME or NAMESPACE/NAME" };
        var between = new Option<string?>("--between") { Description = "compare these clusters alone, with commas between them", HelpName = "A,B" };
        var format = Output.FormatOption();
        var verb = new Verb(
            "drift", "Says what differs between the clusters of a mesh folder, whose word counts, and what follows.",
            "scopemesh drift examples/two-clusters --between east,west --namespace sample")
        {
            folder, ns, service, between, format,
        };
        return verb.Does(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            var reading = MeshReading.For(parsed, path);
            var report = MeshDrift.Find(reading.Sources, reading.Compilation, new DriftQuestion
            {
                Namespace = parsed.GetValue(ns),
                Service = parsed.GetValue(service),
                Between = Between(parsed.GetValue(between), reading.Mesh),
            });
            if (parsed.GetRequiredValue(format) == OutputFormat.Json)
                Output.WriteJson(report.Items.Select(Row), parsed.InvocationConfiguration.Output);
            else
                parsed.InvocationConfiguration.Output.Write(DriftText.Render(report));
            return report.IsEmpty ? ExitCode.Ok : ExitCode.No;
        });
    }

    private static ValueList<string> Between(string? clusters, Mesh mesh)
    {
        var asked = clusters?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return Array.Find(asked, id => mesh.Find(id) is null) is { } unknown
            ? throw InputException.NotThere("cluster", unknown, mesh.Clusters.Select(cluster => cluster.Id))
            : asked.ToValueList();
    }

    private static object Row(DriftItem item) => new
    {
        item.Kind,
        Namespace = item.Namespace.Length == 0 ? null : item.Namespace,
        Name = item.Name.Length == 0 ? null : item.Name,
        item.What,
        Values = item.Values.Select(value => new { value.Value, Clusters = value.Clusters.Items }),
        item.Counts,
        item.Follows,
    };
}
