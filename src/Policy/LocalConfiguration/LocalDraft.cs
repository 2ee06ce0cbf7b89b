using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>A workload, and where what it names is written.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Span">Where it is named.</param>
/// <param name="Services">The services that it says it is an endpoint of.</param>
/// <param name="Policies">The policies that it lists.</param>
internal sealed record DraftWorkload(
    Workload Workload, SourceSpan Span, ValueList<Located<NamespacedName>> Services, ValueList<Located<NamespacedName>> Policies);

/// <summary>A service, and its endpoints as it lists them.</summary>
/// <param name="Service">The service.</param>
/// <param name="Span">Where it is named.</param>
/// <param name="Endpoints">The endpoints.</param>
internal sealed record DraftLocalService(MeshService Service, SourceSpan Span, ValueList<DraftEndpoint> Endpoints);

/// <summary>A workload that a service lists.</summary>
/// <param name="Uid">The workload.</param>
/// <param name="Membership">Its part in the service.</param>
/// <param name="Status">Whether it can take connections, where that is said.</param>
internal sealed record DraftEndpoint(Located<string> Uid, ServiceMembership Membership, Located<HealthStatus>? Status);

/// <summary>A file as it is written, before what services list is folded into workloads.</summary>
internal sealed record LocalDraft(
    ValueList<DraftWorkload> Workloads, ValueList<DraftLocalService> Services, ValueList<Located<AuthorizationPolicy>> Policies)
{
    public ValueList<MeshService> ToServices() => Services.Select(draft => draft.Service).ToValueList();

    public ValueList<AuthorizationPolicy> ToPolicies() => Policies.Select(policy => policy.Value).ToValueList();

    /// <summary>The workloads with the memberships that they say themselves, and those that only services say.</summary>
    public ValueList<Workload> ToWorkloads()
    {
        var listed = Services.SelectMany(service => service.Endpoints).ToLookup(endpoint => endpoint.Uid.Value, StringComparer.Ordinal);
        return Workloads
            .Select(draft => draft.Workload with
            {
                Services = draft.Workload.Services
                    .Concat(listed[draft.Workload.Uid].Select(endpoint => endpoint.Membership))
                    .DistinctBy(membership => membership.Service)
                    .OrderBy(membership => membership.Service)
                    .ToValueList(),
            })
            .ToValueList();
    }
}
