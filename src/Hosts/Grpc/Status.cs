namespace ScopeMesh.Hosts.Grpc;

/// <summary>The status codes of gRPC, by their numbers on the wire.</summary>
internal enum StatusCode
{
    OK = 0,
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16,
}

/// <summary>How a call ended.</summary>
internal readonly record struct Status(StatusCode StatusCode, string Detail)
{
    public static Status Ok { get; } = new(StatusCode.OK, "");

    public override string ToString() => Detail is { Length: > 0 } ? $"{StatusCode}: {Detail}" : $"{StatusCode}";
}

/// <summary>A call ended with another status than OK.</summary>
internal sealed class RpcException(Status status, Exception? inner = null) : Exception(status.ToString(), inner)
{
    public RpcException(StatusCode code, string detail, Exception? inner = null)
        : this(new Status(code, detail), inner)
    {
    }

    public Status Status => status;

    public StatusCode StatusCode => status.StatusCode;
}
