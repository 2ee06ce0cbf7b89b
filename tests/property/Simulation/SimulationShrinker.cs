namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>Leaves out of a plan that fails what it fails without.</summary>
internal static class SimulationShrinker
{
    private const int Tries = 80;

    /// <summary>A plan with fewer events that fails too, though perhaps in another way, and how it does.</summary>
    public static SimulationFailure Shrink(SimulationFailure found)
    {
        var (failure, tries) = (found, 0);
        for (var size = found.Plan.Events.Count / 2; size > 0; size /= 2)
        {
            for (var at = 0; at < failure.Plan.Events.Count && tries < Tries; tries++)
            {
                var events = failure.Plan.Events.Items;
                var fewer = failure.Plan with { Events = new(events.RemoveRange(at, Math.Min(size, events.Length - at))) };
                if (Run(fewer) is { } smaller)
                    failure = smaller;
                else
                    at += size;
            }
        }

        return failure;
    }

    private static SimulationFailure? Run(SimulationPlan plan)
    {
        try
        {
            SimulatedMesh.Run(plan);
            return null;
        }
        catch (SimulationFailure failure)
        {
            return failure;
        }
    }
}
