namespace ScopeMesh.Hosts.Telemetry;

/// <summary>How many connections that a host has accepted are open, by the end that it is.</summary>
internal sealed class OpenSockets : IMetricSource
{
    private const string Name = "istio_tcp_sockets_open";
    private const string Help = "The number of accepted TCP connections that are open now (unstable).";

    private readonly OpenSocketCount _sources = new();
    private readonly OpenSocketCount _destinations = new();

    /// <summary>Where connections of a direction are counted.</summary>
    public OpenSocketCount Of(ConnectionDirection direction) =>
        direction == ConnectionDirection.Inbound ? _destinations : _sources;

    public void Write(MetricsText text)
    {
        text.Gauge(Name, Help, _destinations.Open, ("reporter", "destination"));
        text.Gauge(Name, Help, _sources.Open, ("reporter", "source"));
    }
}

/// <summary>How many connections are open now. Safe for use by several threads.</summary>
internal sealed class OpenSocketCount
{
    private long _open;

    /// <summary>How many there are.</summary>
    public long Open => Interlocked.Read(ref _open);

    /// <summary>A connection was accepted.</summary>
    public void Opened() => Interlocked.Increment(ref _open);

    /// <summary>One that was accepted has ended.</summary>
    public void Closed() => Interlocked.Decrement(ref _open);
}
