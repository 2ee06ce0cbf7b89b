using ScopeMesh.Hosts;

namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>Waits for what must come, with a limit that only a failure reaches.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task<T> BecomesAsync<T>(SnapshotSource<T> source, Func<T, bool> condition)
    {
        using var late = new CancellationTokenSource(Limit);
        while (true)
        {
            var published = source.Current;
            if (condition(published.Value))
                return published.Value;
            await published.Superseded.WaitAsync(late.Token);
        }
    }

    public static async Task HoldsAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(Limit);
        while (!condition())
            await Task.Delay(5, late.Token);
    }
}
