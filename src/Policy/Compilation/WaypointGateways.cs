using System.Globalization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What Gateways of class <c>istio-waypoint</c> define.</summary>
internal static class WaypointGateways
{
    private const string HboneProtocol = "HBONE";
    private const string ProxyProtocol = "istio.io/PROXY";

    /// <summary>The waypoint. It is called by its Service's name, which stays where addresses change.</summary>
    public static Waypoint Compile(GatewayManifest manifest, ClusterFacts facts, DiagnosticBag bag)
    {
        var name = ClusterObjects.NameOf(manifest);
        var tunnel = Tunnel(manifest, bag);
        var routes = Listener(manifest, tunnel)?.AllowedRoutes;
        var reported = manifest.StatusAddresses.FirstOrDefault(address => address.Type == GatewayAddressManifest.Hostname);
        var hostname = reported?.Value.Value.TrimEnd('.').ToLowerInvariant() ?? facts.HostnameOf(ServiceName(manifest));
        return new Waypoint(
            name,
            new GatewayAddress.Named(new NamespacedName(name.Namespace, hostname), WellKnown.HbonePort),
            Traffic(manifest, bag),
            routes?.From?.Value ?? FromNamespaces.Same,
            routes?.Selector?.ToLabelSelector(),
            tunnel);
    }

    /// <summary>
    /// The Service that a controller would make: the Gateway's labels, and so its scope, are its own, and its pods are those
    /// that name the Gateway.
    /// </summary>
    public static ServiceManifest ServiceOf(GatewayManifest gateway)
    {
        var meta = gateway.Meta;
        var added = new LocatedEntry[]
        {
            new(WellKnown.GatewayManagedLabel, WellKnown.ManagedWaypoint, gateway.Span),
            new(WellKnown.GatewayNameLabel, meta.Name.Value, gateway.Span),
        };
        var labels = added.Concat(meta.Labels.Entries.Where(label => added.All(entry => entry.Key != label.Key)));
        return new ServiceManifest(
            meta with { Name = new Located<string>(ServiceName(gateway).Name, meta.Name.Span), Labels = new LocatedMap(labels) },
            gateway.Span,
            Type: null,
            IsHeadless: false,
            ClusterIps: [],
            [Port(gateway, "mesh", WellKnown.HbonePort), Port(gateway, "status-port", WellKnown.GatewayStatusPort)],
            new LocatedMap([new LocatedEntry(WellKnown.GatewayNameLabel, meta.Name.Value, gateway.Span)]),
            TrafficDistribution: null,
            InternalTrafficPolicy: null,
            PublishNotReadyAddresses: null,
            SessionAffinity: null,
            ExternalName: null,
            IpFamilies: [],
            IpFamilyPolicy: null);
    }

    private static NamespacedName ServiceName(GatewayManifest gateway) => new(
        gateway.Meta.Namespace.Value,
        gateway.Meta.Annotations[WellKnown.GatewayNameOverrideAnnotation] ?? gateway.Meta.Name.Value);

    private static ServicePortManifest Port(GatewayManifest gateway, string name, int port) =>
        new(new Located<string>(name, gateway.Span), new Located<int>(port, gateway.Span), null, null, null);

    private static WaypointTraffic Traffic(GatewayManifest manifest, DiagnosticBag bag)
    {
        if (!manifest.Meta.Labels.TryGet(WellKnown.WaypointForLabel, out var label))
            return WaypointTraffic.Service;
        if (label.Value is "service" or "workload" or "all" or "none")
            return Enum.Parse<WaypointTraffic>(label.Value, ignoreCase: true);
        bag.Warning(
            CompilationCodes.InvalidWaypoint,
            label.Span,
            $"label `{WellKnown.WaypointForLabel}` of {ClusterObjects.Describe(manifest)} is {UserText.Quote(label.Value)}, which is not known, and it takes nothing",
            "write `service`, `workload`, `all` or `none`");
        return WaypointTraffic.None;
    }

    /// <summary>The listener whose routes count: the one that the binding names, else that of HBONE (as in Istio).</summary>
    private static GatewayListenerManifest? Listener(GatewayManifest manifest, ApplicationTunnel? tunnel)
    {
        var bound = tunnel switch
        {
            { Port: not 0 } => manifest.Listeners.FirstOrDefault(listener => listener.Port.Value == tunnel.Port),
            { Protocol: ApplicationTunnelProtocol.Proxy } =>
                manifest.Listeners.FirstOrDefault(listener => listener.Protocol.Value == ProxyProtocol),
            _ => null,
        };
        return bound ?? manifest.Listeners.FirstOrDefault(
            listener => listener.Protocol.Value == HboneProtocol && listener.Port.Value == WellKnown.HbonePort);
    }

    /// <summary>Reads <c>PROTOCOL</c> or <c>PROTOCOL/PORT</c>.</summary>
    private static ApplicationTunnel? Tunnel(GatewayManifest manifest, DiagnosticBag bag)
    {
        if (!manifest.Meta.Annotations.TryGet(WellKnown.WaypointInboundBindingAnnotation, out var annotation))
            return null;
        var parts = annotation.Value.Split('/');
        var protocol = parts[0] switch
        {
            "NONE" => ApplicationTunnelProtocol.None,
            "PROXY" => ApplicationTunnelProtocol.Proxy,
            _ => (ApplicationTunnelProtocol?)null,
        };
        var port = 0;
        var isPort = parts.Length == 1
            || (parts.Length == 2 && ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (port = number) > 0);
        if (protocol is { } known && isPort)
            return new ApplicationTunnel(known, port);
        bag.Warning(
            CompilationCodes.InvalidWaypoint,
            annotation.Span,
            $"annotation `{WellKnown.WaypointInboundBindingAnnotation}` of {ClusterObjects.Describe(manifest)} is {UserText.Quote(annotation.Value)}, which is not known and has no effect",
            "write `PROXY` or `NONE`, and a port after a slash");
        return null;
    }
}
