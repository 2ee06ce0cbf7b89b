namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>
/// How control planes come to know the texts of clusters: they list, then watch. Events of a watch come late, twice, out of order or
/// never, as they do where watches are resumed; who finds a gap between two versions lists again, and everybody does now and then.
/// A list says all at one moment.
/// </summary>
internal sealed class SourceFeed(SimulatedMesh mesh)
{
    private const int LostPermille = 60;
    private const int RepeatedPermille = 60;
    private static readonly TimeSpan ListInterval = TimeSpan.FromSeconds(3);

    public static string NameOf(string cluster) => $"api-{cluster}";

    /// <summary>Tells whoever watches of another version.</summary>
    public void Publish(ClusterText text)
    {
        foreach (var control in mesh.ControlPlanes)
            Tell(control, NameOf(text.Id), () => OnEvent(control, text));
    }

    public void Publish(ScopeText scope)
    {
        foreach (var control in mesh.ControlPlanes)
            Tell(control, NameOf("scope"), () => OnEvent(control, scope));
    }

    /// <summary>Everything is listed, and again and again.</summary>
    public void List(SimulatedControlPlane control)
    {
        var start = control.Starts;
        foreach (var cluster in mesh.Clusters)
            List(control, cluster);
        Ask(control, NameOf("scope"), () => mesh.Scope, scope => OnList(control, scope));
        mesh.Time.After(ListInterval, () =>
        {
            if (control.IsRunning && start == control.Starts)
                List(control);
        });
    }

    private void List(SimulatedControlPlane control, EditableCluster cluster) =>
        Ask(control, NameOf(cluster.Id), () => cluster.Text, text => OnList(control, text));

    private void OnList(SimulatedControlPlane control, ClusterText text)
    {
        if (control.SeenVersion(text.Id) is not { } seen || seen < text.Version)
            control.See(text);
    }

    private void OnList(SimulatedControlPlane control, ScopeText scope)
    {
        if (control.SeenScope is not { } seen || seen < scope.Version)
            control.See(scope);
    }

    private void OnEvent(SimulatedControlPlane control, ClusterText text)
    {
        // Before the first list there is nothing that an event could change.
        if (control.SeenVersion(text.Id) is not { } seen || text.Version <= seen)
            return;
        if (text.Version == seen + 1)
            control.See(text);
        else
            List(control, mesh.Clusters.First(cluster => cluster.Id == text.Id));
    }

    private void OnEvent(SimulatedControlPlane control, ScopeText scope)
    {
        if (control.SeenScope is { } seen && seen < scope.Version)
            control.See(scope);
    }

    private void Tell(SimulatedControlPlane control, string api, Action tell)
    {
        if (mesh.IsRough && mesh.Dice.Permille(LostPermille))
            return;
        var times = mesh.IsRough && mesh.Dice.Permille(RepeatedPermille) ? 2 : 1;
        for (var time = 0; time < times; time++)
            Deliver(control, api, mesh.Dice.Milliseconds(1, 250), tell);
    }

    private void Ask<T>(SimulatedControlPlane control, string api, Func<T> look, Action<T> answer)
    {
        mesh.Time.After(mesh.Dice.Milliseconds(1, 60), () =>
        {
            if (mesh.Network.IsPartitioned(control.Name, api))
                return;
            var seen = look();
            Deliver(control, api, mesh.Dice.Milliseconds(1, 120), () => answer(seen));
        });
    }

    /// <summary>What arrives after a restart was meant for the process before, and has no meaning for this one.</summary>
    private void Deliver(SimulatedControlPlane control, string api, TimeSpan delay, Action deliver)
    {
        var start = control.Starts;
        mesh.Time.After(delay, () =>
        {
            if (control.IsRunning && start == control.Starts && !mesh.Network.IsPartitioned(control.Name, api))
                deliver();
        });
    }
}
