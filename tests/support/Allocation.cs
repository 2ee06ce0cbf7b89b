namespace ScopeMesh.Tests.Support;

/// <summary>Counts what code allocates.</summary>
public static class Allocation
{
    private const int Rounds = 5;
    private const int Repetitions = 1_000;

    /// <summary>
    /// The fewest bytes that a round of repetitions allocated on this thread. A collection that another test causes can
    /// add to the count of a round; what the code itself allocates is in every one.
    /// </summary>
    public static long InRound(Action code)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Repetitions; i++)
                code();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
