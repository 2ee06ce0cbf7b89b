using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Bench.Tunnel;

/// <summary>What a process held at a time.</summary>
internal sealed record SoakSample(double Minute, long WorkingSet, long Heap, int Descriptors, int Streams, int Pooled);

/// <summary>
/// A day in miniature: many short and some long connections through single and double tunnels, while certificates are
/// issued again and connections are drained. No byte may be lost, and nothing may leak.
/// </summary>
internal sealed class SoakBench : IAsyncDisposable
{
    private const int ShortPerMinute = 20_000;
    private const int LongAtTenMinutes = 200;
    private const int MaxShortBytes = 64 * 1024;
    private const int MaxPieceBytes = 4 * 1024;
    private const int MaxAtOnce = 1_000;
    private const double WarmMinutes = 1.9;
    private const int SpareDescriptors = 16;
    private const int SpareStreams = 64;
    private const long SpareBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private readonly SoakMesh _mesh = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly SemaphoreSlim _room = new(MaxAtOnce);
    private readonly List<SoakSample> _samples = [];
    private readonly TextWriter _output;
    private readonly TimeSpan _whole;
    private readonly Stopwatch _clock = new();
    private int _done;
    private int _rotations;
    private int _drains;
    private long _bytes;

    private SoakBench(double minutes, TextWriter output) => (_whole, _output) = (TimeSpan.FromMinutes(minutes), output);

    /// <summary>Runs for some minutes, and returns 1 where something was lost or leaked.</summary>
    public static async Task<int> RunAsync(double minutes, TextWriter output)
    {
        await using var bench = new SoakBench(minutes, output);
        return await bench.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _mesh.DisposeAsync();
        _room.Dispose();
    }

    private async Task<int> RunAsync()
    {
        var idle = Descriptors();
        var scale = Math.Min(1, _whole.TotalMinutes);
        _clock.Start();
        var longs = Enumerable.Range(0, Math.Max(4, (int)(LongAtTenMinutes * scale))).Select(i => OnLoop(i, () => LongAsync(i % 4 >= 2))).ToArray();
        var rotating = EveryAsync(TimeSpan.FromSeconds(15) * scale, Rotate);
        var draining = EveryAsync(TimeSpan.FromSeconds(20) * scale, Drain);
        var sampling = EveryAsync(TimeSpan.FromMinutes(1) * Math.Min(scale, _whole / TimeSpan.FromMinutes(5)), Sample);
        var shorts = ShortsAsync((int)(ShortPerMinute * _whole.TotalMinutes));
        try
        {
            await Task.WhenAll(shorts, rotating, draining, sampling).WaitAsync(_whole + Grace);
            Sample();
            await Task.WhenAll(longs).WaitAsync(Grace);
            await _mesh.ClosePoolsAsync().WaitAsync(Grace);
        }
        catch (TimeoutException)
        {
            _failures.Enqueue($"not everything had ended {Grace.TotalSeconds} s after its time: {MaxAtOnce - _room.CurrentCount} short and {longs.Count(one => !one.IsCompleted)} long connections are open");
            Sample();
        }
        await SettleAsync(idle);
        var problems = Problems(idle).ToArray();
        foreach (var problem in problems)
            _output.WriteLine($"failed: {problem}");
        _output.WriteLine($"{_done} connections, {_bytes} bytes, {_rotations} rotations, {_drains} drains: {(problems.Length == 0 ? "nothing lost, nothing leaked" : "failed")}");
        return problems.Length == 0 ? 0 : 1;
    }

    private Task OnLoop(int i, Func<Task> work) => _mesh.Loops.All[i % _mesh.Loops.All.Length].RunAsync(async () =>
    {
        try
        {
            await work();
            Interlocked.Increment(ref _done);
        }
        catch (TunnelException failure)
        {
            _failures.Enqueue(failure.Message);
        }
        catch (InvalidDataException wrong)
        {
            _failures.Enqueue(wrong.Message);
        }
    });

    private async Task ShortsAsync(int count)
    {
        var running = new ConcurrentDictionary<int, Task>();
        for (var i = 0; i < count;)
        {
            for (var due = count * (_clock.Elapsed / _whole); i < due && i < count; i++)
            {
                await _room.WaitAsync();
                var n = i;
                running[n] = OnLoop(n, () => ShortAsync(n % 4 >= 2));
                _ = running[n].ContinueWith(_ => (running.TryRemove(n, out var _), _room.Release()), TaskScheduler.Default);
            }
            await Task.Delay(Tick);
        }
        await Task.WhenAll(running.Values);
    }

    private async Task ShortAsync(bool isDouble)
    {
        var tunnel = await _mesh.OpenAsync(isDouble);
        await using var transport = tunnel.Transport;
        var sent = RandomBytes(MaxShortBytes);
        var sending = SendAsync();
        await ExpectAsync(transport, sent);
        await sending;
        await ExpectEndAsync(transport);

        async Task SendAsync()
        {
            await transport.SendAsync(sent, CancellationToken.None);
            await transport.CompleteAsync(CancellationToken.None);
        }
    }

    private async Task LongAsync(bool isDouble)
    {
        var tunnel = await _mesh.OpenAsync(isDouble);
        await using var transport = tunnel.Transport;
        while (_clock.Elapsed < _whole)
        {
            var sent = RandomBytes(MaxPieceBytes);
            await transport.SendAsync(sent, CancellationToken.None);
            await ExpectAsync(transport, sent);
            await Task.Delay(Random.Shared.Next(200, 800));
        }
        await transport.CompleteAsync(CancellationToken.None);
        await ExpectEndAsync(transport);
    }

    private static byte[] RandomBytes(int most)
    {
        var bytes = new byte[Random.Shared.Next(most + 1)];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }

    private async Task ExpectAsync(ITransport transport, byte[] sent)
    {
        var got = new byte[sent.Length];
        for (var at = 0; at < got.Length;)
        {
            var count = await transport.ReceiveAsync(got.AsMemory(at), CancellationToken.None);
            if (count == 0)
                throw new InvalidDataException($"{got.Length - at} of {got.Length} bytes were lost");
            at += count;
        }
        if (!got.AsSpan().SequenceEqual(sent))
            throw new InvalidDataException("bytes differ from those that were sent");
        Interlocked.Add(ref _bytes, sent.Length);
    }

    private static async Task ExpectEndAsync(ITransport transport)
    {
        if (await transport.ReceiveAsync(new byte[1], CancellationToken.None) > 0)
            throw new InvalidDataException("more bytes came than were sent");
    }

    private async Task EveryAsync(TimeSpan interval, Action work)
    {
        for (var next = interval; next < _whole; next += interval)
        {
            if (next > _clock.Elapsed)
                await Task.Delay(next - _clock.Elapsed);
            work();
        }
    }

    private void Rotate()
    {
        _mesh.Rotate();
        _rotations++;
    }

    private void Drain() => _drains += _mesh.DrainOne() ? 1 : 0;

    private void Sample()
    {
        var sample = new SoakSample(
            _clock.Elapsed.TotalMinutes, Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true), Descriptors(),
            _mesh.Streams, _mesh.PooledAsync().GetAwaiter().GetResult());
        _samples.Add(sample);
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"minute {sample.Minute:0.00}: working set {sample.WorkingSet >> 20} MiB, heap {sample.Heap >> 10} KiB, {sample.Descriptors} descriptors, {sample.Streams} streams, {sample.Pooled} pooled, {_bytes} bytes, {_done} done, {_failures.Count + _mesh.Faults.Count} failures"));
    }

    /// <summary>What was closed takes a moment to end on the other side.</summary>
    private async Task SettleAsync(int idle)
    {
        for (var i = 0; i < 50 && (_mesh.Streams > 0 || Descriptors() > idle + SpareDescriptors); i++)
            await Task.Delay(100);
    }

    private IEnumerable<string> Problems(int idle)
    {
        foreach (var group in _failures.Concat(_mesh.Faults).GroupBy(failure => failure))
            yield return $"{group.Count()} times: {group.Key}";
        if (_mesh.Streams > 0)
            yield return $"{_mesh.Streams} streams are open after all connections have ended";
        if (Descriptors() is var left && left > idle + SpareDescriptors)
            yield return $"{left} descriptors are open after all connections have ended, {idle} were before the first";
        var (early, last) = (_samples.First(sample => sample.Minute >= _whole.TotalMinutes * 0.19 && sample.Minute >= Math.Min(WarmMinutes, _whole.TotalMinutes * 0.5)), _samples[^1]);
        // The runtime itself still grows at first.
        if (early.Minute >= WarmMinutes && last.WorkingSet > early.WorkingSet * 1.1 + SpareBytes)
            yield return $"the working set grew from {early.WorkingSet} to {last.WorkingSet} bytes";
        if (last.Heap > early.Heap * 1.1 + SpareBytes)
            yield return $"the heap grew from {early.Heap} to {last.Heap} bytes";
        if (last.Descriptors > early.Descriptors * 1.1 + 2 * SpareStreams)
            yield return $"descriptors grew from {early.Descriptors} to {last.Descriptors}";
        if (last.Streams > early.Streams * 1.1 + SpareStreams)
            yield return $"open streams grew from {early.Streams} to {last.Streams}";
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
