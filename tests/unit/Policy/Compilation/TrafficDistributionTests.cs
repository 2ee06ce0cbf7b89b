using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>Which endpoints a Service prefers, row by row as Istio decides it.</summary>
public sealed class TrafficDistributionTests
{
    private const string Any = "Any [] OnlyHealthy";
    private const string SameZone = "Failover [Network, Region, Zone] OnlyHealthy";
    private const string SameNode = "Failover [Network, Region, Zone, Subzone, Node] OnlyHealthy";

    [Theory]
    [InlineData("PreferClose", SameZone)]
    [InlineData("PreferSameZone", SameZone)]
    [InlineData("PreferSameNode", SameNode)]
    [InlineData("preferclose", Any)]
    [InlineData("PreferSameNetwork", Any)]
    [InlineData("Any", Any)]
    public void The_field_counts_in_its_exact_case(string value, string expected) =>
        Assert.Equal(expected, Of($"trafficDistribution: {value}", "", ""));

    [Theory]
    [InlineData("preferclose", SameZone)]
    [InlineData("PreferClose", SameZone)]
    [InlineData("prefersamezone", SameZone)]
    [InlineData("PREFERSAMEZONE", SameZone)]
    [InlineData("prefersamenode", SameNode)]
    [InlineData("PreferSameNode", SameNode)]
    [InlineData("Any", Any)]
    [InlineData("PreferSameNetwork", Any)]
    public void An_annotation_counts_in_any_case(string value, string expected)
    {
        Assert.Equal(expected, Of("", value, ""));
        Assert.Equal(expected, Of("", "", value));
    }

    [Theory]
    [InlineData("trafficDistribution: Elsewhere", "PreferSameNode", "", SameNode)]
    [InlineData("trafficDistribution: Elsewhere", "", "PreferClose", SameZone)]
    [InlineData("", "Any", "PreferClose", Any)]
    [InlineData("", "Elsewhere", "PreferClose", Any)]
    [InlineData("trafficDistribution: PreferClose", "Any", "", SameZone)]
    public void What_is_not_known_ends_the_search_as_an_annotation_and_not_as_a_field(
        string field, string annotation, string ofNamespace, string expected) =>
        Assert.Equal(expected, Of(field, annotation, ofNamespace));

    /// <summary>The rows of Istio's <c>TestGetTrafficDistribution</c>.</summary>
    [Theory]
    [InlineData("trafficDistribution: PreferClose", "PreferSameNode", "Any", SameZone)]
    [InlineData("", "PreferSameNode", "PreferClose", SameNode)]
    [InlineData("", "", "PreferClose", SameZone)]
    [InlineData("", "", "PreferSameNode", SameNode)]
    [InlineData("", "", "", Any)]
    [InlineData("", "", "preferclose", SameZone)]
    public void The_field_comes_before_the_Services_annotation_and_that_before_the_Namespaces(
        string field, string annotation, string ofNamespace, string expected) =>
        Assert.Equal(expected, Of(field, annotation, ofNamespace));

    [Theory]
    [InlineData("internalTrafficPolicy: Local", "Strict [Node] OnlyHealthy")]
    [InlineData("internalTrafficPolicy: Local, trafficDistribution: PreferClose", "Strict [Node] OnlyHealthy")]
    [InlineData("internalTrafficPolicy: Cluster, trafficDistribution: PreferClose", SameZone)]
    [InlineData("publishNotReadyAddresses: true", "Any [] AllowAll")]
    [InlineData("publishNotReadyAddresses: true, trafficDistribution: PreferSameNode", "Failover [Network, Region, Zone, Subzone, Node] AllowAll")]
    [InlineData("publishNotReadyAddresses: true, internalTrafficPolicy: Local", "Strict [Node] AllowAll")]
    [InlineData("publishNotReadyAddresses: false", Any)]
    public void Other_fields_have_their_say(string fields, string expected) => Assert.Equal(expected, Of(fields, "", ""));

    [Fact]
    public void A_namespace_that_is_not_written_says_nothing() =>
        Assert.Equal(Any, Show(East(Service("cart")).Services[0].LoadBalancing));

    [Fact]
    public void What_is_known_is_no_finding() =>
        Assert.All(
            new[] { "", "Any", "any", "PreferClose", "preferSameZone", "PREFERSAMENODE" },
            value => East(Namespace("shop", "", Annotation(value)), Service("cart", metadata: $"annotations: {{{Annotation(value)}}}")));

    [Theory]
    [InlineData("trafficDistribution: preferclose", "", "",
        "3:140: warning MC025: `spec.trafficDistribution` of Service `shop/cart` is `preferclose`, which is not known and has no effect; "
        + "write `PreferClose`, `PreferSameZone` or `PreferSameNode`, with capitals as here")]
    [InlineData("", "PreferSameNetwork", "",
        "3:129: warning MC025: annotation `networking.istio.io/traffic-distribution` of Service `shop/cart` is `PreferSameNetwork`, which is not "
        + "known and counts as `Any`; write `PreferClose`, `PreferSameZone`, `PreferSameNode` or `Any`")]
    [InlineData("", "", "Near",
        "1:126: warning MC025: annotation `networking.istio.io/traffic-distribution` of Namespace `shop` is `Near`, which is not known and "
        + "counts as `Any`; write `PreferClose`, `PreferSameZone`, `PreferSameNode` or `Any`")]
    [InlineData("trafficDistribution: PreferClose, internalTrafficPolicy: Local", "", "",
        "3:140: note MC026: `spec.trafficDistribution` of Service `shop/cart` has no effect: `internalTrafficPolicy: Local` lets traffic to "
        + "its own Node only; remove one of the two")]
    public void What_has_no_effect_is_told(string field, string annotation, string ofNamespace, string expected) =>
        Assert.Equal([$"clusters/east/f.yaml:{expected}"], Findings(Compiled(field, annotation, ofNamespace)));

    private static string Of(string field, string annotation, string ofNamespace) =>
        Show(Compiled(field, annotation, ofNamespace).Mesh.Find("east")!.Services[0].LoadBalancing);

    private static MeshCompilation Compiled(string field, string annotation, string ofNamespace)
    {
        var spec = "ports: [{port: 80}]" + (field.Length == 0 ? "" : $", {field}");
        var service = Service("cart", spec, $"namespace: shop, annotations: {{{Annotation(annotation)}}}");
        return Compile(Cluster("east", Namespace("shop", "", Annotation(ofNamespace)), service));
    }

    private static string Annotation(string value) =>
        value.Length == 0 ? "" : $"networking.istio.io/traffic-distribution: {value}";

    private static string Show(LoadBalancing balancing) => $"{balancing.Mode} {balancing.Preferences} {balancing.Health}";
}
