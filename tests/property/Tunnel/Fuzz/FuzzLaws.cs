using System.Globalization;

namespace ScopeMesh.Tests.Property.Tunnel.Fuzz;

/// <summary>
/// Frames of hostile peers, each script from one seed. SCOPEMESH_FUZZ_SEEDS sets how many are tried and SCOPEMESH_FUZZ_FIRST
/// the first of them; <c>eng/fuzz.sh</c> goes on for as long as it is told.
/// </summary>
public sealed class FuzzLaws
{
    private const int Seeds = 300;

    [Fact]
    public void A_hostile_script_throws_nothing_holds_little_means_one_thing_and_is_answered_by_frames()
    {
        var first = Number("SCOPEMESH_FUZZ_FIRST") ?? 1;
        var ends = new SortedDictionary<string, int>();
        var failures = new List<string>();
        for (var next = 0UL; next < (Number("SCOPEMESH_FUZZ_SEEDS") ?? Seeds); next++)
        {
            try
            {
                var end = FuzzRun.Try(first + next);
                ends[end] = ends.GetValueOrDefault(end) + 1;
            }
            catch (Exception failure)
            {
                failures.Add($"seed {first + next}: {failure}");
            }
        }
        Assert.True(failures.Count == 0, $"{failures.Count} seeds fail\n{string.Join('\n', failures.Take(3))}");
        // Were all scripts to end alike, there would be nothing in them.
        Assert.InRange(ends.Count, Math.Min(3, ends.Values.Sum()), int.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", ends.Select(end => $"{end.Key}: {end.Value}")));
    }

    private static ulong? Number(string name) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
