namespace ScopeMesh.Hosts.Telemetry;

/// <summary>How many connections that a host has accepted are open, by the end that it is.</summary>
internal sealed class OpenSockets : IMetricSource
{
    private const string Name = "istio_tcp_sockets_open";
    private const string Help = "The number of accepted TCP connections that are open now (unstable).";

    private long _sources;
    private long _destinations;

    /// <summary>A connection was accepted.</summary>
    public void Opened(ConnectionDirection direction) => Interlocked.Increment(ref CountOf(direction));

    /// <summary>One that was accepted has ended.</summary>
    public void Closed(ConnectionDirection direction) => Interlocked.Decrement(ref CountOf(direction));

    public void Write(MetricsText text)
    {
        text.Gauge(Name, Help, Interlocked.Read(ref _destinations), ("reporter", "destination"));
        text.Gauge(Name, Help, Interlocked.Read(ref _sources), ("reporter", "source"));
    }

    private ref long CountOf(ConnectionDirection direction) =>
        ref direction == ConnectionDirection.Inbound ? ref _destinations : ref _sources;
}
