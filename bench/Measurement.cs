namespace ScopeMesh.Bench;

/// <summary>Something that is measured.</summary>
/// <param name="Name">How tables call it.</param>
/// <param name="Run">Does the work once, and says how many operations that was.</param>
internal sealed record Contender(string Name, Func<int> Run);

/// <summary>What was measured of one contender.</summary>
/// <param name="Name">How tables call it.</param>
/// <param name="Nanoseconds">For one operation; the median of the rounds.</param>
/// <param name="Bytes">Allocated by one operation.</param>
/// <param name="Ratio">Its time in times of the first contender; the median of the ratios in each round.</param>
internal sealed record Measurement(string Name, double Nanoseconds, double Bytes, double Ratio);

/// <summary>
/// Measures contenders against each other. They take turns within each round, so that whatever else the machine does
/// meets all of them, and each ratio is one of neighbours in time.
/// </summary>
internal static class Series
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(150);

    /// <summary>Runs the contenders.</summary>
    /// <param name="contenders">The contenders; the first is what the others are compared with.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="turn">How long a contender has its turn, at least; it runs once in any case.</param>
    public static Measurement[] Run(IReadOnlyList<Contender> contenders, int rounds, TimeSpan turn)
    {
        // Twice: the compiler optimises in the background what ran often.
        foreach (var contender in contenders.Concat(contenders))
            Turn(contender, WarmUp);
        var times = contenders.Select(_ => new double[rounds]).ToArray();
        var bytes = new double[contenders.Count];
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < contenders.Count; i++)
                (times[i][round], bytes[i]) = Turn(contenders[i], turn);
        return [.. contenders.Select((contender, i) => new Measurement(
            contender.Name,
            Median(times[i]),
            bytes[i],
            Median(times[i].Zip(times[0], (own, first) => own / first))))];
    }

    private static (double Nanoseconds, double Bytes) Turn(Contender contender, TimeSpan atLeast)
    {
        GC.Collect();
        var operations = 0L;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var (started, elapsed) = (ThreadTime.Nanoseconds, 0.0);
        do
        {
            operations += contender.Run();
            elapsed = ThreadTime.Nanoseconds - started;
        }
        while (elapsed < atLeast.TotalNanoseconds);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return (elapsed / operations, (double)allocated / operations);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
