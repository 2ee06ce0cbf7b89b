using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The Nodes of a cluster, and which of them a pod runs on where its manifest does not say.</summary>
internal sealed class NodePlan
{
    /// <summary>The range of pods on a Node that names none.</summary>
    public static readonly IPNetwork DefaultPodCidr = IPNetwork.Parse("10.244.0.0/16");

    private const string AssumedNodeName = "node";

    private readonly Dictionary<string, Node> _byName;
    private readonly Dictionary<string, string> _regions = new(StringComparer.Ordinal);

    private NodePlan(ValueList<Node> nodes)
    {
        Nodes = nodes;
        _byName = nodes.ToDictionary(node => node.Name);
        foreach (var node in nodes)
            _regions.TryAdd(node.Locality.Zone, node.Locality.Region);
    }

    /// <summary>The Nodes, ordered by name, at least one.</summary>
    public ValueList<Node> Nodes { get; }

    /// <summary>Whether pods have addresses of both families.</summary>
    public bool IsDualStack => Nodes.SelectMany(node => node.PodCidrs)
        .Select(cidr => cidr.BaseAddress.AddressFamily)
        .Distinct()
        .Count() > 1;

    /// <summary>The Nodes that are written; one is assumed where there is none.</summary>
    public static NodePlan Compile(ClusterObjects objects, string folder, DiagnosticBag bag)
    {
        var nodes = objects.Of<NodeManifest>().Select(Compile).ToValueList();
        if (!nodes.IsEmpty)
            return new NodePlan(nodes);
        bag.Note(
            CompilationCodes.NoNodes,
            SourceSpan.OfFile(folder),
            $"the cluster has no Node; one named `{AssumedNodeName}` with pods in {DefaultPodCidr} is assumed",
            "add a Node with `spec.podCIDR` and its region and zone labels");
        return new NodePlan([new Node(AssumedNodeName, [DefaultPodCidr], Locality.Unknown)]);
    }

    /// <summary>The Node of that name, or null.</summary>
    public Node? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The region of the first Node of a zone; empty where there is none.</summary>
    public string RegionOf(string zone) => _regions.GetValueOrDefault(zone, "");

    /// <summary>The Node for a pod: the one that scores highest, so that another Node moves few pods.</summary>
    public Node For(NamespacedName pod) =>
        Nodes.MaxBy(node => (StableHash.Of(node.Name, pod.Namespace, pod.Name), node.Name))!;

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
                labels[WellKnown.SubzoneLabel] ?? ""))
        {
            Network = labels[WellKnown.NetworkLabel] ?? "",
            Addresses = manifest.InternalIps.Select(ip => ip.Value).ToValueList(),
        };
    }
}
