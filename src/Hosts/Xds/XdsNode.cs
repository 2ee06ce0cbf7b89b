using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using ScopeMesh.Hosts.Xds.Protos.Discovery;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds;

/// <summary>What a client is, as the first part of its id says.</summary>
internal enum XdsNodeKind
{
    /// <summary>A node proxy.</summary>
    Ztunnel,

    /// <summary>A waypoint or an east-west gateway.</summary>
    Waypoint,
}

/// <summary>Who a client of discovery says it is: Istio's node id and metadata.</summary>
internal sealed record XdsNode
{
    /// <summary>The label that marks what a gateway is, and its value for an east-west gateway.</summary>
    public static KeyValuePair<string, string> EastWestLabel { get; } =
        new("gateway.istio.io/managed", "istio.io-eastwest-controller");

    public required XdsNodeKind Kind { get; init; }

    /// <summary>The address of its pod.</summary>
    public required string Address { get; init; }

    /// <summary>The name of its pod.</summary>
    public required string Name { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Empty where it does not say.</summary>
    public string ServiceAccount { get; init; } = "";

    public string Cluster { get; init; } = "";

    public string Network { get; init; } = "";

    /// <summary>The Kubernetes node that it runs on.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>The networks that it asks to see; none means that it does not say.</summary>
    public ValueList<string> RequestedNetworkView { get; init; }

    public ImmutableSortedDictionary<string, string> Labels { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary><c>TYPE~ADDRESS~POD.NAMESPACE~NAMESPACE.svc.cluster.local</c>.</summary>
    public string Id => $"{Print(Kind)}~{Address}~{Name}.{Namespace}~{Namespace}.svc.cluster.local";

    public bool IsEastWestGateway => Kind == XdsNodeKind.Waypoint && Labels.Contains(EastWestLabel);

    public static bool TryRead(
        Node message, [NotNullWhen(true)] out XdsNode? node, [NotNullWhen(false)] out string? error)
    {
        node = null;
        var parts = message.Id.Split('~');
        if (parts is not [var type, { Length: > 0 } address, var pod, _]
            || pod.LastIndexOf('.') is not (> 0 and var dot))
        {
            error = $"node id `{message.Id}` is not TYPE~ADDRESS~POD.NAMESPACE~DOMAIN";
            return false;
        }
        if (ParseKind(type) is not { } kind)
        {
            error = $"node id `{message.Id}` begins with `{type}`, and only `ztunnel` and `waypoint` are served";
            return false;
        }
        var metadata = message.Metadata?.Fields ?? [];
        error = null;
        node = new XdsNode
        {
            Kind = kind,
            Address = address,
            Name = pod[..dot],
            Namespace = pod[(dot + 1)..],
            ServiceAccount = Text(metadata, Keys.ServiceAccount),
            Cluster = Text(metadata, Keys.Cluster),
            Network = Text(metadata, Keys.Network),
            NodeName = Text(metadata, Keys.NodeName),
            RequestedNetworkView = Text(metadata, Keys.NetworkView)
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToValueList(),
            Labels = ReadLabels(metadata),
        };
        return true;
    }

    public Node Write()
    {
        var metadata = new Struct();
        Add(metadata, Keys.Name, Name);
        Add(metadata, Keys.Namespace, Namespace);
        Add(metadata, Keys.Addresses, Address);
        Add(metadata, Keys.ServiceAccount, ServiceAccount);
        Add(metadata, Keys.Cluster, Cluster);
        Add(metadata, Keys.Network, Network);
        Add(metadata, Keys.NodeName, NodeName);
        Add(metadata, Keys.NetworkView, string.Join(',', RequestedNetworkView));
        if (!Labels.IsEmpty)
        {
            var labels = new Struct();
            foreach (var (key, value) in Labels)
                labels.Fields[key] = Value.ForString(value);
            metadata.Fields[Keys.Labels] = Value.ForStruct(labels);
        }
        return new Node { Id = Id, Cluster = Cluster, Metadata = metadata };
    }

    private static ImmutableSortedDictionary<string, string> ReadLabels(MapField<string, Value> metadata) =>
        metadata.TryGetValue(Keys.Labels, out var value) && value.KindCase == Value.KindOneofCase.StructValue
            ? value.StructValue.Fields
                .Where(field => field.Value.KindCase == Value.KindOneofCase.StringValue)
                .ToImmutableSortedDictionary(
                    field => field.Key, field => field.Value.StringValue, StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static string Text(MapField<string, Value> metadata, string key) =>
        metadata.TryGetValue(key, out var value) && value.KindCase == Value.KindOneofCase.StringValue
            ? value.StringValue
            : "";

    private static void Add(Struct metadata, string key, string value)
    {
        if (value.Length > 0)
            metadata.Fields[key] = Value.ForString(value);
    }

    private static string Print(XdsNodeKind kind) => kind switch
    {
        XdsNodeKind.Ztunnel => "ztunnel",
        XdsNodeKind.Waypoint => "waypoint",
    };

    private static XdsNodeKind? ParseKind(string text) => text switch
    {
        "ztunnel" => XdsNodeKind.Ztunnel,
        "waypoint" => XdsNodeKind.Waypoint,
        _ => null,
    };

    /// <summary>The metadata keys of Istio's proxies.</summary>
    private static class Keys
    {
        public const string Name = "NAME";
        public const string Namespace = "NAMESPACE";
        public const string Addresses = "INSTANCE_IPS";
        public const string ServiceAccount = "SERVICE_ACCOUNT";
        public const string Cluster = "CLUSTER_ID";
        public const string Network = "NETWORK";
        public const string NodeName = "NODE_NAME";
        public const string NetworkView = "REQUESTED_NETWORK_VIEW";
        public const string Labels = "LABELS";
    }
}
