using System.Text.Json.Nodes;
using ScopeMesh.Hosts.Certificates;

namespace ScopeMesh.Hosts.Admin;

/// <summary>Where a host of the data plane has its route table and its certificates from, for those who watch it.</summary>
internal interface IMeshSupply
{
    /// <summary>The certificates.</summary>
    WorkloadCertificates Certificates { get; }

    /// <summary>How it stands, as JSON is made of it.</summary>
    object Connection { get; }

    /// <summary>What a file says that supplies the host, in the shape of ztunnel's local configuration; null where there is none.</summary>
    JsonObject? LocalConfiguration => null;

    /// <summary>What is not there yet that the host needs to work.</summary>
    IReadOnlyCollection<string> Pending { get; }

    /// <summary>What whoever asks whether the host is ready should know though it is, in one line; null for nothing.</summary>
    string? Notice => null;
}
