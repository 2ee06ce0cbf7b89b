using System.Text.Json.Nodes;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.LocalConfiguration;

namespace ScopeMesh.Hosts.NodeProxy.Local;

/// <summary>A route table and certificates of a file, without a control plane.</summary>
/// <param name="options">The file.</param>
/// <param name="file">What follows it.</param>
/// <param name="certificates">The certificates.</param>
internal sealed class LocalSupply(LocalConfigurationOptions options, LocalConfigurationFile file, WorkloadCertificates certificates) : IMeshSupply
{
    public WorkloadCertificates Certificates => certificates;

    public object Connection => new { options.File, options.AuthorityFolder, file.Problem };

    /// <summary>As it is in force; ztunnel reads the file anew, though what stands there now is not what it runs by.</summary>
    public JsonObject LocalConfiguration => LocalConfigurationForm.Of(file.Tables.Current.Value);

    /// <summary>Nothing: what is read at the start is there.</summary>
    public IReadOnlyCollection<string> Pending => [];

    public string? Notice => file.Problem is { } problem
        ? $"local configuration `{options.File}` cannot be used, what was in force before stays: {problem}"
        : null;
}
