using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Explaining;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Small changes of a mesh, as an administrator would make them.</summary>
internal static class MeshEdits
{
    /// <summary>Changes one cluster.</summary>
    public static Mesh Change(Mesh mesh, string cluster, Func<Cluster, Cluster> change) =>
        mesh with { Clusters = mesh.Clusters.Select(one => one.Id == cluster ? change(one) : one).ToValueList() };

    /// <summary>Sets a label, or takes it away, of a Service or of its namespace.</summary>
    public static Cluster Label(Cluster cluster, ClusterService service, LabelChange change) => change.Subject == Subject.Namespace
        ? cluster with
        {
            Namespaces = cluster.Namespaces
                .Select(ns => ns.Name == service.Name.Namespace ? ns with { Labels = Label(ns.Labels, change) } : ns)
                .ToValueList(),
        }
        : Service(cluster, service, one => one with { Labels = Label(one.Labels, change) });

    /// <summary>Labels after a change of one.</summary>
    public static LabelSet Label(LabelSet labels, LabelChange change) =>
        change.To is { } value ? labels.With(change.Key, value) : labels.Without(change.Key);

    /// <summary>Changes one Service.</summary>
    public static Cluster Service(Cluster cluster, ClusterService service, Func<ClusterService, ClusterService> change) =>
        cluster with { Services = cluster.Services.Select(one => one.Id == service.Id ? change(one) : one).ToValueList() };

    /// <summary>Changes workloads, pods and other endpoints alike.</summary>
    public static Cluster Workloads(Cluster cluster, Func<Workload, bool> which, Func<Workload, Workload> change) => cluster with
    {
        Pods = cluster.Pods.Select(pod => which(pod.Workload) ? pod with { Workload = change(pod.Workload) } : pod).ToValueList(),
        Endpoints = cluster.Endpoints.Select(one => which(one) ? change(one) : one).ToValueList(),
    };

    /// <summary>Takes policies away.</summary>
    public static Cluster WithoutPolicies(Cluster cluster, ValueList<NamespacedName> gone)
    {
        var rest = cluster with
        {
            Authorizations = cluster.Authorizations.Where(policy => !gone.AsSpan().Contains(policy.Key)).ToValueList(),
        };
        return Workloads(
            rest,
            workload => !workload.AuthorizationPolicies.IsEmpty,
            workload => workload with
            {
                AuthorizationPolicies = workload.AuthorizationPolicies.Where(key => !gone.AsSpan().Contains(key)).ToValueList(),
            });
    }

    /// <summary>Lets one more identity in by an ALLOW policy.</summary>
    public static Cluster Admit(Cluster cluster, NamespacedName policy, SpiffeId identity) => cluster with
    {
        Authorizations = cluster.Authorizations
            .Select(one => one.Key == policy ? one with { Groups = one.Groups.Add(Of(identity)) } : one)
            .ToValueList(),
    };

    /// <summary>Keeps an identity out of one workload by a new DENY policy.</summary>
    public static Cluster Deny(Cluster cluster, Workload at, SpiffeId identity)
    {
        var key = new NamespacedName(at.Namespace, $"deny-{identity.ServiceAccount}");
        var policy = new AuthorizationPolicy(key, AuthorizationScope.WorkloadSelector, AuthorizationAction.Deny, [Of(identity)]);
        var denying = cluster with { Authorizations = cluster.Authorizations.Append(policy).OrderBy(one => one.Key).ToValueList() };
        return Workloads(
            denying,
            workload => workload.Uid == at.Uid,
            workload => workload with { AuthorizationPolicies = workload.AuthorizationPolicies.Append(key).Order().ToValueList() });
    }

    /// <summary>Believes one more trust domain.</summary>
    public static Cluster Believe(Cluster cluster, string trustDomain) => cluster with
    {
        Federation = cluster.Federation.Append(new TrustBundle(trustDomain, ""))
            .DistinctBy(bundle => bundle.TrustDomain)
            .OrderBy(bundle => bundle.TrustDomain, StringComparer.Ordinal)
            .ToValueList(),
    };

    /// <summary>Adds an east-west gateway for a network, at an address that is kept for documents.</summary>
    public static Cluster AddGateway(Cluster cluster, string network) => cluster with
    {
        Gateways = cluster.Gateways
            .Append(new EastWestGateway(
                new NamespacedName(WellKnown.SystemNamespace, $"eastwest-{network}"),
                network,
                [IPAddress.Parse("203.0.113.250")],
                WellKnown.HbonePort,
                new SpiffeId(cluster.TrustDomain, WellKnown.SystemNamespace, $"eastwest-{network}")))
            .OrderBy(gateway => gateway.Name)
            .ToValueList(),
    };

    /// <summary>Adds a ready pod behind a Service, with all of its ports, at an address that is kept for documents.</summary>
    public static Cluster AddPod(Cluster cluster, ClusterService service)
    {
        const string name = "one-more";
        var ports = service.Ports.Select(port => port.TargetPort == 0 ? port with { TargetPort = port.ServicePort } : port);
        var workload = new Workload
        {
            Uid = $"{cluster.Id}//Pod/{service.Name.Namespace}/{name}",
            Name = name,
            Namespace = service.Name.Namespace,
            Addresses = [IPAddress.Parse("192.0.2.250"), IPAddress.Parse("2001:db8:ffff::250")],
            Network = cluster.Network,
            TunnelProtocol = TunnelProtocol.Hbone,
            TrustDomain = cluster.TrustDomain,
            ServiceAccount = "default",
            Services = [new ServiceMembership(service.Key, ports.ToValueList())],
            Cluster = cluster.Id,
        };
        var pod = new Pod(workload, LabelSet.Empty, []);
        return cluster with { Pods = cluster.Pods.Append(pod).OrderBy(one => one.Name).ToValueList() };
    }

    private static AuthorizationGroup Of(SpiffeId identity) =>
        new([new AuthorizationRules([new AuthorizationMatch { Principals = [new StringMatch.Exact(identity.Principal)] }])]);
}
