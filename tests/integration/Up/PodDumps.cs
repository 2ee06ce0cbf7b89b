using System.Net;
using System.Text.Json;
using ScopeMesh.Hosts.NodeProxy;

namespace ScopeMesh.Tests.Integration.Up;

/// <summary>The pods that a node proxy says it serves.</summary>
internal static class PodDumps
{
    /// <summary>A pod of a name, which is waited for.</summary>
    /// <param name="admin">Where the node proxy tells of itself.</param>
    /// <param name="name">The pod, as <c>cluster/namespace/name</c>.</param>
    /// <param name="logs">What it has logged, for where it does not come.</param>
    public static async Task<PodDump> FindAsync(IPEndPoint admin, string name, Func<string> logs)
    {
        using var http = new HttpClient();
        PodDump? found = null;
        await RunningMesh.Until(
            async () =>
            {
                try
                {
                    var pods = JsonSerializer.Deserialize<PodDump[]>(await http.GetStringAsync($"http://{admin}/pods"), JsonSerializerOptions.Web)!;
                    found = Array.Find(pods, pod => pod.Name == name);
                    return found?.Socks is not null;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"{name} is served; {logs()}");
        return found!;
    }
}
