using System.Text;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>What connections are counted apart by: Istio's labels. What is not known is null or empty, and written <c>unknown</c>.</summary>
internal readonly record struct ConnectionLabels
{
    private const string Unknown = "unknown";

    public required bool IsDestination { get; init; }

    public required EndLabels Source { get; init; }

    public required EndLabels Destination { get; init; }

    public string? Service { get; init; }

    public string? ServiceNamespace { get; init; }

    public string? ServiceName { get; init; }

    public ConnectionFlag Flag { get; init; }

    public bool IsMutualTls { get; init; }

    /// <summary>Whether localities are written: as soon as one of the ends is known.</summary>
    public bool HasLocality { get; init; }

    /// <summary>The labels of a connection that is open, or ended with a flag.</summary>
    public static ConnectionLabels Of(ConnectionRecord record, ConnectionFlag flag) => new()
    {
        IsDestination = record.Direction == ConnectionDirection.Inbound,
        Source = EndLabels.Of(record.Source, record.IsMutualTls),
        Destination = EndLabels.Of(record.Destination, record.IsMutualTls),
        Service = record.Service?.Hostname,
        ServiceNamespace = record.Service?.Namespace,
        ServiceName = record.Service?.Name,
        Flag = flag,
        IsMutualTls = record.IsMutualTls,
        HasLocality = record.IsMutualTls || record.Source.IsKnown || record.Destination.IsKnown,
    };

    /// <summary>What a connection is counted by of which no more may be told apart.</summary>
    public static ConnectionLabels Overflow(bool isDestination) =>
        new() { IsDestination = isDestination, Source = default, Destination = default };

    /// <summary>The labels in Istio's order, without braces.</summary>
    public string Render()
    {
        var text = new StringBuilder(1024);
        MetricsText.Label(text, "reporter", IsDestination ? "destination" : "source");
        Write(text, "source", Source);
        Label(text, "destination_service", Service);
        Label(text, "destination_service_namespace", ServiceNamespace);
        Label(text, "destination_service_name", ServiceName);
        Write(text, "destination", Destination);
        Label(text, "request_protocol", "tcp");
        Label(text, "response_flags", Flag.Label());
        Label(text, "connection_security_policy", IsMutualTls ? "mutual_tls" : Unknown);
        if (!HasLocality)
            return text.ToString();
        Label(text, "source_region", Source.Region);
        Label(text, "source_zone", Source.Zone);
        Label(text, "destination_region", Destination.Region);
        Label(text, "destination_zone", Destination.Zone);
        return text.ToString();
    }

    /// <summary>Writes the labels of one end, but its locality.</summary>
    public static void Write(StringBuilder text, string end, EndLabels labels)
    {
        Label(text, $"{end}_workload", labels.Workload);
        Label(text, $"{end}_canonical_service", labels.CanonicalName);
        Label(text, $"{end}_canonical_revision", labels.CanonicalRevision);
        Label(text, $"{end}_workload_namespace", labels.Namespace);
        Label(text, $"{end}_principal", labels.Principal.IsNone ? null : labels.Principal.ToString());
        Label(text, $"{end}_app", labels.CanonicalName);
        Label(text, $"{end}_version", labels.CanonicalRevision);
        Label(text, $"{end}_cluster", labels.Cluster);
    }

    private static void Label(StringBuilder text, string name, string? value) =>
        MetricsText.Label(text, name, string.IsNullOrEmpty(value) ? Unknown : value);
}

/// <summary>What of one end connections are counted apart by.</summary>
internal readonly record struct EndLabels
{
    public string? Workload { get; init; }

    public string? CanonicalName { get; init; }

    public string? CanonicalRevision { get; init; }

    public string? Namespace { get; init; }

    public SpiffeId Principal { get; init; }

    public string? Cluster { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    public static EndLabels Of(ConnectionEnd end, bool isMutualTls) => new()
    {
        Workload = end.Owner,
        CanonicalName = end.CanonicalName,
        CanonicalRevision = end.CanonicalRevision,
        Namespace = end.Namespace,
        Principal = isMutualTls ? end.Identity : default,
        Cluster = end.Cluster,
        Region = end.Region,
        Zone = end.Zone,
    };
}
