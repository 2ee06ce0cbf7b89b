namespace ScopeMesh.Hosts.Grpc;

/// <summary>How long to wait before trying again: doubles with every failure, up to a maximum.</summary>
internal readonly record struct Backoff(TimeSpan Initial, TimeSpan Maximum, TimeSpan Delay)
{
    public static Backoff Starting(TimeSpan initial, TimeSpan maximum) => new(initial, maximum, initial);

    public Backoff AfterFailure() => this with { Delay = Delay < Maximum / 2 ? Delay * 2 : Maximum };

    public Backoff AfterSuccess() => this with { Delay = Initial };
}
