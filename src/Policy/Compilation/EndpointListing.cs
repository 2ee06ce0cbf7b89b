using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>One endpoint of one slice.</summary>
/// <param name="Service">The Service that it serves.</param>
/// <param name="Slice">The slice's name.</param>
/// <param name="NamedPod">The pod that it says it is, if it does.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="Ports">The Service's ports as it has them.</param>
/// <param name="IsReady">Whether it takes connections.</param>
/// <param name="Node">The Node that it says it is on, or empty.</param>
/// <param name="Zone">The zone that it says it is in, or empty.</param>
internal sealed record ListedEndpoint(
    ClusterService Service,
    NamespacedName Slice,
    Located<NamespacedName>? NamedPod,
    ValueList<IPAddress> Addresses,
    ValueList<PortMapping> Ports,
    bool IsReady,
    string Node,
    string Zone);

/// <summary>Reads the EndpointSlices of Services without a selector.</summary>
internal static class EndpointListing
{
    /// <summary>What they list, in the order of the slices' names and of what is written.</summary>
    public static IEnumerable<ListedEndpoint> Read(
        ClusterObjects objects, ImmutableArray<ServiceDraft> services, DiagnosticBag bag)
    {
        var byName = services
            .Where(draft => draft.Service.Source == ServiceSource.Service)
            .ToDictionary(draft => draft.Service.Name);
        var aliases = objects.Of<ServiceManifest>().Select(ClusterObjects.NameOf).ToHashSet();
        foreach (var slice in objects.Of<EndpointSliceManifest>())
        {
            if (slice.ServiceName is not { } label)
                continue;
            var name = new NamespacedName(slice.Meta.Namespace.Value, label.Value);
            if (!byName.TryGetValue(name, out var draft))
            {
                if (!aliases.Contains(name))
                    ReportUnknown(slice, label, name, bag);
                continue;
            }

            if (draft.Selector is { Entries.IsEmpty: false })
                continue;
            var ports = Ports(draft, slice);
            if (ports.IsEmpty)
                ReportNoPort(slice, label, name, bag);
            foreach (var endpoint in slice.Endpoints)
                yield return Of(endpoint, slice, draft, ports);
        }
    }

    private static ListedEndpoint Of(
        EndpointManifest endpoint, EndpointSliceManifest slice, ServiceDraft draft, ValueList<PortMapping> ports) =>
        new(
            draft.Service,
            ClusterObjects.NameOf(slice),
            endpoint.TargetRef is { Value: { Kind: "Pod", Name: { } pod } target } at
                ? new Located<NamespacedName>(new NamespacedName(target.Namespace ?? slice.Meta.Namespace.Value, pod), at.Span)
                : null,
            endpoint.Addresses.Select(address => address.Value).ToValueList(),
            ports,
            endpoint.IsReady ?? true,
            endpoint.NodeName?.Value ?? "",
            endpoint.Zone?.Value ?? "");

    /// <summary>
    /// The Service's ports by the slice's numbers, found by name. A slice's port without a number means every port, and
    /// so the one that is called.
    /// </summary>
    private static ValueList<PortMapping> Ports(ServiceDraft draft, EndpointSliceManifest slice) =>
        draft.Ports
            .Select(port => (port, listed: slice.Ports.FirstOrDefault(listed => IsFor(listed, port))))
            .Where(pair => pair.listed is not null)
            .Select(pair => new PortMapping(
                pair.port.Number, pair.listed!.Port?.Value ?? pair.port.Number, pair.port.AppProtocol))
            .OrderBy(port => port.ServicePort)
            .ToValueList();

    private static bool IsFor(EndpointPortManifest listed, DraftPort port) =>
        listed.Name == port.Name && ServicePorts.IsTcp(listed.Protocol);

    private static void ReportUnknown(
        EndpointSliceManifest slice, Located<string> label, NamespacedName service, DiagnosticBag bag) =>
        bag.Warning(
            CompilationCodes.UnknownService,
            label.Span,
            $"EndpointSlice `{ClusterObjects.NameOf(slice)}` lists endpoints of Service `{service}`, which nobody defines, and is left out",
            $"add a Service `{service.Name}` in namespace `{service.Namespace}`, or correct the label");

    private static void ReportNoPort(
        EndpointSliceManifest slice, Located<string> label, NamespacedName service, DiagnosticBag bag) =>
        bag.Warning(
            CompilationCodes.NoSlicePort,
            label.Span,
            $"EndpointSlice `{ClusterObjects.NameOf(slice)}` has none of the TCP ports of Service `{service}`, so nobody reaches its endpoints",
            "give its ports the names that the Service's have");
}
