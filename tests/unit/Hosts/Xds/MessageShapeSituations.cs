using Google.Protobuf.Reflection;
using ScopeMesh.Hosts.Certificates.Protos;
using ScopeMesh.Hosts.Xds.Protos.Discovery;
using ScopeMesh.Hosts.Xds.Protos.SecurityApi;
using ScopeMesh.Hosts.Xds.Protos.WorkloadApi;

namespace ScopeMesh.Tests.Unit.Hosts.Xds;

/// <summary>Names and numbers on the wire: what other implementations of the mesh read and write.</summary>
public sealed class MessageShapeSituations
{
    public static TheoryData<string, string> Shapes => new()
    {
        { "envoy.service.discovery.v3.DeltaDiscoveryRequest", "node 1, type_url 2, resource_names_subscribe 3, resource_names_unsubscribe 4, initial_resource_versions 5, response_nonce 6, error_detail 7" },
        { "envoy.service.discovery.v3.DeltaDiscoveryResponse", "system_version_info 1, resources 2, type_url 4, nonce 5, removed_resources 6" },
        { "envoy.service.discovery.v3.Resource", "version 1, resource 2, name 3, aliases 4" },
        { "istio.workload.Address", "workload 1, service 2" },
        { "istio.workload.Service", "name 1, namespace 2, hostname 3, addresses 4, ports 5, subject_alt_names 6, waypoint 7, load_balancing 8, ip_families 9, extensions 10, canonical 11, ingress_use_waypoint 12, weighted_waypoints 13, visibility 14" },
        { "istio.workload.Workload", "name 1, namespace 2, addresses 3, network 4, tunnel_protocol 5, trust_domain 6, service_account 7, waypoint 8, node 9, canonical_name 10, canonical_revision 11, workload_type 12, workload_name 13, native_tunnel 14, authorization_policies 16, status 17, cluster_id 18, network_gateway 19, uid 20, hostname 21, services 22, application_tunnel 23, locality 24, network_mode 25, extensions 26, capacity 27" },
        { "istio.workload.Port", "service_port 1, target_port 2, app_protocol 3" },
        { "istio.workload.GatewayAddress", "hostname 1, address 2, hbone_mtls_port 3" },
        { "istio.workload.NetworkAddress", "network 1, address 2, length 3" },
        { "istio.workload.LoadBalancing", "routing_preference 1, mode 2, health_policy 3" },
        { "istio.security.Authorization", "name 1, namespace 2, scope 3, action 4, groups 5, dry_run 6, extensions 7" },
        { "istio.security.Group", "rules 1" },
        { "istio.security.Rules", "matches 2" },
        { "istio.security.Match", "namespaces 1, not_namespaces 2, principals 3, not_principals 4, source_ips 5, not_source_ips 6, destination_ips 7, not_destination_ips 8, destination_ports 9, not_destination_ports 10, service_accounts 11, not_service_accounts 12, extensions 13" },
        { "istio.security.StringMatch", "exact 1, prefix 2, suffix 3, presence 4" },
        { "istio.security.ServiceAccountMatch", "namespace 1, serviceAccount 2" },
        { "istio.v1.auth.IstioCertificateRequest", "csr 1, validity_duration 3, metadata 4" },
        { "istio.v1.auth.IstioCertificateResponse", "cert_chain 1" },
    };

    private static readonly FileDescriptor[] Files =
        [DiscoveryReflection.Descriptor, WorkloadReflection.Descriptor, AuthorizationReflection.Descriptor, CaReflection.Descriptor];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_message_has_the_fields_that_others_know(string name, string fields)
    {
        var message = Files.SelectMany(file => file.MessageTypes).Single(type => type.FullName == name);
        Assert.Equal(fields, string.Join(", ", message.Fields.InFieldNumberOrder().Select(field => $"{field.Name} {field.FieldNumber}")));
    }

    [Theory]
    [InlineData("istio.workload.TunnelProtocol", "NONE HBONE LEGACY_ISTIO_MTLS")]
    [InlineData("istio.workload.WorkloadStatus", "HEALTHY UNHEALTHY")]
    [InlineData("istio.workload.AppProtocol", "UNKNOWN HTTP11 HTTP2 GRPC TCP TLS")]
    [InlineData("istio.security.Scope", "GLOBAL NAMESPACE WORKLOAD_SELECTOR")]
    [InlineData("istio.security.Action", "ALLOW DENY")]
    public void An_enumeration_counts_as_others_count(string name, string values)
    {
        var type = Files.SelectMany(file => file.EnumTypes).Single(type => type.FullName == name);
        Assert.Equal(values, string.Join(' ', type.Values.OrderBy(value => value.Number).Select(value => value.Name)));
        Assert.Equal(Enumerable.Range(0, type.Values.Count), type.Values.Select(value => value.Number).Order());
    }
}
