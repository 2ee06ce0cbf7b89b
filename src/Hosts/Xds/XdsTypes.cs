using Google.Protobuf.Reflection;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds.Protos.Discovery;

namespace ScopeMesh.Hosts.Xds;

/// <summary>The names that discovery goes by on the wire.</summary>
internal static class XdsTypes
{
    private const string Prefix = "type.googleapis.com/";

    /// <summary>Workloads and services.</summary>
    public static string Address { get; } = UrlOf(Protos.WorkloadApi.Address.Descriptor);

    /// <summary>Authorization policies.</summary>
    public static string Authorization { get; } = UrlOf(Protos.SecurityApi.Authorization.Descriptor);

    /// <summary>The stream on which clients subscribe.</summary>
    public static Method<DeltaDiscoveryRequest, DeltaDiscoveryResponse> DeltaAggregatedResources { get; } =
        new("envoy.service.discovery.v3.AggregatedDiscoveryService", nameof(DeltaAggregatedResources));

    public static string UrlOf(MessageDescriptor type) => Prefix + type.FullName;
}
