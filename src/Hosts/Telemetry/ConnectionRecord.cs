using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Hbone;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>From which end a host sees a connection.</summary>
internal enum ConnectionDirection
{
    Outbound,
    Inbound,
    Relayed,
}

/// <summary>One end of a connection, so far as it is known. Missing parts are null, or empty.</summary>
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

    public string? Region { get; init; }

    public string? Zone { get; init; }

    /// <summary>The identity that it proved, or as a callee that its certificate has; nobody where there was no TLS.</summary>
    public SpiffeId Identity { get; init; }

    /// <summary>Whether it is known what is there, more than where it is and what it proved.</summary>
    public bool IsKnown => !string.IsNullOrEmpty(Namespace) || !string.IsNullOrEmpty(Owner);

    /// <summary>An end that the table knows, if it does.</summary>
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
            Region = workload.Locality.Region,
            Zone = workload.Locality.Zone,
            Identity = identity,
        };

    /// <summary>An end that is known by what its own node proxy says of it: nobody decides anything by that.</summary>
    public static ConnectionEnd Of(Baggage baggage, IPEndPoint? address, SpiffeId identity) => new()
    {
        Address = address,
        Workload = baggage.Workload,
        Namespace = baggage.Namespace,
        Cluster = baggage.Cluster,
        Owner = baggage.Workload,
        CanonicalName = baggage.ServiceName,
        CanonicalRevision = baggage.ServiceVersion,
        Region = baggage.Region,
        Zone = baggage.Zone,
        Identity = identity,
    };
}

/// <summary>Everything that a host tells of one connection when it is over.</summary>
internal sealed record ConnectionRecord
{
    public required ConnectionDirection Direction { get; init; }

    public required ConnectionEnd Source { get; init; }

    public required ConnectionEnd Destination { get; init; }

    /// <summary>The uid of the workload whose end the host serves; null at a gateway.</summary>
    public string? Pod { get; init; }

    /// <summary>Where the caller thinks that it leads: what it dialled, or asked for.</summary>
    public Destination? Dialled { get; init; }

    /// <summary>What CONNECT asked for, where there was one.</summary>
    public string? Authority { get; init; }

    /// <summary>The service that was called, where one was.</summary>
    public MeshService? Service { get; init; }

    /// <summary>Bytes from the application, or towards it on the callee's side, as the access log has them.</summary>
    public long BytesSent { get; init; }

    public long BytesReceived { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The same as one of few words.</summary>
    public ConnectionFlag Flag { get; init; }

    /// <summary>Whether it is, or was to be, in a tunnel, which only mutual TLS is: then its ends have identities.</summary>
    public bool IsMutualTls => Authority is not null;
}
