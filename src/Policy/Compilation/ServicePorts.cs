using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What the ports of Services mean at the pods behind them.</summary>
internal static class ServicePorts
{
    /// <summary>A Service's ports as one pod has them; a named target port that the pod lacks is left out.</summary>
    public static ValueList<PortMapping> At(ServiceDraft service, PodSpecManifest spec)
    {
        var named = service.Manifest.Ports
            .Where(port => IsTcp(port) && port.TargetPort?.Value is PortReference.Named)
            .DistinctBy(port => port.Port.Value)
            .ToDictionary(port => port.Port.Value, port => ((PortReference.Named)port.TargetPort!.Value.Value).Name);
        return service.Service.Ports
            .Select(port => named.TryGetValue(port.ServicePort, out var name)
                ? port with { TargetPort = ContainerPort(spec, name) ?? 0 }
                : port)
            .Where(port => port.TargetPort > 0)
            .ToValueList();
    }

    /// <summary>Whether a port is carried by the mesh.</summary>
    public static bool IsTcp(ServicePortManifest port) => port.Protocol is not { Value: not TransportProtocol.Tcp };

    /// <summary>What is spoken at a port: <c>appProtocol</c>, else the first word of the port's name.</summary>
    public static AppProtocol AppProtocolOf(ServicePortManifest port)
    {
        var word = port.AppProtocol?.Value ?? port.Name?.Value.Split('-')[0];
        return word?.ToLowerInvariant() switch
        {
            "http" => AppProtocol.Http11,
            "http2" or "kubernetes.io/h2c" => AppProtocol.Http2,
            "grpc" => AppProtocol.Grpc,
            "tcp" or "mongo" or "redis" or "mysql" => AppProtocol.Tcp,
            "tls" or "https" => AppProtocol.Tls,
            _ => AppProtocol.Unknown,
        };
    }

    private static int? ContainerPort(PodSpecManifest spec, string name) =>
        spec.Containers.SelectMany(container => container.Ports)
            .Where(port => port.Name?.Value == name && port.Protocol is not { Value: not TransportProtocol.Tcp })
            .Select(port => (int?)port.Port.Value)
            .FirstOrDefault();
}
