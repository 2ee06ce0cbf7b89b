using ScopeMesh.Policy.Manifests;

namespace ScopeMesh.Tests.Unit.Policy.Manifests;

public sealed class ManifestReaderTests
{
    private static string Account(string name) =>
        $$$"""
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: {{{name}}}}

        """;

    [Fact]
    public void Reads_every_document_of_a_file()
    {
        var read = Reading.Of($"---\n{Account("a")}--- # the second\n{Account("b")}...\n{Account("c")}---\n");
        Assert.Equal(["a", "b", "c"], read.Manifests.Select(manifest => manifest.Meta.Name.Value));
        Assert.Empty(read.Diagnostics);
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n---\n")]
    [InlineData("# only a comment\n---\n# and another\n")]
    [InlineData("%YAML 1.1\n---\n~\n")]
    [InlineData("\uFEFF")]
    public void An_empty_document_is_no_object(string text)
    {
        var read = Reading.Of(text);
        Assert.Empty(read.Manifests);
        Assert.Empty(read.Diagnostics);
    }

    [Fact]
    public void A_document_may_begin_on_the_line_of_its_marker()
    {
        var read = Reading.Of("--- {apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}\n--- |\n kind\n");
        Assert.Equal("f.yaml:1:61", Assert.Single(read.Manifests).Meta.Name.Span.ToString());
        Assert.StartsWith("f.yaml:2:5: error MF010: the document is the text", Assert.Single(read.Diagnostics).ToString());
    }

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_change_nothing()
    {
        var read = Reading.Of("\uFEFF" + Account("a").ReplaceLineEndings("\r\n"));
        Assert.Equal("f.yaml:3:18", Assert.Single(read.Manifests).Meta.Name.Span.ToString());
    }

    [Fact]
    public void A_marker_inside_a_block_of_text_is_indented_and_ends_nothing()
    {
        var account = Reading.One<ServiceAccountManifest>(
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: a
              annotations:
                script: |
                  first
                  ---
                  second
            """);
        Assert.Equal("first\n---\nsecond", account.Meta.Annotations["script"]);
    }

    [Fact]
    public void Reads_the_items_of_a_list()
    {
        var read = Reading.Of(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
            - {apiVersion: v1, kind: ServiceAccount, metadata: {name: C}}
            """);
        Assert.Equal("a", Assert.Single(read.Manifests).Meta.Name.Value);
        Assert.Equal([new IgnoredKind("", "v1", "ConfigMap", 1)], read.Ignored);
        Assert.StartsWith("f.yaml:6:59: error MF012: `items[2].metadata.name` is `C`", Assert.Single(read.Diagnostics).ToString());
    }

    [Fact]
    public void A_document_that_does_not_parse_leaves_the_others_alone()
    {
        var read = Reading.Of($"{Account("a")}---\nkind: [Service\n---\n{Account("b")}---\nkind: \"x\n---\n{Account("c")}");
        Assert.Equal(["a", "b", "c"], read.Manifests.Select(manifest => manifest.Meta.Name.Value));
        Assert.Equal(["f.yaml:6:1", "f.yaml:11:7"], read.Diagnostics.Select(diagnostic => diagnostic.Span.ToString()));
        Assert.All(read.Diagnostics, diagnostic => Assert.Equal(ManifestCodes.NotYaml, diagnostic.Code));
    }

    [Fact]
    public void An_object_without_a_namespace_is_in_the_default_one()
    {
        Assert.Equal("default", Reading.One<ServiceAccountManifest>(Account("a")).Meta.Namespace.Value);
        Assert.Equal("", Reading.One<NamespaceManifest>(
            "{apiVersion: v1, kind: Namespace, metadata: {name: sample, namespace: odd}}").Meta.Namespace.Value);
    }

    [Fact]
    public void Kinds_that_the_mesh_does_not_use_are_counted_by_group_and_version()
    {
        var read = Reading.Of(
            """
            {apiVersion: v1, kind: ConfigMap}
            ---
            {apiVersion: networking.istio.io/v1, kind: VirtualService}
            ---
            {apiVersion: v1, kind: ConfigMap}
            ---
            {apiVersion: apps/v1beta1, kind: Deployment}
            ---
            {apiVersion: serving.knative.dev/v1, kind: Service}
            """);
        Assert.Empty(read.Diagnostics);
        Assert.Equal(
            [
                new IgnoredKind("apps", "v1beta1", "Deployment", 1),
                new IgnoredKind("networking.istio.io", "v1", "VirtualService", 1),
                new IgnoredKind("serving.knative.dev", "v1", "Service", 1),
                new IgnoredKind("", "v1", "ConfigMap", 2),
            ],
            read.Ignored);
    }

    [Fact]
    public void An_object_with_an_error_is_rejected_by_name_and_the_others_are_read()
    {
        var read = Reading.Of(
            $$$"""
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: closed, namespace: bank}
            spec: {action: DENIED}
            ---
            {{{Account("a")}}}
            ---
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: b, namespace: Odd}}
            """);
        Assert.Equal("a", Assert.Single(read.Manifests).Meta.Name.Value);
        Assert.Equal(
            [("AuthorizationPolicy", "bank", "closed"), ("ServiceAccount", null, "b")],
            read.Rejected.Select(rejected => (rejected.Kind, rejected.Namespace, rejected.Name)));
    }

    [Fact]
    public void A_key_written_twice_rejects_the_whole_document()
    {
        var read = Reading.Of("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  name: b\n");
        Assert.Empty(read.Manifests);
        Assert.Equal("a", Assert.Single(read.Rejected).Name);
        Assert.Equal(
            "f.yaml:5:3: error MF002: the key `name` is written twice; keep one of them",
            Assert.Single(read.Diagnostics).ToString());
    }

    [Fact]
    public void Aliases_and_merges_stand_for_what_they_name()
    {
        var service = Reading.One<ServiceManifest>(
            """
            apiVersion: v1
            kind: Service
            metadata:
              name: a
              labels: &labels {app: a, tier: web}
            spec:
              ports: [{port: 80}]
              selector: {<<: *labels, tier: backend}
            """);
        Assert.Equal("{app=a, tier=backend}", service.Selector!.ToString());
    }

    [Fact]
    public void Metadata_keeps_labels_annotations_and_age()
    {
        var meta = Reading.One<NamespaceManifest>(
            """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: sample
              labels:
                topology.istio.io/network: network-1
                empty:
              annotations:
                Example.com/Note: anything, "really"
              creationTimestamp: 2026-01-31T12:00:00Z
            """).Meta;
        Assert.True(meta.Labels.TryGet("topology.istio.io/network", out var network));
        Assert.Equal(("network-1", "f.yaml:6:32"), (network.Value, network.Span.ToString()));
        Assert.Equal("", meta.Labels["empty"]);
        Assert.Null(meta.Labels["app"]);
        Assert.Equal("anything, \"really\"", meta.Annotations["Example.com/Note"]);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero), meta.CreationTimestamp);
    }
}
