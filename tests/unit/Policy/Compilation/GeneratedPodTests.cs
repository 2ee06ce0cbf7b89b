using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>The pods that a Deployment's controller would make.</summary>
public sealed class GeneratedPodTests
{
    [Fact]
    public void A_Deployment_has_as_many_pods_as_it_asks_for()
    {
        var east = East(Deployment("web", 3, "app: web"));
        Assert.Equal(["default/web-0", "default/web-1", "default/web-2"], east.Pods());
        Assert.All(east.Pods, pod => Assert.Equal(
            ("east", WorkloadKind.Deployment, "web", "app=web", HealthStatus.Healthy),
            (pod.Workload.Cluster, pod.Workload.Kind, pod.Workload.Owner, pod.Labels.ToString(), pod.Workload.Status)));
        Assert.Equal("east//Pod/default/web-0", east.Pods[0].Workload.Uid);
    }

    [Fact]
    public void A_Deployment_that_asks_for_none_has_none_and_one_that_does_not_say_has_one()
    {
        var unsaid = Deployment("b", 7, "app: b").Replace("replicas: 7, ", "", StringComparison.Ordinal);
        Assert.Equal(["default/b-0"], East(Deployment("a", 0, "app: a"), unsaid).Pods());
    }

    [Fact]
    public void Addresses_follow_from_names_alone()
    {
        var alone = East(Deployment("web", 2, "app: web"));
        var among = East(Pod("apart", status: "podIP: 192.0.2.9"), Deployment("web", 2, "app: web"));
        Assert.Equal(
            alone.Pods.Select(pod => pod.Workload.Addresses),
            among.Pods.Where(pod => pod.Workload.Owner == "web").Select(pod => pod.Workload.Addresses));
        Assert.All(alone.Pods, pod => Assert.StartsWith("10.244.0.", pod.Workload.Addresses[0].ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Pods_of_two_clusters_with_one_range_and_one_name_have_one_address()
    {
        var mesh = Compile(Cluster("east", Pod("web")), Cluster("west", Pod("web"))).Mesh;
        Assert.Equal(mesh.Find("east")!.Pods[0].Workload.Addresses, mesh.Find("west")!.Pods[0].Workload.Addresses);
    }

    [Fact]
    public void A_pod_has_an_address_of_each_family_of_its_Node()
    {
        var addresses = East(Node("n2", "podCIDRs: [10.1.0.0/24, \"fd00:1::/64\"]"), Pod("web", "nodeName: n2"))
            .Pods[0].Workload.Addresses;
        Assert.Equal(2, addresses.Count);
        Assert.StartsWith("10.1.0.", addresses[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("fd00:1::", addresses[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_address_is_given_to_no_other_pod()
    {
        var wanted = East(Deployment("web", 1, "app: web")).Pods[0].Workload.Addresses[0];
        var east = East(Deployment("web", 1, "app: web"), Pod("first", status: $"podIP: {wanted}"));
        Assert.Equal(2, east.Pods.Select(pod => pod.Workload.Addresses[0]).Distinct().Count());
        Assert.Equal([wanted], east.Pods[0].Workload.Addresses);
    }

    [Fact]
    public void A_pod_that_is_written_stops_its_Deployment_from_making_any()
    {
        var east = East(Deployment("web", 3, "app: web"), Pod("web-abc12", metadata: "labels: {app: web}"));
        Assert.Equal(["default/web-abc12"], east.Pods());
        Assert.Equal((WorkloadKind.Deployment, "web"), (east.Pods[0].Workload.Kind, east.Pods[0].Workload.Owner));
    }

    [Fact]
    public void A_pod_that_has_ended_stops_nothing()
    {
        var ended = Pod("web-abc12", metadata: "labels: {app: web}", status: "phase: Failed");
        Assert.Equal(["default/web-0"], East(Deployment("web", 1, "app: web"), ended).Pods());
    }

    [Fact]
    public void A_pod_of_another_namespace_or_of_other_labels_is_not_the_Deployments()
    {
        var east = East(
            Namespace("shop"),
            Deployment("web", 1, "app: web"),
            Pod("a", metadata: "labels: {app: cart}"),
            Pod("b", metadata: "namespace: shop, labels: {app: web}"));
        Assert.Equal(["default/a", "default/web-0", "shop/b"], east.Pods());
        Assert.Equal((WorkloadKind.Pod, "a"), (east.Pods[0].Workload.Kind, east.Pods[0].Workload.Owner));
    }

    [Fact]
    public void A_pod_whose_service_account_nobody_defines_is_left_out()
    {
        var compilation = Compile(Cluster("east", Pod("web", "serviceAccountName: clerk"), Pod("cart")));
        Assert.Equal(["default/cart"], compilation.Mesh.Find("east")!.Pods());
    }

    [Fact]
    public void A_pod_on_a_Node_that_nobody_defines_runs_on_another() =>
        Assert.Equal("n1", Compile(Cluster("east", Pod("web", "nodeName: n7"))).Mesh.Find("east")!.Pods[0].Workload.Node);
}
