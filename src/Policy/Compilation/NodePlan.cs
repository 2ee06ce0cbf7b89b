using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The Nodes of a cluster, and which of them a pod runs on where its manifest does not say.</summary>
internal static class NodePlan
{
    /// <summary>The range of pods on a Node that names none.</summary>
    public static readonly IPNetwork DefaultPodCidr = IPNetwork.Parse("10.244.0.0/16");

    private const string AssumedNodeName = "node";

    /// <summary>The Nodes, ordered by name; one is assumed where there is none.</summary>
    public static ValueList<Node> Compile(ClusterObjects objects, string folder, DiagnosticBag bag)
    {
        var nodes = objects.Of<NodeManifest>().Select(Compile).ToValueList();
        if (!nodes.IsEmpty)
            return nodes;
        bag.Note(
            CompilationCodes.NoNodes,
            SourceSpan.OfFile(folder),
            $"the cluster has no Node; one named `{AssumedNodeName}` with pods in {DefaultPodCidr} is assumed",
            "add a Node with `spec.podCIDR` and its region and zone labels");
        return [new Node(AssumedNodeName, [DefaultPodCidr], Locality.Unknown)];
    }

    /// <summary>The Node for a pod: the one that scores highest, so that another Node moves few pods.</summary>
    public static Node For(ValueList<Node> nodes, string ns, string podName) =>
        nodes.MaxBy(node => (StableHash.Of(node.Name, ns, podName), node.Name))!;

    private static Node Compile(NodeManifest manifest)
    {
        var labels = manifest.Meta.Labels;
        var cidrs = manifest.PodCidrs.Select(cidr => cidr.Value).ToValueList();
        return new Node(
            manifest.Meta.Name.Value,
            cidrs.IsEmpty ? [DefaultPodCidr] : cidrs,
            new Locality(
                labels[WellKnown.RegionLabel] ?? "",
                labels[WellKnown.ZoneLabel] ?? "",
                labels[WellKnown.SubzoneLabel] ?? ""));
    }
}
