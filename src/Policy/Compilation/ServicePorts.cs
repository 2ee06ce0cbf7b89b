using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What the ports of Services mean at the endpoints behind them.</summary>
internal static class ServicePorts
{
    /// <summary>The ports of a Service, as everybody sees them.</summary>
    public static ValueList<PortMapping> Of(ValueList<DraftPort> ports) =>
        ports.Select(port => new PortMapping(port.Number, port.NumericTarget, port.AppProtocol))
            .OrderBy(port => port.ServicePort)
            .ToValueList();

    /// <summary>A Service's ports as one pod has them; a named target port that the pod lacks is left out.</summary>
    public static ValueList<PortMapping> At(ServiceDraft service, PodSpecManifest spec)
    {
        // Few Services name their target ports, and pods of the others share one list.
        if (!service.Ports.Any(port => port.Target is PortReference.Named))
            return service.Service.Ports;
        return service.Ports
            .Select(port => new PortMapping(port.Number, TargetAt(port, spec), port.AppProtocol))
            .Where(port => port.TargetPort > 0)
            .OrderBy(port => port.ServicePort)
            .ToValueList();
    }

    /// <summary>
    /// A Service's ports as a WorkloadEntry has them. A Service of Kubernetes asks for a port by the name of its target port;
    /// a ServiceEntry's port has the endpoint's port of its own name, where there is one.
    /// </summary>
    public static ValueList<PortMapping> At(ServiceDraft service, ValueList<NamedPortManifest> named) => service.Ports
        .Select(port => new PortMapping(port.Number, TargetAt(port, named, service.Service.Source), port.AppProtocol))
        .Where(port => port.TargetPort > 0)
        .OrderBy(port => port.ServicePort)
        .ToValueList();

    /// <summary>Whether a port is carried by the mesh.</summary>
    public static bool IsTcp(Located<TransportProtocol>? protocol) => protocol is not { Value: not TransportProtocol.Tcp };

    /// <summary>What is spoken at a port: <c>appProtocol</c>, else the first word of the port's name.</summary>
    public static AppProtocol AppProtocolOf(ServicePortManifest port) =>
        AppProtocolOf(port.AppProtocol?.Value ?? port.Name?.Value.Split('-')[0]);

    /// <summary>What a word says that is spoken.</summary>
    public static AppProtocol AppProtocolOf(string? word) => word?.ToLowerInvariant() switch
    {
        "http" => AppProtocol.Http11,
        "http2" or "kubernetes.io/h2c" => AppProtocol.Http2,
        "grpc" => AppProtocol.Grpc,
        "tcp" or "mongo" or "redis" or "mysql" => AppProtocol.Tcp,
        "tls" or "https" => AppProtocol.Tls,
        _ => AppProtocol.Unknown,
    };

    private static int TargetAt(DraftPort port, PodSpecManifest spec) =>
        port.Target is PortReference.Named named ? ContainerPort(spec, named.Name) ?? 0 : port.NumericTarget;

    private static int TargetAt(DraftPort port, ValueList<NamedPortManifest> named, ServiceSource source)
    {
        var name = source == ServiceSource.ServiceEntry ? port.Name : (port.Target as PortReference.Named)?.Name;
        return named.FirstOrDefault(own => own.Name == name)?.Port.Value ?? port.NumericTarget;
    }

    private static int? ContainerPort(PodSpecManifest spec, string name) =>
        spec.Containers.SelectMany(container => container.Ports)
            .Where(port => port.Name?.Value == name && IsTcp(port.Protocol))
            .Select(port => (int?)port.Port.Value)
            .FirstOrDefault();
}
