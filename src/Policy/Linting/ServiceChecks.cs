using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether Services lead to pods, and to ports that those have.</summary>
internal static class ServiceChecks
{
    public static IEnumerable<Finding> Find(LintedMesh mesh) => mesh.Clusters.SelectMany(cluster => Find(mesh, cluster));

    private static IEnumerable<Finding> Find(LintedMesh mesh, WrittenCluster cluster)
    {
        var templates = Templates(cluster).ToLookup(template => template.Namespace, StringComparer.Ordinal);
        var spoken = new Dictionary<(string Namespace, string Workload, int Port), (NamespacedName Service, AppProtocol Protocol)>();
        foreach (var service in cluster.Objects.Of<ServiceManifest>().Where(service => service.Type?.Value != ServiceType.ExternalName))
        {
            foreach (var port in service.Ports.Where(port => ServicePorts.IsTcp(port.Protocol) && ServicePorts.AppProtocolOf(port) == AppProtocol.Unknown))
                yield return SilentPort(service, port);
            if (service.Selector is not { Entries.IsEmpty: false } selector)
                continue;
            var wanted = LabelSelector.OfLabels(selector.ToLabelSet());
            var selected = templates[service.Meta.Namespace.Value].Where(template => wanted.Matches(template.Labels)).ToArray();
            if (selected.Length == 0 && !IsServedElsewhere(mesh, cluster, service))
                yield return Finding.Warning(
                    LintCodes.ServiceSelectsNothing,
                    selector.Entries[0].Span,
                    $"Service `{ClusterObjects.NameOf(service)}` of cluster `{cluster.Cluster.Id}` selects no pod: none has the labels `{SelectorText.Of(wanted)}`",
                    "correct its `selector`, or remove it",
                    service.Meta);
            foreach (var port in service.Ports.Where(port => ServicePorts.IsTcp(port.Protocol)))
            {
                if (selected.Length > 0 && Target(service, port, selected) is { } finding)
                    yield return finding;
                foreach (var template in selected)
                {
                    if (Contradiction(service, port, template, spoken) is { } conflict)
                        yield return conflict;
                }
            }
        }
    }

    private static Finding SilentPort(ServiceManifest service, ServicePortManifest port) => Finding.Hint(
        LintCodes.PortWithoutProtocol,
        port.Port.Span,
        $"port {port.Port.Value} of Service `{ClusterObjects.NameOf(service)}` does not say what is spoken on it, and counts as bytes",
        "write `appProtocol`, or a name that begins with one such as `http` or `tcp`",
        service.Meta);

    /// <summary>A global Service may have its pods in another cluster; where no cluster has one that is told of it as a whole.</summary>
    private static bool IsServedElsewhere(LintedMesh mesh, WrittenCluster cluster, ServiceManifest service)
    {
        var compiled = cluster.Cluster.FindService(ClusterObjects.NameOf(service));
        return compiled is not null
            && mesh.Index.Find(compiled.Key)?.Find(cluster.Cluster.Id) is { } copy
            && (mesh.Index.ExportOf(copy).IsShared || !copy.Members.IsEmpty);
    }

    private static Finding? Target(ServiceManifest service, ServicePortManifest port, Template[] selected)
    {
        var name = ClusterObjects.NameOf(service);
        var listed = selected.SelectMany(template => template.Ports).ToArray();
        if (port.TargetPort?.Value is PortReference.Named named)
            return listed.Any(own => own.Name?.Value == named.Name && ServicePorts.IsTcp(own.Protocol))
                ? null
                : Finding.Warning(
                    LintCodes.UnknownTargetPort,
                    port.TargetPort.Value.Span,
                    $"port {port.Port.Value} of Service `{name}` leads to the port `{named.Name}`, and no pod that it selects has one of that name",
                    LintedMesh.Meant(named.Name, listed.Select(own => own.Name?.Value).OfType<string>().Distinct()) is { } meant
                        ? $"did you mean `{meant}`?"
                        : "name a port of the container so, or write a number",
                    service.Meta);
        var target = NumberOf(port);
        return selected.Any(template => template.Ports.Count == 0 || template.Ports.Any(own => own.Port.Value == target))
            ? null
            : Finding.Warning(
                LintCodes.TargetPortNotListened,
                port.TargetPort?.Span ?? port.Port.Span,
                $"port {port.Port.Value} of Service `{name}` leads to port {target}, and the pods that it selects list "
                + $"{string.Join(", ", listed.Select(own => own.Port.Value).Distinct().Order())} alone",
                "correct `targetPort`, or list the port in the container",
                service.Meta);
    }

    private static Finding? Contradiction(
        ServiceManifest service,
        ServicePortManifest port,
        Template template,
        Dictionary<(string Namespace, string Workload, int Port), (NamespacedName Service, AppProtocol Protocol)> spoken)
    {
        var target = port.TargetPort?.Value is PortReference.Named named
            ? template.Ports.FirstOrDefault(own => own.Name?.Value == named.Name)?.Port.Value
            : NumberOf(port);
        var (name, protocol) = (ClusterObjects.NameOf(service), ServicePorts.AppProtocolOf(port));
        if (target is not { } number || protocol == AppProtocol.Unknown)
            return null;
        var key = (template.Namespace, template.Workload, number);
        if (spoken.TryAdd(key, (name, protocol)) || spoken[key].Protocol == protocol)
            return null;
        return Finding.Warning(
            LintCodes.ConflictingProtocols,
            port.Name?.Span ?? port.Port.Span,
            $"Services `{spoken[key].Service}` and `{name}` say that port {number} of `{template.Namespace}/{template.Workload}` speaks "
            + $"{Word(spoken[key].Protocol)} and {Word(protocol)}",
            "say the same in both",
            service.Meta);
    }

    private static int NumberOf(ServicePortManifest port) =>
        port.TargetPort?.Value is PortReference.Number number ? number.Port : port.Port.Value;

    private static string Word(AppProtocol protocol) =>
        protocol == AppProtocol.Http11 ? "`http`" : $"`{protocol.ToString().ToLowerInvariant()}`";

    /// <summary>What pods look like: those that are written, and what Deployments make theirs of, whatever their number.</summary>
    private static IEnumerable<Template> Templates(WrittenCluster cluster) =>
        cluster.Objects.Of<DeploymentManifest>()
            .Select(deployment => new Template(
                deployment.Meta.Namespace.Value,
                deployment.Meta.Name.Value,
                deployment.Template.Labels.ToLabelSet(),
                PortsOf(deployment.Template.Spec)))
            .Concat(cluster.Objects.Of<PodManifest>().Select(pod => new Template(
                pod.Meta.Namespace.Value, pod.Meta.Name.Value, pod.Meta.Labels.ToLabelSet(), PortsOf(pod.Spec))));

    private static ValueList<ContainerPortManifest> PortsOf(PodSpecManifest spec) =>
        spec.Containers.SelectMany(container => container.Ports).ToValueList();

    private sealed record Template(string Namespace, string Workload, LabelSet Labels, ValueList<ContainerPortManifest> Ports);
}
