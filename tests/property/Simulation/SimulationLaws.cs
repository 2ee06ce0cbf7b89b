using System.Globalization;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>
/// Whole meshes, each from one seed. SCOPEMESH_SIM_SEEDS sets how many are tried and SCOPEMESH_SIM_FIRST the first of them,
/// SCOPEMESH_SIM_SEED replays one and tells all that happens.
/// </summary>
public sealed class SimulationLaws
{
    private const int Seeds = 50;

    [Fact]
    public void At_every_step_of_a_whole_mesh_nobody_does_what_no_state_of_it_allows_and_after_quiet_all_agree()
    {
        if (Number("SCOPEMESH_SIM_SEED") is { } seed)
        {
            var result = SimulatedMesh.Run(SimulationPlan.Of(seed), TestContext.Current.TestOutputHelper!.WriteLine);
            TestContext.Current.TestOutputHelper.WriteLine($"{result}");
            return;
        }

        var (opened, failures) = (0, new List<SimulationFailure>());
        var first = Number("SCOPEMESH_SIM_FIRST") ?? 1;
        for (var next = 0UL; next < (Number("SCOPEMESH_SIM_SEEDS") ?? Seeds); next++)
        {
            try
            {
                opened += SimulatedMesh.Run(SimulationPlan.Of(first + next)).Opened;
            }
            catch (SimulationFailure failure)
            {
                failures.Add(failure);
            }
        }

        Assert.True(failures.Count == 0, Report(failures));
        Assert.True(opened > 0);
    }

    [Fact]
    public void A_seed_gives_the_same_mesh_step_by_step() =>
        Assert.All(Enumerable.Range(1, 3), seed => Assert.Equal(
            SimulatedMesh.Run(SimulationPlan.Of((ulong)seed)), SimulatedMesh.Run(SimulationPlan.Of((ulong)seed))));

    /// <summary>The first failure in full, what of its plan is enough for one, and of each the seed and what came.</summary>
    private static string Report(List<SimulationFailure> failures)
    {
        if (failures.Count == 0)
            return "";
        var fewer = SimulationShrinker.Shrink(failures[0]);
        return $"""
            {failures[0].Message}
            of its {failures[0].Plan.Events.Count} events {fewer.Plan.Events.Count} are enough to fail:
              {string.Join("\n  ", fewer.Plan.Events.Select(one => $"{one.At.TotalSeconds:00.000} {one.What}"))}
            {fewer.Message}
            failing seeds: {failures.Count}
            {string.Join('\n', failures.Select(failure => $"seed {failure.Plan.Seed}, step {failure.Step}: {failure.Came}"))}
            """;
    }

    private static ulong? Number(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
