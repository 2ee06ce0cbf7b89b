using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>What must hold when nothing has changed for long enough and everybody is connected.</summary>
internal sealed class SettledMesh(SimulatedMesh mesh)
{
    private static readonly ulong[] Rolls = [0, ulong.MaxValue / 3, ulong.MaxValue];

    public void Check()
    {
        foreach (var control in mesh.ControlPlanes)
        {
            foreach (var cluster in mesh.Clusters)
                mesh.Oracle.Holds(control.SeenVersion(cluster.Id) == cluster.Text.Version, $"{control.Name} has seen {cluster.Text}", $"{control.SeenVersion(cluster.Id)}");
            mesh.Oracle.Holds(control.SeenScope == mesh.Scope.Version, $"{control.Name} has seen scope {mesh.Scope.Version}", $"{control.SeenScope}");
        }

        // Where nothing is spoiled it counts for nothing what was in force before.
        var texts = new MeshText(mesh.Scope, [.. mesh.Clusters.Select(cluster => cluster.Text).Where(text => text.IsThere)]);
        var latest = texts.IsBad ? null : mesh.References.Of(texts);
        foreach (var proxy in mesh.Proxies)
        {
            var reference = latest?.Table(proxy.Control.Cluster, proxy.Key) ?? proxy.Control.Served(proxy.Key)[^1].Reference;
            mesh.Oracle.SameTable($"the table of {proxy.Name} after quiet", reference, proxy.Table);
            foreach (var one in proxy.Open)
                mesh.Oracle.ClosesRightly(proxy, [one], []);
        }

        foreach (var node in mesh.Proxies.Where(proxy => proxy.Key.Role == ViewpointRole.Node))
            CheckDecisions(node, mustArrive: latest is not null);
    }

    private bool HasWaypoint(string ns, string app) => mesh.Clusters
        .SelectMany(cluster => cluster.Services.Values)
        .Any(service => service.Namespace == ns && service.Name == app && service.Waypoint.Length > 0);

    /// <summary>
    /// Pods call everything there is, and their nodes decide as the reference does. What is not refused gets through, or is refused
    /// by a policy: who is expected answers, at the gateway and behind it. With waypoints that is said nowhere: clusters whose copies
    /// name different ones are in conflict, and a waypoint may run where the service has no copy.
    /// </summary>
    private void CheckDecisions(SimulatedProxy node, bool mustArrive)
    {
        var names = EditableCluster.Namespaces.SelectMany(ns => EditableCluster.Apps.Select(app => (Namespace: ns, App: app))).ToArray();
        foreach (var pod in node.Pods.Take(2).ToArray())
        {
            foreach (var (ns, app) in names)
            {
                var host = new Destination.Named($"{app}.{ns}.svc.cluster.local", ManifestText.ServicePort);
                var call = mesh.Calls.Start(node, pod.Uid, host, mesh.Dice.Pick(Rolls));
                call.MustArrive = mustArrive && !HasWaypoint(ns, app);
            }
        }
    }
}
