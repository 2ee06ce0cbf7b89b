using ScopeMesh.Policy.Manifests;

namespace ScopeMesh.Tests.Unit.Policy.Manifests;

/// <summary>The kinds that are no Kubernetes core: Istio's and those of the multi-cluster API.</summary>
public sealed class MeshKindTests
{
    [Theory]
    [InlineData("v1")]
    [InlineData("v1beta1")]
    [InlineData("v1alpha3")]
    public void Reads_a_ServiceEntry(string version)
    {
        var entry = Reading.One<ServiceEntryManifest>(
            $$$"""
            apiVersion: networking.istio.io/{{{version}}}
            kind: ServiceEntry
            metadata: {name: ledger, namespace: sample}
            spec:
              hosts: [ledger.example.com, "*.Ledger.example.com"]
              addresses: [192.0.2.1, 198.51.100.7/24, "fd00::1"]
              ports:
              - {number: 443, name: tls, protocol: TLS, targetPort: 8443}
              - {number: 80, name: http}
              location: MESH_INTERNAL
              resolution: STATIC
              endpoints: [{address: 10.0.0.1, ports: {tls: 9443}}]
              exportTo: [".", other]
              subjectAltNames: ["spiffe://cluster.local/ns/sample/sa/ledger"]
            status:
              addresses: [{value: 240.240.0.1, host: ledger.example.com}]
            """);
        Assert.Equal(["ledger.example.com", "*.Ledger.example.com"], entry.Hosts.Select(host => host.Value));
        Assert.Equal(["192.0.2.1/32", "198.51.100.0/24", "fd00::1/128"], entry.Addresses.Select(range => range.Value.ToString()));
        Assert.Equal(
            [(443, "tls", "tls", 8443), (80, "http", null, null)],
            entry.Ports.Select(port => (port.Number.Value, port.Name.Value, port.Protocol?.Value, port.TargetPort?.Value)));
        Assert.Equal((ServiceLocation.MeshInternal, ServiceResolution.Static), (entry.Location?.Value, entry.Resolution?.Value));
        Assert.Equal("10.0.0.1", Assert.Single(entry.Endpoints).Address?.Value);
        Assert.Null(entry.WorkloadSelector);
        Assert.Equal([".", "other"], entry.ExportTo.Select(target => target.Value));
        Assert.Equal(["spiffe://cluster.local/ns/sample/sa/ledger"], entry.SubjectAltNames.Select(name => name.Value));
        Assert.Equal(("ledger.example.com", "240.240.0.1"), (entry.Assigned[0].Host, entry.Assigned[0].Address.Value.ToString()));
    }

    [Theory]
    [InlineData("NONE", ServiceResolution.None)]
    [InlineData("DNS", ServiceResolution.Dns)]
    [InlineData("DNS_ROUND_ROBIN", ServiceResolution.DnsRoundRobin)]
    [InlineData("DYNAMIC_DNS", ServiceResolution.DynamicDns)]
    public void A_ServiceEntry_says_how_its_endpoints_are_found(string word, ServiceResolution expected)
    {
        var entry = Reading.One<ServiceEntryManifest>(
            $"{{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {{name: a}}, spec: {{hosts: [a.b], resolution: {word}, workloadSelector: {{labels: {{app: a}}}}}}}}");
        Assert.Equal((expected, "a"), (entry.Resolution?.Value, entry.WorkloadSelector?["app"]));
        Assert.Null(entry.Location);
    }

    [Fact]
    public void Reads_a_WorkloadEntry()
    {
        var entry = Reading.One<WorkloadEntryManifest>(
            """
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: vm-1, labels: {app: ledger}}
            spec:
              address: vm-1.example.com
              ports: {web: 8080, admin: 9090}
              labels: {version: v1}
              network: data-centre
              locality: north/a
              weight: 3
              serviceAccount: ledger
            """);
        var spec = entry.Spec;
        Assert.Equal(("vm-1.example.com", "data-centre", "north/a"), (spec.Address?.Value, spec.Network?.Value, spec.Locality?.Value));
        Assert.Equal([("admin", 9090), ("web", 8080)], spec.Ports.Select(port => (port.Name, port.Port.Value)));
        Assert.Equal((3, "ledger"), (spec.Weight?.Value, spec.ServiceAccount?.Value));
        Assert.Equal(("ledger", "v1"), (entry.Meta.Labels["app"], spec.Labels["version"]));
    }

    [Fact]
    public void A_WorkloadEntry_in_another_network_needs_no_address() =>
        Assert.Null(Reading.One<WorkloadEntryManifest>(
            "{apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: {name: a}, spec: {network: other}}").Spec.Address);

    [Theory]
    [InlineData("v1alpha1")]
    [InlineData("v1beta1")]
    public void Reads_exports_and_imports(string version)
    {
        var export = Reading.One<ServiceExportManifest>(
            $"{{apiVersion: multicluster.x-k8s.io/{version}, kind: ServiceExport, metadata: {{name: a, creationTimestamp: 2026-01-31T12:00:00Z}}}}");
        Assert.Equal(2026, export.Meta.CreationTimestamp?.Year);
        var import = Reading.One<ServiceImportManifest>(
            $"{{apiVersion: multicluster.x-k8s.io/{version}, kind: ServiceImport, metadata: {{name: a}}, spec: {{type: ClusterSetIP, ips: [10.0.0.1], ports: [{{port: 80, protocol: TCP}}], sessionAffinity: ClientIP}}}}");
        Assert.Equal((ServiceImportType.ClusterSetIp, SessionAffinity.ClientIp), (import.Type?.Value, import.SessionAffinity?.Value));
        Assert.Equal((80, "10.0.0.1"), (import.Ports[0].Port.Value, import.Ips[0].Value.ToString()));
    }
}
