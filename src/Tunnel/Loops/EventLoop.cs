using System.Collections.Concurrent;
using ScopeMesh.Tunnel.Loops.Linux;

namespace ScopeMesh.Tunnel.Loops;

/// <summary>
/// One thread that waits for its connections and does all that they need: what belongs to a loop is touched by its
/// thread alone, and needs no lock. Code that awaits on the loop goes on on the loop, also after waiting for others.
/// </summary>
/// <remarks>
/// A turn is: what has happened to sockets, what was posted from outside, what that made ready, and at its end what was
/// gathered for sending, so that one send carries whatever the turn had for a connection.
/// </remarks>
public sealed class EventLoop : IAsyncDisposable
{
    // A turn in which work makes work forever still lets sockets be heard.
    private const int MaxRoundsPerTurn = 16;

    [ThreadStatic]
    private static EventLoop? s_current;

    private readonly ConcurrentQueue<Work> _posted = new();
    private readonly Queue<Work> _ready = new();
    private readonly TurnEnds _turnEnds = new();
    private readonly Dictionary<TimeProvider, Ticker> _tickers = [];
    private readonly IPoller _poller;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isAwake = 1;
    private volatile bool _stopping;

    private EventLoop(IPoller poller, string name)
    {
        _poller = poller;
        Context = new LoopContext(this);
        _thread = new Thread(RunThread) { IsBackground = true, Name = name };
    }

    /// <summary>The loop whose thread this is; null on any other thread.</summary>
    public static EventLoop? Current => s_current;

    /// <summary>What a callback threw that should not have; the loop goes on. Raised on the loop.</summary>
    public event Action<Exception>? Faulted;

    /// <summary>Where awaiting code goes on.</summary>
    internal SynchronizationContext Context { get; }

    /// <summary>Waits for sockets, where the platform lets us; null where it waits for them itself.</summary>
    internal EpollPoller? Epoll => _poller as EpollPoller;

    /// <summary>Buffers for what is received, which is held only while it is being handled.</summary>
    internal BufferStack ReceiveBuffers { get; } = new(sizeBytes: 256 * 1024, keep: 4);

    /// <summary>Buffers for what is being relayed.</summary>
    internal BufferStack RelayBuffers { get; } = new(sizeBytes: 64 * 1024, keep: 8);

    /// <summary>Pieces for what was received and waits to be read.</summary>
    internal BufferStack Pieces { get; } = new(sizeBytes: 16 * 1024, keep: 64);

    /// <summary>Buffers for what is to be sent, which keep the size that they grew to.</summary>
    internal ByteBufferPool SendBuffers { get; } = new(keep: 16, keepCapacity: 1024 * 1024);

    /// <summary>Starts a loop on a thread of its own.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="portable">Whether to wait for sockets by the platform's asynchronous calls even on Linux.</param>
    public static EventLoop Start(string name = "loop", bool portable = false)
    {
        var loop = new EventLoop(OperatingSystem.IsLinux() && !portable ? new EpollPoller() : new SignalPoller(), name);
        loop._thread.Start();
        return loop;
    }

    /// <summary>Has something done on the loop, from any thread.</summary>
    /// <param name="callback">What.</param>
    /// <param name="state">Its argument.</param>
    public void Post(Action<object?> callback, object? state = null) => Post(new Work(callback, null, state));

    /// <summary>
    /// Goes on in the next turn of the loop on whose thread this is: what has been gathered for sending is sent before. At once on any
    /// other thread.
    /// </summary>
    public static ValueTask NextTurnAsync()
    {
        if (s_current is not { } loop)
            return ValueTask.CompletedTask;
        var turn = new Completion<int>(loop);
        var wait = turn.WaitVoid();
        loop._posted.Enqueue(new Work(static turn => ((Completion<int>)turn!).Succeed(0), null, turn));
        return wait;
    }

    /// <summary>Has a continuation run on the loop, from any thread.</summary>
    internal void PostContinuation(SendOrPostCallback callback, object? state) => Post(new Work(null, callback, state));

    private void Post(Work work)
    {
        if (s_current == this)
        {
            _ready.Enqueue(work);
            return;
        }
        _posted.Enqueue(work);
        if (Interlocked.Exchange(ref _isAwake, 1) == 0)
            _poller.Wake();
    }

    /// <summary>Has something done on the loop: at once where this is its thread, else posted.</summary>
    /// <param name="work">What.</param>
    public void Run(Action work)
    {
        if (s_current == this)
            work();
        else
            Post(static work => ((Action)work!)(), work);
    }

    /// <summary>Runs asynchronous code on the loop, from any thread.</summary>
    /// <param name="work">The code.</param>
    public Task RunAsync(Func<Task> work) => RunAsync(async () =>
    {
        await work();
        return true;
    });

    /// <inheritdoc cref="RunAsync(Func{Task})"/>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => Complete());
        return done.Task;

        async void Complete()
        {
            try
            {
                done.SetResult(await work());
            }
            catch (OperationCanceledException e)
            {
                done.SetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }
    }

    /// <summary>Ends the loop when what is ready has been done. What belongs to it must be closed before.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        Post(static _ => { });
        await _ended.Task;
    }

    /// <summary>
    /// Lets the rest of this callback run code of the platform that wants to go on anywhere: where it is, it does, as long
    /// as no context forbids it.
    /// </summary>
    internal static void LeaveContext() => SynchronizationContext.SetSynchronizationContext(null);

    /// <summary>The loop whose thread this is.</summary>
    /// <exception cref="InvalidOperationException">It is another thread.</exception>
    internal static EventLoop Require() =>
        s_current ?? throw new InvalidOperationException("connections are made and used on the thread of an event loop");

    /// <summary>Makes sure that this is the loop's thread.</summary>
    internal void Verify()
    {
        if (s_current != this)
            throw new InvalidOperationException("a connection is used on the thread of its event loop alone");
    }

    /// <summary>Has something done in this turn; on the loop only.</summary>
    internal void Schedule(Action<object?> callback, object? state) => _ready.Enqueue(new Work(callback, null, state));

    /// <summary>Who tells the seconds by a clock.</summary>
    internal Ticker TickerOf(TimeProvider time)
    {
        if (!_tickers.TryGetValue(time, out var ticker))
            _tickers.Add(time, ticker = new Ticker(this, time));
        return ticker;
    }

    /// <summary>Lets what is ready go first.</summary>
    internal ValueTask YieldAsync()
    {
        var turn = new Completion<int>(this);
        var wait = turn.WaitVoid();
        turn.Succeed(0);
        return wait;
    }

    /// <summary>Has something gathered in this turn sent at its end; on the loop only. What is on top sends before what carries it.</summary>
    internal void AtTurnEnd(ITurnEnd what) => _turnEnds.Add(what);

    private void RunThread()
    {
        s_current = this;
        SynchronizationContext.SetSynchronizationContext(Context);
        try
        {
            while (!_stopping)
                RunTurn();
            RunRounds();
        }
        finally
        {
            _poller.Dispose();
            _ended.SetResult();
        }
    }

    private void RunTurn()
    {
        Volatile.Write(ref _isAwake, 0);
        // Whoever posts after this line wakes the poller.
        Interlocked.MemoryBarrier();
        var hasWork = !_posted.IsEmpty || _ready.Count > 0 || !_turnEnds.IsEmpty;
        try
        {
            _poller.Wait(hasWork ? 0 : Timeout.Infinite);
        }
        catch (Exception e)
        {
            Faulted?.Invoke(e);
        }
        Volatile.Write(ref _isAwake, 1);
        RunRounds();
    }

    private void RunRounds()
    {
        for (var count = _posted.Count; count > 0 && _posted.TryDequeue(out var work); count--)
            Do(work);
        for (var round = 0; round < MaxRoundsPerTurn && (_ready.Count > 0 || !_turnEnds.IsEmpty); round++)
        {
            for (var count = _ready.Count; count > 0; count--)
                Do(_ready.Dequeue());
            if (_ready.Count == 0)
                EndTurn();
        }
    }

    private void Do(Work work)
    {
        try
        {
            if (work.Callback is { } callback)
                callback(work.State);
            else
                work.Continuation!(work.State);
        }
        catch (Exception e)
        {
            Faulted?.Invoke(e);
        }
        if (SynchronizationContext.Current != Context)
            SynchronizationContext.SetSynchronizationContext(Context);
    }

    private void EndTurn()
    {
        while (_turnEnds.TryTake(out var what))
        {
            try
            {
                what.OnTurnEnd();
            }
            catch (Exception e)
            {
                Faulted?.Invoke(e);
            }
        }
    }

    private readonly record struct Work(Action<object?>? Callback, SendOrPostCallback? Continuation, object? State);
}
