using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>The fields of a table's entries in words: two entries that differ, differ in one of them.</summary>
internal static class EntryFields
{
    private static readonly (string Name, Func<MeshService, object?> Say)[] OfServices =
    [
        ("name", one => one.Name),
        ("addresses", one => one.Addresses),
        ("addressBlocks", one => one.AddressBlocks),
        ("ports", one => one.Ports.Select(Say).ToValueList()),
        ("subjectAltNames", one => one.SubjectAltNames),
        ("loadBalancing", one => $"{one.LoadBalancing.Mode} {one.LoadBalancing.Preferences} {one.LoadBalancing.Health}"),
        ("waypoint", one => one.Waypoint),
        ("weightedWaypoints", one => one.WeightedWaypoints.Select(way => $"{way.Weight} to {way.Destination}").ToValueList()),
        ("usesWaypointForIngress", one => one.UsesWaypointForIngress),
        ("ipFamilies", one => one.IpFamilies),
        ("isCanonical", one => one.IsCanonical),
        ("visibility", one => one.Visibility),
        ("clusterWeights", one => one.ClusterWeights.Select(weight => $"{weight.Cluster}={weight.Weight}").ToValueList()),
        ("hasClientAffinity", one => one.HasClientAffinity),
    ];

    private static readonly (string Name, Func<Workload, object?> Say)[] OfWorkloads =
    [
        ("name", one => one.Name),
        ("namespace", one => one.Namespace),
        ("addresses", one => one.Addresses),
        ("hostname", one => one.Hostname),
        ("network", one => one.Network),
        ("networkMode", one => one.NetworkMode),
        ("tunnelProtocol", one => one.TunnelProtocol),
        ("trustDomain", one => one.TrustDomain),
        ("serviceAccount", one => one.ServiceAccount),
        ("networkGateway", one => one.NetworkGateway),
        ("waypoint", one => one.Waypoint),
        ("applicationTunnel", one => one.ApplicationTunnel),
        ("isNativeTunnel", one => one.IsNativeTunnel),
        ("node", one => one.Node),
        ("canonicalName", one => one.CanonicalName),
        ("canonicalRevision", one => one.CanonicalRevision),
        ("kind", one => one.Kind),
        ("owner", one => one.Owner),
        ("services", one => one.Services.Select(part => $"{part.Service} at {part.Ports.Select(Say).ToValueList()}").ToValueList()),
        ("authorizationPolicies", one => one.AuthorizationPolicies),
        ("status", one => one.Status),
        ("cluster", one => one.Cluster),
        ("locality", one => $"{one.Locality.Region}/{one.Locality.Zone}/{one.Locality.Subzone}"),
        ("capacity", one => one.Capacity),
    ];

    private static readonly (string Name, Func<AuthorizationPolicy, object?> Say)[] OfPolicies =
    [
        ("scope", one => one.Scope),
        ("action", one => one.Action),
        ("rules", one => one.Groups.Select(PolicyText.Of).ToValueList()),
        ("isDryRun", one => one.IsDryRun),
    ];

    /// <summary>The fields in which two services differ.</summary>
    public static ValueList<FieldChange> Between(MeshService before, MeshService after) => Between(OfServices, before, after);

    /// <summary>The fields in which two workloads differ.</summary>
    public static ValueList<FieldChange> Between(Workload before, Workload after) => Between(OfWorkloads, before, after);

    /// <summary>The fields in which two policies differ.</summary>
    public static ValueList<FieldChange> Between(AuthorizationPolicy before, AuthorizationPolicy after) => Between(OfPolicies, before, after);

    private static ValueList<FieldChange> Between<T>((string Name, Func<T, object?> Say)[] fields, T before, T after) => fields
        .Select(field => new FieldChange(field.Name, Text(field.Say(before)), Text(field.Say(after))))
        .Where(field => field.Before != field.After)
        .ToValueList();

    private static string Say(PortMapping port) =>
        $"{port.ServicePort} to {port.TargetPort}{(port.AppProtocol == AppProtocol.Unknown ? "" : $" ({port.AppProtocol.ToString().ToLowerInvariant()})")}";

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "yes" : "no",
        Enum one => one.ToString().ToLowerInvariant(),
        _ => $"{value}" is var text && text == "[]" ? "" : $"{value}",
    };
}
