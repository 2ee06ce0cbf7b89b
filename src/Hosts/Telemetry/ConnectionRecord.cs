using System.Net;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>From which end a host sees a connection.</summary>
internal enum ConnectionDirection
{
    Outbound,
    Inbound,
    Relayed,
}

/// <summary>One end of a connection, so far as it is known. Missing parts are null.</summary>
internal sealed record ConnectionEnd
{
    public static ConnectionEnd Unknown { get; } = new();

    public IPEndPoint? Address { get; init; }

    public string? Workload { get; init; }

    public string? Namespace { get; init; }

    public string? Cluster { get; init; }

    public string? Owner { get; init; }

    public string? CanonicalName { get; init; }

    public string? CanonicalRevision { get; init; }

    /// <summary>The identity that it proved; nobody where there was no TLS.</summary>
    public SpiffeId Identity { get; init; }

    public static ConnectionEnd Of(Workload? workload, IPEndPoint? address, SpiffeId identity) => workload is null
        ? new ConnectionEnd { Address = address, Identity = identity }
        : new ConnectionEnd
        {
            Address = address,
            Workload = workload.Name,
            Namespace = workload.Namespace,
            Cluster = workload.Cluster,
            Owner = workload.Owner,
            CanonicalName = workload.CanonicalName,
            CanonicalRevision = workload.CanonicalRevision,
            Identity = identity,
        };
}

/// <summary>Everything that a host tells of one connection when it is over.</summary>
internal sealed record ConnectionRecord
{
    public required ConnectionDirection Direction { get; init; }

    public required ConnectionEnd Source { get; init; }

    public required ConnectionEnd Destination { get; init; }

    /// <summary>What CONNECT asked for, where there was one.</summary>
    public string? Authority { get; init; }

    /// <summary>The host name of the service that was called, where one was.</summary>
    public string? Service { get; init; }

    /// <summary>Bytes from the application, or towards it on the callee's side, as the access log has them.</summary>
    public long BytesSent { get; init; }

    public long BytesReceived { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Error { get; init; }
}
