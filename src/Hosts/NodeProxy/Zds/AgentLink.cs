using System.Net.Sockets;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Namespaces;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>
/// The node proxy's end of the node agent protocol (Istio's ZDS): connects, says hello, and answers one request at a time,
/// again and again until it is stopped.
/// </summary>
/// <remarks>
/// ztunnel ends its process when the agent breaks the protocol by an order of messages. Here the agent is told, and the
/// connection made anew, later each time: one who speaks badly takes no connections of pods with it.
/// </remarks>
/// <param name="options">Where the agent is.</param>
/// <param name="pods">Who takes what it says.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told how the connection stands.</param>
internal sealed partial class AgentLink(PodAgentOptions options, IPodRequests pods, TimeProvider time, ILogger log)
{
    /// <summary>Waits differ by so much, up or down, that the node proxies of many Nodes do not come at once.</summary>
    private const double Spread = 0.2;

    private readonly ZdsLimits _limits = options.Limits;
    private Backoff _backoff = Backoff.Starting(
        TimeSpan.FromMilliseconds(options.Limits.ReconnectDelayMilliseconds),
        TimeSpan.FromMilliseconds(options.Limits.MaximumReconnectDelayMilliseconds));
    private string? _problem;

    /// <summary>Serves the agent until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var socket = await AgentSocket.ConnectAsync(options.Address, _limits, time, stopping);
                await socket.SendAsync(ZdsWire.Hello(), stopping);
                Report(await ServeAsync(socket, stopping));
            }
            catch (SocketException e)
            {
                Report(Explain(e));
            }
            catch (IOException e)
            {
                Report(e.Message);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }

            var wait = Vary(_backoff.Delay, Chance.Roll());
            _backoff = _backoff.AfterFailure();
            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A wait, made a little shorter or longer by chance.</summary>
    /// <param name="wait">The wait.</param>
    /// <param name="roll">Chance.</param>
    internal static TimeSpan Vary(TimeSpan wait, ulong roll) => wait * (1 - Spread + (2 * Spread * (roll / (double)ulong.MaxValue)));

    /// <summary>Answers requests until the connection is over.</summary>
    /// <returns>Why it is.</returns>
    private async Task<string> ServeAsync(AgentSocket socket, CancellationToken stopping)
    {
        pods.Tell(new PodEvent.Connected());
        try
        {
            while (await socket.ReceiveAsync(stopping) is { } packet)
            {
                var (request, within) = Take(packet);
                var answer = await pods.AskAsync(request, within, stopping);
                await socket.SendAsync(ZdsWire.Answer(answer.Error, _limits), stopping);
                if (answer.HangUp)
                    return answer.Error!;
                if (request is PodEvent.SnapshotSent)
                    Settle();
            }

            return "the node agent closed the connection";
        }
        finally
        {
            pods.Tell(new PodEvent.Disconnected());
        }
    }

    /// <summary>What a packet asks, and the namespace that came with it, which is the caller's. Other descriptors are closed.</summary>
    private (PodEvent.Request Request, NetworkNamespace? Within) Take(AgentPacket packet)
    {
        using var taken = packet;
        return packet.Read(_limits).Match<(PodEvent.Request, NetworkNamespace?)>(
            add => Open(add.Pod, packet),
            keep => (new PodEvent.Kept(keep.Uid), null),
            delete => (new PodEvent.Deleted(delete.Uid), null),
            _ => (new PodEvent.SnapshotSent(), null),
            violation => (new PodEvent.Violated(violation.Why), null));
    }

    private static (PodEvent.Request Request, NetworkNamespace? Within) Open(PodInfo pod, AgentPacket packet)
    {
        try
        {
            var within = NetworkNamespace.Adopt(packet.TakeDescriptor());
            return (new PodEvent.Added(pod, within.Id), within);
        }
        catch (NamespaceException e)
        {
            return (new PodEvent.Unusable(pod, e.Message), null);
        }
    }

    private void Settle()
    {
        _backoff = _backoff.AfterSuccess();
        _problem = null;
        Log.Settled(log, options.Socket);
    }

    /// <summary>The platform's words for a path without a socket are about addresses.</summary>
    private static string Explain(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable => "there is no such socket; is the node agent of the CNI plugin installed, and the socket's folder mounted?",
        SocketError.ConnectionRefused => "nobody listens there; is the node agent of the CNI plugin running?",
        SocketError.AccessDenied => "it is not permitted; run as the user of the node agent, root",
        _ => error.Message,
    };

    /// <summary>Says why there is no connection, once for each reason.</summary>
    private void Report(string problem)
    {
        if (_problem == problem)
            return;
        _problem = problem;
        Log.Lost(log, options.Socket, problem);
    }

    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Information, "the node agent at `{Socket}` has said all pods of the node")]
        public static partial void Settled(ILogger log, string socket);

        [LoggerMessage(2402, LogLevel.Warning, "no connection to the node agent at `{Socket}`, which is tried again; pods stay as they are: {Why}")]
        public static partial void Lost(ILogger log, string socket, string why);
    }
}

/// <summary>Takes what the node agent says.</summary>
internal interface IPodRequests
{
    /// <summary>Says that a connection begins or ends.</summary>
    void Tell(PodEvent happened);

    /// <summary>Has a request done, and waits for its answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="within">The namespace that came with an add; from now on theirs who take the request.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    ValueTask<PodCommand.Answer> AskAsync(PodEvent.Request request, NetworkNamespace? within, CancellationToken cancellationToken);
}
