using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// The pods of a cluster: those that are written, and those that controllers would make of Deployments. Names,
/// Nodes and addresses are functions of names alone, placed in the order of replica number, namespace and name:
/// another replica moves none of a lower number, and others only where two names meet at one address.
/// </summary>
internal static class PodPlan
{
    /// <summary>The pods, ordered by namespace and name.</summary>
    public static ImmutableArray<PodDraft> Compile(ClusterObjects objects, ValueList<Node> nodes, DiagnosticBag bag)
    {
        var deployments = objects.Of<DeploymentManifest>();
        var written = objects.Of<PodManifest>().Where(IsAlive).ToImmutableArray();
        var taken = TakenAddresses(written, bag);
        var names = written.Select(pod => Name(pod.Meta)).ToHashSet();
        var drafts = ImmutableArray.CreateBuilder<PodDraft>();
        foreach (var pod in written)
            Place(WrittenPod(pod, deployments, nodes, bag), nodes, taken, bag, drafts);

        var generated = deployments
            .Where(deployment => !written.Any(pod => IsOwnedBy(pod, deployment)))
            .SelectMany(deployment => Replicas(deployment, nodes, bag))
            .Where(replica => names.Add(replica.Draft.Name))
            .OrderBy(replica => replica.Number)
            .ThenBy(replica => replica.Draft.Name);
        foreach (var (_, draft) in generated)
            Place(draft, nodes, taken, bag, drafts);
        return [.. drafts.Where(draft => HasServiceAccount(draft, objects, bag)).OrderBy(draft => draft.Name)];
    }

    private static bool IsAlive(PodManifest pod) => pod.Phase?.Value is not (PodPhase.Succeeded or PodPhase.Failed);

    private static HashSet<IPAddress> TakenAddresses(ImmutableArray<PodManifest> pods, DiagnosticBag bag)
    {
        var owners = new Dictionary<IPAddress, PodManifest>();
        foreach (var pod in pods.Where(pod => !pod.Spec.HostNetwork))
        {
            foreach (var address in pod.PodIps)
            {
                if (owners.TryAdd(address.Value, pod))
                    continue;
                bag.Error(
                    CompilationCodes.DuplicateAddress,
                    address.Span,
                    $"pods `{Name(owners[address.Value].Meta)}` and `{Name(pod.Meta)}` both have the address {address.Value}",
                    "give one of them another `status.podIP`, or none");
            }
        }

        return [.. owners.Keys];
    }

    private static PodDraft WrittenPod(
        PodManifest pod, ImmutableArray<DeploymentManifest> deployments, ValueList<Node> nodes, DiagnosticBag bag)
    {
        var owner = deployments.FirstOrDefault(deployment => IsOwnedBy(pod, deployment));
        return new PodDraft(
            Name(pod.Meta),
            pod.Meta.Labels.ToLabelSet(),
            pod.Spec,
            owner is null ? WorkloadKind.Pod : WorkloadKind.Deployment,
            owner?.Meta.Name.Value ?? pod.Meta.Name.Value,
            NodeOf(pod.Spec, Name(pod.Meta), nodes, bag),
            pod.PodIps.Select(address => address.Value).ToValueList(),
            pod.IsReady?.Value ?? pod.Phase?.Value is null or PodPhase.Running,
            pod.Span);
    }

    private static IEnumerable<(int Number, PodDraft Draft)> Replicas(
        DeploymentManifest deployment, ValueList<Node> nodes, DiagnosticBag bag)
    {
        var labels = deployment.Template.Labels.ToLabelSet();
        if (deployment.Replicas is { } replicas && replicas.Value > CompilationLimits.ReplicasPerDeployment)
        {
            bag.Error(
                CompilationCodes.TooManyReplicas,
                replicas.Span,
                $"Deployment `{deployment.Meta.Name.Value}` has {replicas.Value} replicas, and {CompilationLimits.ReplicasPerDeployment} are made at most",
                "write a smaller number");
            yield break;
        }

        for (var number = 0; number < (deployment.Replicas?.Value ?? 1); number++)
        {
            var name = new NamespacedName(deployment.Meta.Namespace.Value, $"{deployment.Meta.Name.Value}-{number}");
            yield return (number, new PodDraft(
                name,
                labels,
                deployment.Template.Spec,
                WorkloadKind.Deployment,
                deployment.Meta.Name.Value,
                NodeOf(deployment.Template.Spec, name, nodes, bag),
                [],
                IsReady: true,
                deployment.Span));
        }
    }

    private static void Place(
        PodDraft draft,
        ValueList<Node> nodes,
        HashSet<IPAddress> taken,
        DiagnosticBag bag,
        ImmutableArray<PodDraft>.Builder drafts)
    {
        if (!draft.Addresses.IsEmpty)
        {
            drafts.Add(draft);
            return;
        }

        var hash = StableHash.Of(draft.Name.Namespace, draft.Name.Name);
        var addresses = draft.Node.PodCidrs
            .DistinctBy(cidr => cidr.BaseAddress.AddressFamily)
            .Select(cidr => new AddressRange(cidr, taken).Take(hash))
            .OfType<IPAddress>()
            .ToValueList();
        if (!addresses.IsEmpty)
        {
            drafts.Add(draft with { Addresses = addresses });
            return;
        }

        bag.Warning(
            CompilationCodes.AddressesExhausted,
            draft.Span,
            $"Node `{draft.Node.Name}` has no address left for pod `{draft.Name}`, which is left out",
            "widen the Node's `spec.podCIDR`, or add a Node");
    }

    private static Node NodeOf(PodSpecManifest spec, NamespacedName pod, ValueList<Node> nodes, DiagnosticBag bag)
    {
        if (spec.NodeName is not { } wanted)
            return NodePlan.For(nodes, pod.Namespace, pod.Name);
        if (nodes.FirstOrDefault(node => node.Name == wanted.Value) is { } found)
            return found;
        bag.Warning(
            CompilationCodes.UnknownNode,
            wanted.Span,
            $"pod `{pod}` runs on Node `{wanted.Value}`, which nobody defines; another one is taken",
            $"add a Node `{wanted.Value}`");
        return NodePlan.For(nodes, pod.Namespace, pod.Name);
    }

    private static bool HasServiceAccount(PodDraft draft, ClusterObjects objects, DiagnosticBag bag)
    {
        if (draft.Spec.ServiceAccountName is not { } account || account.Value == "default")
            return true;
        var known = objects.Of<ServiceAccountManifest>().Any(manifest =>
            manifest.Meta.Name.Value == account.Value && manifest.Meta.Namespace.Value == draft.Name.Namespace);
        if (known)
            return true;
        bag.Warning(
            CompilationCodes.UnknownServiceAccount,
            account.Span,
            $"pod `{draft.Name}` runs as service account `{account.Value}`, which nobody defines, and is left out",
            $"add a ServiceAccount `{account.Value}` in namespace `{draft.Name.Namespace}`");
        return false;
    }

    private static bool IsOwnedBy(PodManifest pod, DeploymentManifest deployment) =>
        pod.Meta.Namespace.Value == deployment.Meta.Namespace.Value
        && deployment.Selector.ToLabelSelector().Matches(pod.Meta.Labels.ToLabelSet());

    private static NamespacedName Name(ObjectMeta meta) => new(meta.Namespace.Value, meta.Name.Value);
}
