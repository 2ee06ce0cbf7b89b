using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Explaining;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.Policy.Explaining;

/// <content>What could give a connection a way, and a Service another scope.</content>
internal static partial class Proposals
{
    /// <summary>How many names of each kind are tried that somebody may have meant.</summary>
    private const int MaxNames = 3;

    /// <summary>Changes that could give a connection a way which has none.</summary>
    private static IEnumerable<ProposedChange> Leading(
        MeshView mesh, Journey journey, Arrival.Stopped stopped, HashSet<NamespacedName> about, MeshView? all)
    {
        var copies = Copies(mesh, about);
        var ports = stopped.Reason == Kebab.Of(RefusalReason.UnknownPort) ? OtherPorts(journey.Destination, copies) : [];
        return ports
            .Concat(copies.SelectMany(copy => Labelling(mesh, copy, journey.Source.Cluster)))
            .Concat(copies.SelectMany(Readying))
            .Concat(copies.SelectMany(copy => copy.Members.SelectMany(Enrolling)))
            .Concat(Gateways(mesh, journey.Source, copies))
            .Concat(Believing(mesh, journey.Source.Cluster))
            .Concat(Opening(mesh, journey.Source.Cluster))
            .Concat(copies.SelectMany(Exporting))
            .Concat(copies.SelectMany(WithoutWaypoint))
            .Concat(copies.Select(Serving))
            .Concat(all is null ? [] : OtherNames(all, journey));
    }

    private static ServiceCopy[] Copies(MeshView mesh, HashSet<NamespacedName> about) =>
    [
        .. mesh.Index.Services.OrderBy(group => !about.Contains(group.Key)).SelectMany(group => group.Copies),
    ];

    private static IEnumerable<ProposedChange> OtherPorts(Destination asked, ServiceCopy[] copies) =>
        copies
            .SelectMany(copy => copy.Service.Ports)
            .Select(port => port.ServicePort)
            .Where(port => port != asked.Port)
            .Distinct()
            .Order()
            .Select(port => new ProposedChange(
                $"port {port} called rather than {asked.Port}", same => same, At(asked, port)));

    private static Destination At(Destination asked, int port) => asked switch
    {
        Destination.Named named => new Destination.Named(named.Host, port),
        Destination.Addressed addressed => new Destination.Addressed(new System.Net.IPEndPoint(addressed.Target.Address, port)),
        _ => asked,
    };

    /// <summary>The fewest labels by which both clusters, the one that has a copy and the caller's, say that it is global.</summary>
    private static IEnumerable<ProposedChange> Labelling(MeshView mesh, ServiceCopy copy, string viewer)
    {
        if (mesh.Mesh.Find(copy.Cluster.Id) is not { } owner || mesh.Mesh.Find(viewer) is not { } taker)
            yield break;
        var changes = new List<LabelChange>();
        var facts = ScopeResolver.Facts(owner, copy.Service);
        foreach (var decider in new[] { owner, taker })
        {
            var nearest = decider.ScopePolicy.Explain(facts).Nearest;
            if (nearest.Reach is not (Reach.ByLabels or Reach.IsGlobal))
                yield break;
            foreach (var change in nearest.Changes)
            {
                changes.Add(change);
                owner = MeshEdits.Label(owner, copy.Service, change);
            }

            facts = ScopeResolver.Facts(owner, owner.FindService(copy.Service.Name) ?? copy.Service);
        }

        if (changes.Count > 0)
            yield return Labels(copy, changes);
    }

    private static ProposedChange Labels(ServiceCopy copy, List<LabelChange> changes) => In(
        copy.Cluster.Id,
        string.Join(" and ", changes.Select(change => Text(copy, change))),
        cluster => changes.Aggregate(cluster, (labelled, change) => MeshEdits.Label(labelled, copy.Service, change)));

    private static string Text(ServiceCopy copy, LabelChange change)
    {
        var name = copy.Service.Name;
        var what = change.Subject == Subject.Namespace
            ? $"namespace `{copy.Cluster.Id}/{name.Namespace}`"
            : $"service `{copy.Cluster.Id}/{name}`";
        return (change.From, change.To) switch
        {
            (_, null) => $"{what} without label `{change.Key}`",
            (null, { } value) => $"label `{change.Key}={value}` on {what}",
            ({ } now, { } value) => $"label `{change.Key}={value}`, rather than `{now}`, on {what}",
        };
    }

    private static IEnumerable<ProposedChange> Readying(ServiceCopy copy) =>
        from member in copy.Members
        where member.Status != HealthStatus.Healthy
        select In(
            copy.Cluster.Id,
            $"`{member.Display}` ready",
            cluster => MeshEdits.Workloads(
                cluster, one => one.Uid == member.Uid, one => one with { Status = HealthStatus.Healthy }));

    private static IEnumerable<ProposedChange> Gateways(MeshView mesh, Workload source, ServiceCopy[] copies) =>
        from network in copies
            .SelectMany(copy => copy.Members.Select(member => (Cluster: copy.Cluster.Id, member.Network)))
            .Where(at => at.Network != source.Network)
            .Distinct()
        where mesh.Mesh.Find(network.Cluster)!.Gateways.All(gateway => gateway.Network != network.Network)
        select In(
            network.Cluster,
            $"an east-west gateway for network `{network.Network}` in cluster `{network.Cluster}`",
            cluster => MeshEdits.AddGateway(cluster, network.Network));

    private static IEnumerable<ProposedChange> Opening(MeshView mesh, string id)
    {
        if (mesh.Index.FindCluster(id) is { OutboundTrafficPolicy: OutboundTrafficPolicy.RegistryOnly })
        {
            yield return In(
                id,
                $"a ServiceEntry for it, or `outboundTrafficPolicy` ALLOW_ANY in cluster `{id}`",
                cluster => cluster with { OutboundTrafficPolicy = OutboundTrafficPolicy.AllowAny });
        }
    }

    /// <summary>One more pod, at an address that is kept for documents.</summary>
    private static ProposedChange Serving(ServiceCopy copy) => In(
        copy.Cluster.Id,
        $"a ready pod behind service `{copy.Cluster.Id}/{copy.Service.Name}` that has its ports",
        cluster => MeshEdits.AddPod(cluster, copy.Service));

    private static IEnumerable<ProposedChange> Exporting(ServiceCopy copy)
    {
        if (copy.Cluster.FindExport(copy.Service.Name) is null)
        {
            yield return In(
                copy.Cluster.Id,
                $"a ServiceExport `{copy.Service.Name}` in cluster `{copy.Cluster.Id}`",
                cluster => cluster with
                {
                    Exports = cluster.Exports.Append(new ExportedService(copy.Service.Name, null))
                        .OrderBy(export => export.Name)
                        .ToValueList(),
                });
        }
    }

    private static IEnumerable<ProposedChange> WithoutWaypoint(ServiceCopy copy)
    {
        if (copy.Service.Waypoint is not null || !copy.Service.WeightedWaypoints.IsEmpty)
        {
            yield return In(
                copy.Cluster.Id,
                $"service `{copy.Cluster.Id}/{copy.Service.Name}` without its waypoint (label `{WellKnown.UseWaypointLabel}`)",
                cluster => MeshEdits.Service(
                    cluster, copy.Service, service => service with { Waypoint = null, WeightedWaypoints = [] }));
        }
    }

    /// <summary>Names that somebody may have meant: the same name in another namespace, or one that is spelled nearly so.</summary>
    private static IEnumerable<ProposedChange> OtherNames(MeshView all, Journey journey)
    {
        if (journey.Destination is not Destination.Named named)
            yield break;
        var parts = named.Host.ToLowerInvariant().Split('.', 3);
        var (name, ns) = (parts[0], parts.Length > 1 ? parts[1] : journey.Source.Namespace);
        var groups = all.Index.Groups
            .Select(group => (Group: group, group.Copies[0].Service.Name))
            .Where(known => (known.Name.Name == name) != (known.Name.Namespace == ns))
            .OrderBy(known => known.Name)
            .ToArray();
        var close = groups.Where(known => known.Name.Name == name).Take(MaxNames)
            .Concat(groups.Where(known => known.Name.Namespace == ns && Spelling.Closest(name, [known.Name.Name]) is not null).Take(MaxNames));
        foreach (var (group, key) in close)
        {
            var asked = new Destination.Named($"{key.Name}.{key.Namespace}", named.Port);
            yield return new ProposedChange(
                $"`{asked.Host}` called rather than `{named.Host}`",
                same => same,
                asked,
                MeshView.Of(MeshRestriction.Of(all.Index, journey.Source, asked, [group])));
        }
    }

    /// <summary>The labels, one by one, without which a Service that the connection goes to is no longer global.</summary>
    private static IEnumerable<ProposedChange> Unlabelling(MeshView mesh, Journey journey, HashSet<NamespacedName> about)
    {
        var crossed = journey.Ends.Select(end => AtOf(end.End.Arrival)?.Cluster).Where(id => id != journey.Source.Cluster).ToHashSet();
        foreach (var copy in Copies(mesh, about).Where(copy => crossed.Contains(copy.Cluster.Id)))
        {
            if (mesh.Mesh.Find(copy.Cluster.Id) is not { } owner)
                continue;
            var ns = owner.FindNamespace(copy.Service.Name.Namespace)?.Labels ?? LabelSet.Empty;
            var removals = copy.Service.Labels.Select(label => new LabelChange(Subject.Service, label.Key, label.Value, null))
                .Concat(ns.Where(label => label.Key != NamespaceFacts.NameLabel)
                    .Select(label => new LabelChange(Subject.Namespace, label.Key, label.Value, null)));
            foreach (var removal in removals)
                yield return Labels(copy, [removal]);
        }
    }
}
