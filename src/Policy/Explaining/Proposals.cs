using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Changes that could alter what becomes of a connection, the smallest first. Whether they do is for others to try.</summary>
internal static partial class Proposals
{
    /// <summary>Changes that could let a connection through that is refused.</summary>
    /// <param name="mesh">The mesh, or the part of it that the question is about.</param>
    /// <param name="journey">What becomes of the connection.</param>
    /// <param name="about">The services that the question is about: others are looked at after them.</param>
    /// <param name="all">All of the mesh, for names that may have been meant; null where the name is settled.</param>
    public static IEnumerable<ProposedChange> ToMend(
        MeshView mesh, Journey journey, HashSet<NamespacedName> about, MeshView? all)
    {
        if (journey.Ends.Select(end => end.End.Arrival).OfType<Arrival.Stopped>().FirstOrDefault() is not { } stopped)
            return [];
        return Enrolling(journey.Source).Concat(stopped.Stage switch
        {
            Stage.Authorization => Admitting(journey, stopped),
            Stage.OuterTunnel or Stage.Identity => Believing(mesh, journey.Source.Cluster),
            _ => Leading(mesh, journey, stopped, about, all),
        });
    }

    /// <summary>Changes that could lead a connection elsewhere that arrives, or stop it.</summary>
    /// <param name="mesh">The mesh, or the part of it that the question is about.</param>
    /// <param name="journey">What becomes of the connection.</param>
    /// <param name="about">The services that the question is about: others are looked at after them.</param>
    public static IEnumerable<ProposedChange> ToAlter(MeshView mesh, Journey journey, HashSet<NamespacedName> about) =>
        Unlabelling(mesh, journey, about)
            .Concat(WithoutPolicies(journey))
            .Concat(Denying(journey))
            .Concat(WithoutPods(journey))
            .Concat(Closing(journey.Source.Cluster));

    private static ProposedChange In(string cluster, string text, Func<Cluster, Cluster> change) =>
        new(text, mesh => MeshEdits.Change(mesh, cluster, change));

    /// <summary>A pod that is not in the mesh has no tunnels, and no identity that anybody would see.</summary>
    private static IEnumerable<ProposedChange> Enrolling(Workload workload)
    {
        if (workload.TunnelProtocol == TunnelProtocol.None)
        {
            yield return In(
                workload.Cluster,
                $"`{workload.Display}` in the mesh: label `{WellKnown.DataplaneModeLabel}=ambient` on its namespace",
                cluster => MeshEdits.Workloads(
                    cluster, one => one.Uid == workload.Uid, one => one with { TunnelProtocol = TunnelProtocol.Hbone }));
        }
    }

    private static IEnumerable<ProposedChange> Admitting(Journey journey, Arrival.Stopped stopped)
    {
        if (stopped is not { By: { } denied, At: { } at })
            yield break;
        var source = journey.Source;
        foreach (var policy in denied.By)
        {
            yield return denied.Why switch
            {
                DenyReason.NothingAllows => In(
                    at.Cluster,
                    $"principal `{source.Identity.Principal}` among those that ALLOW policy `{policy}` in cluster `{at.Cluster}` lets in",
                    cluster => MeshEdits.Admit(cluster, policy, source.Identity)),
                DenyReason.DenyMatches => In(
                    at.Cluster,
                    $"no DENY policy `{policy}` in cluster `{at.Cluster}`, or one that does not match this caller",
                    cluster => MeshEdits.WithoutPolicies(cluster, [policy])),
                DenyReason.UnknownPolicy => In(
                    at.Cluster,
                    $"policy `{policy}` known in cluster `{at.Cluster}`, whose pods list it",
                    cluster => MeshEdits.WithoutPolicies(cluster, [policy])),
            };
        }

        if (denied.By.Count > 1)
        {
            yield return In(
                at.Cluster,
                $"none of the policies {string.Join(", ", denied.By.Select(policy => $"`{policy}`"))} in cluster `{at.Cluster}`",
                cluster => MeshEdits.WithoutPolicies(cluster, denied.By));
        }
    }

    /// <summary>Trust that is not mutual is none.</summary>
    private static IEnumerable<ProposedChange> Believing(MeshView mesh, string id)
    {
        var own = mesh.Index.FindCluster(id)!;
        foreach (var other in mesh.Mesh.Clusters.Where(other => !Sharing.TrustDomains.BelieveEachOther(own, other)))
        {
            yield return new ProposedChange(
                $"trust domains `{own.TrustDomain}` of `{own.Id}` and `{other.TrustDomain}` of `{other.Id}` believing each other: "
                + "`caCertificates` with `trustDomains` in the MeshConfig of both",
                before => MeshEdits.Change(
                    MeshEdits.Change(before, own.Id, cluster => MeshEdits.Believe(cluster, other.TrustDomain)),
                    other.Id,
                    cluster => MeshEdits.Believe(cluster, own.TrustDomain)));
        }
    }

    private static IEnumerable<ProposedChange> WithoutPolicies(Journey journey) =>
        from arrival in journey.Ends.Select(end => end.End.Arrival).OfType<Arrival.Delivered>()
        from policy in arrival.By.By
        select In(
            arrival.At.Cluster,
            $"ALLOW policy `{policy}` in cluster `{arrival.At.Cluster}` without the rule that lets this caller in",
            cluster => cluster with
            {
                Authorizations = cluster.Authorizations
                    .Select(one => one.Key == policy ? one with { Groups = [] } : one)
                    .ToValueList(),
            });

    private static IEnumerable<ProposedChange> Denying(Journey journey) =>
        from arrival in journey.Ends.Select(end => end.End.Arrival).OfType<Arrival.Delivered>()
        where !journey.Source.Identity.IsNone
        select In(
            arrival.At.Cluster,
            $"a DENY policy in cluster `{arrival.At.Cluster}` for `{arrival.At.Display}` that names principal `{journey.Source.Identity.Principal}`",
            cluster => MeshEdits.Deny(cluster, arrival.At, journey.Source.Identity));

    private static IEnumerable<ProposedChange> WithoutPods(Journey journey) =>
        from at in journey.Ends.Select(end => AtOf(end.End.Arrival)).OfType<Workload>()
        select In(
            at.Cluster,
            $"`{at.Display}` not ready",
            cluster => MeshEdits.Workloads(cluster, one => one.Uid == at.Uid, one => one with { Status = HealthStatus.Unhealthy }));

    private static IEnumerable<ProposedChange> Closing(string id) =>
    [
        In(
            id,
            $"`outboundTrafficPolicy` REGISTRY_ONLY in cluster `{id}`",
            cluster => cluster with { OutboundTrafficPolicy = OutboundTrafficPolicy.RegistryOnly }),
    ];

    private static Workload? AtOf(Arrival arrival) => arrival switch
    {
        Arrival.Delivered delivered => delivered.At,
        Arrival.Unchecked at => at.At,
        _ => null,
    };
}
