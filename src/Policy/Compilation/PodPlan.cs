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
    public static ImmutableArray<PodDraft> Compile(ClusterObjects objects, NodePlan nodes, DiagnosticBag bag)
    {
        var written = objects.Of<PodManifest>().Where(IsAlive).ToImmutableArray();
        var owners = new DeploymentOwners(objects.Of<DeploymentManifest>());
        var taken = TakenAddresses(written, bag);
        var names = written.Select(ClusterObjects.NameOf).ToHashSet();
        var drafts = ImmutableArray.CreateBuilder<PodDraft>();
        foreach (var pod in written)
            Place(WrittenPod(pod, owners, nodes, bag), taken, bag, drafts);

        var generated = owners.WithoutPods
            .SelectMany(deployment => Replicas(deployment, nodes, bag))
            .Where(replica => names.Add(replica.Draft.Name))
            .OrderBy(replica => replica.Number)
            .ThenBy(replica => replica.Draft.Name);
        foreach (var (_, draft) in generated)
            Place(draft, taken, bag, drafts);
        var accounts = objects.Of<ServiceAccountManifest>().Select(ClusterObjects.NameOf).ToHashSet();
        return [.. drafts.Where(draft => HasServiceAccount(draft, accounts, bag)).OrderBy(draft => draft.Name)];
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
                    $"pods `{ClusterObjects.NameOf(owners[address.Value])}` and `{ClusterObjects.NameOf(pod)}` both have the address {address.Value}",
                    "give one of them another `status.podIP`, or none");
            }
        }

        return [.. owners.Keys];
    }

    private static PodDraft WrittenPod(PodManifest pod, DeploymentOwners owners, NodePlan nodes, DiagnosticBag bag)
    {
        var name = ClusterObjects.NameOf(pod);
        var labels = pod.Meta.Labels.ToLabelSet();
        var owner = owners.OwnerOf(name.Namespace, labels);
        var node = NodeOf(pod.Spec, name, nodes, bag);
        return new PodDraft(
            name,
            pod.Meta.Labels,
            labels,
            pod.Meta.Annotations,
            pod.Spec,
            owner is null ? WorkloadKind.Pod : WorkloadKind.Deployment,
            owner?.Meta.Name.Value ?? name.Name,
            node,
            AddressesOf(pod, node),
            !pod.IsTerminating && (pod.IsReady?.Value ?? pod.Phase?.Value is null or PodPhase.Running),
            pod.Span);
    }

    /// <summary>Its own addresses; on the host's network those of the host.</summary>
    private static ValueList<IPAddress> AddressesOf(PodManifest pod, Node node)
    {
        var own = pod.PodIps.IsEmpty && pod.Spec.HostNetwork ? pod.HostIps : pod.PodIps;
        return own.IsEmpty && pod.Spec.HostNetwork ? node.Addresses : own.Select(address => address.Value).ToValueList();
    }

    private static IEnumerable<(int Number, PodDraft Draft)> Replicas(
        DeploymentManifest deployment, NodePlan nodes, DiagnosticBag bag)
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
            var node = NodeOf(deployment.Template.Spec, name, nodes, bag);
            yield return (number, new PodDraft(
                name,
                deployment.Template.Labels,
                labels,
                deployment.Template.Annotations,
                deployment.Template.Spec,
                WorkloadKind.Deployment,
                deployment.Meta.Name.Value,
                node,
                deployment.Template.Spec.HostNetwork ? node.Addresses : [],
                IsReady: true,
                deployment.Span));
        }
    }

    private static void Place(
        PodDraft draft, HashSet<IPAddress> taken, DiagnosticBag bag, ImmutableArray<PodDraft>.Builder drafts)
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

    private static Node NodeOf(PodSpecManifest spec, NamespacedName pod, NodePlan nodes, DiagnosticBag bag)
    {
        if (spec.NodeName is not { } wanted)
            return nodes.For(pod);
        if (nodes.Find(wanted.Value) is { } found)
            return found;
        bag.Warning(
            CompilationCodes.UnknownNode,
            wanted.Span,
            $"pod `{pod}` runs on Node `{wanted.Value}`, which nobody defines; another one is taken",
            $"add a Node `{wanted.Value}`");
        return nodes.For(pod);
    }

    private static bool HasServiceAccount(PodDraft draft, HashSet<NamespacedName> accounts, DiagnosticBag bag)
    {
        if (draft.Spec.ServiceAccountName is not { } account || account.Value == "default")
            return true;
        if (accounts.Contains(new NamespacedName(draft.Name.Namespace, account.Value)))
            return true;
        bag.Warning(
            CompilationCodes.UnknownServiceAccount,
            account.Span,
            $"pod `{draft.Name}` runs as service account `{account.Value}`, which nobody defines, and is left out",
            $"add a ServiceAccount `{account.Value}` in namespace `{draft.Name.Namespace}`");
        return false;
    }
}
