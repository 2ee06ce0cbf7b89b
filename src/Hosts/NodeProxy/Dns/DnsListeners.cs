using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>Answers datagrams. What is known at once is answered before the next is taken; what waits for others is not waited for.</summary>
internal sealed class DnsDatagrams(Socket socket, DnsAnswerer answerer, DnsLimits limits, TimeProvider time, ILogger log) : IDnsListener
{
    private readonly RunningTasks _waiting = new();

    public async Task RunAsync(CancellationToken stopping)
    {
        using (socket)
        {
            // One byte more than is taken, so that what is too long can be seen to be.
            var buffer = new byte[limits.QueryBytes + 1];
            var anybody = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anybody, stopping);
                    var answer = answerer.AnswerAsync(buffer.AsSpan(0, received.ReceivedBytes), DnsTransport.Udp, stopping);
                    var sending = SendAsync(answer, received.RemoteEndPoint, stopping);
                    if (sending.IsCompleted)
                        await sending;
                    else
                        _waiting.Add(sending);
                }
                catch (Exception error) when (error is SocketException or OperationCanceledException)
                {
                    await DnsLog.PauseAsync(log, error, time, stopping);
                }
                catch (Exception error)
                {
                    DnsLog.Unexpected(log, error);
                }
            }
        }

        await _waiting.EndAsync();
    }

    private async Task SendAsync(ValueTask<byte[]?> answering, EndPoint to, CancellationToken stopping)
    {
        try
        {
            if (await answering is { } answer)
                await socket.SendToAsync(answer, SocketFlags.None, to, stopping);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever asked is gone, or asks again.
            DnsLog.NotAnswered(log, to, error.Message);
        }
        catch (Exception error)
        {
            DnsLog.Unexpected(log, error);
        }
    }
}

/// <summary>Answers on connections, one question after the other on each.</summary>
internal sealed class DnsConnections(Socket listener, DnsAnswerer answerer, DnsLimits limits, TimeProvider time, ILogger log) : IDnsListener
{
    private readonly RunningTasks _connections = new();

    public async Task RunAsync(CancellationToken stopping)
    {
        using var free = new SemaphoreSlim(limits.TcpConnections);
        using (listener)
        {
            while (!stopping.IsCancellationRequested)
            {
                try
                {
                    await free.WaitAsync(stopping);
                }
                catch (OperationCanceledException)
                {
                    break;
                }

                try
                {
                    _connections.Add(ServeAsync(await listener.AcceptAsync(stopping), free, stopping));
                }
                catch (Exception error) when (error is SocketException or OperationCanceledException)
                {
                    free.Release();
                    await DnsLog.PauseAsync(log, error, time, stopping);
                }
            }
        }

        await _connections.EndAsync();
    }

    private async Task ServeAsync(Socket connection, SemaphoreSlim free, CancellationToken stopping)
    {
        try
        {
            using (connection)
            {
                while (await ServeOneAsync(connection, stopping))
                {
                    // The next question.
                }
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // Whoever asked is gone, or takes too long.
        }
        catch (Exception error)
        {
            DnsLog.Unexpected(log, error);
        }
        finally
        {
            free.Release();
        }
    }

    private async Task<bool> ServeOneAsync(Socket connection, CancellationToken stopping)
    {
        using var reading = new Patience(limits.TcpRequestTimeoutSeconds, time, stopping);
        if (await DnsFraming.ReadAsync(connection, limits.QueryBytes, reading.Token) is not { } query)
            return false;
        if (await answerer.AnswerAsync(query, DnsTransport.Tcp, stopping) is not { } answer)
            return false;
        using var writing = new Patience(limits.TcpRequestTimeoutSeconds, time, stopping);
        await DnsFraming.WriteAsync(connection, answer, writing.Token);
        return true;
    }

    /// <summary>A time within which something is to be done.</summary>
    private sealed class Patience : IDisposable
    {
        private readonly CancellationTokenSource _late;
        private readonly CancellationTokenSource _either;

        public Patience(int seconds, TimeProvider time, CancellationToken stopping)
        {
            _late = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), time);
            _either = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, stopping);
        }

        public CancellationToken Token => _either.Token;

        public void Dispose()
        {
            _either.Dispose();
            _late.Dispose();
        }
    }
}

/// <summary>Tasks that run by themselves, none of which fails, and that somebody waits for in the end.</summary>
internal sealed class RunningTasks
{
    private readonly ConcurrentDictionary<Task, byte> _tasks = new();

    public void Add(Task task)
    {
        _tasks[task] = 0;
        _ = task.ContinueWith(
            (done, _) => _tasks.TryRemove(done, out byte _), null, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits for all; none may be added any more.</summary>
    public Task EndAsync() => Task.WhenAll(_tasks.Keys);
}

/// <summary>What listeners say.</summary>
internal static partial class DnsLog
{
    private static readonly TimeSpan AfterError = TimeSpan.FromMilliseconds(100);

    /// <summary>Says what went wrong with a socket, and waits a while so as not to say it again at once. It does not fail.</summary>
    public static async Task PauseAsync(ILogger log, Exception error, TimeProvider time, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
            return;
        CannotReceive(log, error.Message);
        await Task.Delay(AfterError, time, stopping).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    [LoggerMessage(2121, LogLevel.Warning, "questions of DNS cannot be received: {Why}")]
    public static partial void CannotReceive(ILogger log, string why);

    [LoggerMessage(2122, LogLevel.Debug, "a question of DNS from {From} is not answered: {Why}")]
    public static partial void NotAnswered(ILogger log, EndPoint from, string why);

    [LoggerMessage(2123, LogLevel.Error, "a question of DNS ended unexpectedly")]
    public static partial void Unexpected(ILogger log, Exception exception);
}
