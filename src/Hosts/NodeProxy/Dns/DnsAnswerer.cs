using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>
/// Answers the questions of one workload: at once where the mesh knows the name, else when others have answered.
/// </summary>
/// <param name="options">Of which workload, and what its names are.</param>
/// <param name="tables">What the node knows.</param>
/// <param name="forwarder">Asks others.</param>
/// <param name="metrics">Counts.</param>
/// <param name="room">How many questions may wait.</param>
/// <param name="limits">Its bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="chance">Chance: every value is equally likely.</param>
internal sealed class DnsAnswerer(
    DnsProxyOptions options,
    SnapshotSource<RouteTable> tables,
    DnsForwarder forwarder,
    DnsMetrics metrics,
    DnsRoom room,
    DnsLimits limits,
    TimeProvider time,
    Func<ulong> chance)
{
    /// <summary>The answer to a message, or null where there is none. The bytes are not looked at after this returns.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="transport">By what it came.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<byte[]?> AnswerAsync(ReadOnlySpan<byte> bytes, DnsTransport transport, CancellationToken cancellationToken)
    {
        switch (Receive(bytes))
        {
            case DnsReception.Refused refused:
                return new(Write(refused.Answer, refused.Answer, transport));
            case DnsReception.Query query:
                var pending = new Pending(query, transport);
                var table = tables.Current.Value;
                if (options.FindCaller(table) is { } caller && Answer(table, caller, pending) is { } answer)
                {
                    metrics.Requested(DnsLabels.Of(query.Asked.Type, transport, caller));
                    return new(Write(answer, query.Message, transport));
                }

                var exchange = new DnsExchange(bytes, query.Asked, (ushort)chance());
                return new(WaitAsync(pending, exchange, cancellationToken));
            default:
                return new((byte[]?)null);
        }
    }

    private DnsReception Receive(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= limits.QueryBytes)
            return DnsReception.Of(bytes);
        return DnsReader.ReadHeader(bytes) is { IsResponse: false } header
            ? new DnsReception.Refused(DnsResponses.Failure(header, DnsResponseCode.FormErr))
            : new DnsReception.Dropped();
    }

    private async Task<byte[]?> WaitAsync(Pending pending, DnsExchange exchange, CancellationToken cancellationToken)
    {
        var query = pending.Query.Message;
        if (!room.TryEnter())
        {
            var asking = options.FindCaller(tables.Current.Value);
            metrics.Requested(DnsLabels.Of(pending.Type, pending.Transport, asking));
            return Write(DnsResponses.Failure(query, DnsResponseCode.Refused), query, pending.Transport);
        }

        try
        {
            var (table, caller) = await FindCallerAsync(cancellationToken);
            var labels = DnsLabels.Of(pending.Type, pending.Transport, caller);
            metrics.Requested(labels);
            if (caller is null)
                return Write(DnsResponses.Failure(query, DnsResponseCode.ServFail), query, pending.Transport);
            return Answer(table, caller, pending) is { } answer
                ? Write(answer, query, pending.Transport)
                : await ForwardAsync(pending, exchange, labels, IsOurs(table, caller, pending), cancellationToken);
        }
        finally
        {
            room.Leave();
        }
    }

    /// <summary>Waits for a table that has the workload. Null where none comes in time.</summary>
    private async Task<(RouteTable Table, Workload? Caller)> FindCallerAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(limits.WorkloadWaitSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        while (true)
        {
            var current = tables.Current;
            if (options.FindCaller(current.Value) is { } caller)
                return (current.Value, caller);
            try
            {
                await current.Superseded.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return (current.Value, null);
            }
        }
    }

    /// <summary>What the mesh says; null where others are to be asked.</summary>
    private DnsMessage? Answer(RouteTable table, Workload caller, Pending pending)
    {
        if (pending.Family is not { } family || Ask(table, caller, pending, family) is not { } known)
            return null;
        var (message, asked) = (pending.Query.Message, pending.Query.Asked);
        return known.Match<DnsMessage?>(
            found => DnsResponses.Found(message, asked, found, chance()),
            _ => DnsResponses.Empty(message),
            _ => null);
    }

    /// <summary>Whether a name is the mesh's, and has nothing there of the type that is asked for: others say perhaps that it is not there.</summary>
    private bool IsOurs(RouteTable table, Workload caller, Pending pending) =>
        pending.Family is null && Ask(table, caller, pending, AddressFamily.InterNetwork) is not (null or NameAnswer.NotOurs);

    private NameAnswer? Ask(RouteTable table, Workload caller, Pending pending, AddressFamily family)
    {
        if (pending.Query.Asked is not { Class: DnsWire.Internet, Name.Host: { } host })
            return null;
        var domains = options.SearchDomains ?? options.Names.SearchDomainsOf(caller.Namespace);
        return NameAnswers.Of(table, caller, new NameQuestion(host, family) { SearchDomains = domains }, options.Names);
    }

    private async Task<byte[]> ForwardAsync(
        Pending pending, DnsExchange exchange, DnsLabels labels, bool isOurs, CancellationToken cancellationToken)
    {
        var (query, started) = (pending.Query.Message, time.GetTimestamp());
        var answer = await forwarder.AskAsync(exchange, cancellationToken);
        metrics.Forwarded(labels, time.GetElapsedTime(started), answer is not null);
        if (answer is null)
            return Write(DnsResponses.Failure(query, DnsResponseCode.ServFail), query, pending.Transport);

        // The name is there, and has nothing of this type: who hears that it is not would not ask for its addresses.
        if (isOurs && DnsExchange.CodeOf(answer) == DnsResponseCode.NxDomain)
            return Write(DnsResponses.Empty(query), query, pending.Transport);
        var relayed = exchange.Relayed(answer);
        if (pending.Transport == DnsTransport.Tcp || relayed.Length <= DnsResponses.UdpBytes(query, limits.UdpAnswerBytes))
            return relayed;
        return Write(DnsReader.Read(relayed) ?? DnsResponses.Failure(query, DnsResponseCode.ServFail), query, pending.Transport);
    }

    private byte[] Write(DnsMessage answer, DnsMessage query, DnsTransport transport) => DnsWriter.Write(
        answer, transport == DnsTransport.Tcp ? DnsWire.MaxBytes : DnsResponses.UdpBytes(query, limits.UdpAnswerBytes));

    /// <summary>A question that is being answered.</summary>
    private sealed record Pending(DnsReception.Query Query, DnsTransport Transport)
    {
        public DnsType Type => Query.Asked.Type;

        /// <summary>The family of the addresses that are asked for; null where it is something else, of which the mesh knows nothing.</summary>
        public AddressFamily? Family => Type switch
        {
            DnsType.A => AddressFamily.InterNetwork,
            DnsType.AAAA => AddressFamily.InterNetworkV6,
            _ => null,
        };
    }
}
