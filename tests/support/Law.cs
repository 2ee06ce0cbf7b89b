using FsCheck;
using FsCheck.Fluent;

namespace ScopeMesh.Tests.Support;

/// <summary>
/// Runs laws with FsCheck under xunit. A law is a statement that holds for every generated value; a failure
/// shows the shrunk value and the seed that replays it.
/// </summary>
/// <remarks>
/// SCOPEMESH_CASES sets the number of cases (1,000 where it is not set), SCOPEMESH_SEED replays a run
/// (<c>SEED,GAMMA</c>, as a failure prints it).
/// </remarks>
public static class Law
{
    /// <summary>How many cases a law is tried on unless it says otherwise.</summary>
    public static int DefaultCases { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("SCOPEMESH_CASES"), out var cases) ? cases : 1_000;

    /// <summary>Holds when <paramref name="law"/> is true of every value.</summary>
    public static void Holds<T>(Gen<T> values, Func<T, bool> law, int? cases = null) =>
        Check.One(Configuration(cases), Prop.ForAll(values.ToArbitrary(), law));

    /// <summary>Holds when <paramref name="law"/> asserts nothing false of any value.</summary>
    public static void Holds<T>(Gen<T> values, Action<T> law, int? cases = null) =>
        Check.One(Configuration(cases), Prop.ForAll(values.ToArbitrary(), law));

    /// <summary>Holds when <paramref name="law"/> is true of every value; failures are shrunk by the arbitrary.</summary>
    public static void Holds<T>(Arbitrary<T> values, Action<T> law, int? cases = null) =>
        Check.One(Configuration(cases), Prop.ForAll(values, law));

    private static Config Configuration(int? cases)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(cases ?? DefaultCases);
        if (Environment.GetEnvironmentVariable("SCOPEMESH_SEED")?.Split(',') is not [var seed, var gamma])
            return config;
        return config.WithReplay(new Replay(new Rnd(ulong.Parse(seed), ulong.Parse(gamma)), Microsoft.FSharp.Core.FSharpOption<int>.None));
    }
}
