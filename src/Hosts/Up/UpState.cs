using System.Text.Json;

namespace ScopeMesh.Hosts.Up;

/// <summary>What a running <c>up</c> wrote down, so that other commands in the same folder find it.</summary>
/// <param name="ProcessId">The process.</param>
/// <param name="MeshFolder">The mesh folder that it runs.</param>
/// <param name="Nodes">The admin addresses of its node proxies.</param>
/// <param name="Gateways">The admin addresses of its gateways.</param>
internal sealed record UpState(int ProcessId, string MeshFolder, string[] Nodes, string[] Gateways)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static string File => Path.Combine(Directory.GetCurrentDirectory(), ".scopemesh", "up.json");

    public static UpState Of(MeshRuntime mesh) => new(
        Environment.ProcessId,
        Path.GetFullPath(mesh.Options.MeshFolder),
        [.. mesh.Clusters.Values.SelectMany(cluster => cluster.Nodes.Values.Select(node => node.Admin.ToString()))],
        [.. mesh.Clusters.Values.SelectMany(cluster => cluster.Gateways.Values.Select(gateway => gateway.Admin.ToString()))]);

    public void Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, JsonSerializer.Serialize(this, Options));
    }

    /// <summary>What was written down last, or null.</summary>
    public static UpState? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<UpState>(System.IO.File.ReadAllText(File), Options);
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes what this process wrote.</summary>
    public static void Remove()
    {
        if (Read()?.ProcessId == Environment.ProcessId)
            System.IO.File.Delete(File);
    }
}
