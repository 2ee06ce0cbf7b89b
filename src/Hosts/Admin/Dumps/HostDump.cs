using System.Text.Json.Nodes;
using ScopeMesh.Policy.LocalConfiguration;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Admin.Dumps;

/// <summary>
/// <c>/config_dump</c> of a host of the data plane: the keys and shapes of ztunnel's, so that what reads that reads this, and
/// what ztunnel has no words for under a key of its own.
/// </summary>
internal static class HostDump
{
    /// <summary>The key of what is ours.</summary>
    public const string Ours = "scopemesh";

    /// <summary>The dump, as JSON is made of it; keys stay in their order.</summary>
    /// <param name="table">The table in force.</param>
    /// <param name="supply">Where the table and the certificates come from.</param>
    /// <param name="config">By what the host runs.</param>
    /// <param name="ours">What ztunnel has no words for.</param>
    /// <param name="parts">What others add.</param>
    public static IReadOnlyDictionary<string, object?> Of(
        RouteTable table, IMeshSupply supply, object config, object ours, IEnumerable<IConfigDumpPart> parts)
    {
        var dump = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["workloads"] = table.Workloads.Select(MeshWorkloadDump.Of),
            ["services"] = RouteTableDump.ServicesOf(table)
                .OrderBy(service => service.Hostname, StringComparer.Ordinal)
                .Select(service => MeshServiceDump.Of(table, service)),
            ["policies"] = table.Authorizations.Select(LocalConfigurationForm.Of),

            // A table is in force as a whole, so that no endpoint waits for its service.
            ["stagedServices"] = new Dictionary<string, object>(),
            ["staticConfig"] = supply.LocalConfiguration ?? new JsonObject { ["workloads"] = new JsonArray(), ["policies"] = new JsonArray(), ["services"] = new JsonArray() },
            ["version"] = VersionDump.Current,
            ["config"] = config,
            ["certificates"] = CertificatesDump.Of(supply.Certificates),
            [Ours] = ours,
        };
        foreach (var part in parts)
            dump[part.Name] = part.Value;
        return dump;
    }
}
