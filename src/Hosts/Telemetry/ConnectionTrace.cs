using System.Collections.Concurrent;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>One tunnel or connection that a traced connection went through.</summary>
/// <param name="Layer">Which it is: <c>outer tunnel</c>, <c>inner tunnel</c>, <c>tunnel</c> or <c>connection</c>.</param>
/// <param name="Address">Where it led.</param>
/// <param name="Authority">What CONNECT asked for.</param>
/// <param name="Identity">The identity that the far end proved.</param>
internal sealed record TraceHop(string Layer, string Address, string? Authority, string? Identity);

/// <summary>What became of one outbound connection.</summary>
internal sealed record ConnectionTrace
{
    public required string Id { get; init; }

    public required string From { get; init; }

    public required string FromIdentity { get; init; }

    public required string To { get; init; }

    /// <summary>The decision: <c>tunnel</c>, <c>double-tunnel</c>, <c>plain</c> or <c>refused</c>.</summary>
    public string Decision { get; init; } = "refused";

    /// <summary>The service that was called.</summary>
    public string? Service { get; init; }

    /// <summary><c>local</c> or <c>gateway</c>; null where the connection led nowhere.</summary>
    public string? Via { get; init; }

    /// <summary>The content hash of the route table that decided.</summary>
    public string? RouteTable { get; init; }

    public ValueList<TraceHop> Hops { get; init; }

    /// <summary>Who took the connection in the end, as <c>cluster/namespace/name</c>, so far as it is known.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Why there is no connection, as one of few reasons.</summary>
    public string? Refused { get; init; }

    /// <summary>Why there is no connection, in a sentence.</summary>
    public string? Error { get; init; }
}

/// <summary>The traces of the last connections that asked to be traced.</summary>
internal sealed class TraceLog
{
    /// <summary>How many traces are kept.</summary>
    public const int MaxTraces = 1_000;

    private readonly ConcurrentDictionary<string, ConnectionTrace> _traces = new();
    private readonly ConcurrentQueue<string> _order = new();

    public void Add(ConnectionTrace trace)
    {
        _traces[trace.Id] = trace;
        _order.Enqueue(trace.Id);
        while (_order.Count > MaxTraces && _order.TryDequeue(out var oldest))
            _traces.TryRemove(oldest, out _);
    }

    public ConnectionTrace? Find(string id) => _traces.GetValueOrDefault(id);
}
