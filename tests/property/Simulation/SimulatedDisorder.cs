namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>What befalls a mesh.</summary>
internal sealed class SimulatedDisorder(SimulatedMesh mesh)
{
    public void Happen(PlannedEvent planned)
    {
        var dice = new Dice(planned.Seed);
        switch (planned.What)
        {
            case Happening.Call:
                mesh.Calls.Any(dice);
                break;
            case Happening.Edit:
                var edited = dice.Pick(mesh.Clusters);
                mesh.Note($"{edited.Id}: {Edits.Any(edited, dice)}");
                mesh.Sources.Publish(edited.Text);
                break;
            case Happening.ScopeEdit:
                Edit(Edits.Scope(mesh.Scope, dice));
                break;
            case Happening.ClusterTurn:
                Turn(dice.Pick(mesh.Clusters));
                break;
            case Happening.Partition:
                Partition(dice);
                break;
            case Happening.ProxyCrash:
                Crash(dice.Pick(mesh.Proxies), dice);
                break;
            case Happening.ControlCrash:
                Crash(dice.Pick(mesh.ControlPlanes), dice);
                break;
            case Happening.StreamReset:
                dice.Pick(mesh.Proxies).ResetStream();
                break;
            case Happening.Slowness:
                Slow(dice.Pick(mesh.Proxies), dice);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(planned), planned.What, null);
        }
    }

    /// <summary>Everything runs and is connected; what was spoiled is sometimes mended, and sometimes stays.</summary>
    public void End()
    {
        mesh.Network.HealAll();
        foreach (var control in mesh.ControlPlanes.Where(one => !one.IsRunning))
            control.Start();
        foreach (var proxy in mesh.Proxies)
        {
            if (!proxy.IsRunning)
                proxy.Start();
            proxy.SetSlow(false);
        }

        if (mesh.Dice.Permille(300))
            return;
        foreach (var cluster in mesh.Clusters.Where(one => one.Text.IsBad))
        {
            Edits.Mend(cluster);
            cluster.Commit();
            mesh.Sources.Publish(cluster.Text);
        }
    }

    private void Edit(ScopeText scope)
    {
        mesh.Scope = scope;
        mesh.Note($"the scope policy becomes {scope}");
        mesh.Sources.Publish(scope);
    }

    private void Turn(EditableCluster cluster)
    {
        cluster.SetThere(!cluster.Text.IsThere);
        cluster.Commit();
        mesh.Note($"a cluster leaves or comes back: {cluster.Text}");
        mesh.Sources.Publish(cluster.Text);
    }

    private void Partition(Dice dice)
    {
        var control = dice.Pick(mesh.ControlPlanes);
        var proxy = dice.Pick(mesh.Proxies);
        var (left, right) = dice.Below(4) switch
        {
            0 => (control.Name, SourceFeed.NameOf(dice.Pick(mesh.Clusters).Id)),
            1 => (proxy.Name, dice.Pick(mesh.Proxies).Name),
            _ => (proxy.Name, proxy.Control.Name),
        };
        mesh.Note($"{left} and {right} do not hear of each other");
        mesh.Network.Partition(left, right);
        mesh.Time.After(dice.Milliseconds(100, 8000), () =>
        {
            mesh.Note($"{left} and {right} hear of each other again");
            mesh.Network.Heal(left, right);
        });
    }

    private void Crash(SimulatedProxy proxy, Dice dice)
    {
        if (!proxy.IsRunning)
            return;
        mesh.Note($"{proxy.Name} dies");
        proxy.Crash();
        mesh.Time.After(dice.Milliseconds(20, 3000), () =>
        {
            if (!proxy.IsRunning)
                proxy.Start();
        });
    }

    private void Crash(SimulatedControlPlane control, Dice dice)
    {
        if (!control.IsRunning)
            return;
        mesh.Note($"{control.Name} dies");
        control.Crash();
        mesh.Time.After(dice.Milliseconds(20, 4000), () =>
        {
            if (!control.IsRunning)
                control.Start();
        });
    }

    private void Slow(SimulatedProxy proxy, Dice dice)
    {
        mesh.Note($"{proxy.Name} reads nothing");
        proxy.SetSlow(true);
        mesh.Time.After(dice.Milliseconds(100, 4000), () => proxy.SetSlow(false));
    }
}
