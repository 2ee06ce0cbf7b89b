
namespace ScopeMesh.Hosts.Grpc;

/// <summary>What a method knows of the call that it serves.</summary>
internal sealed class ServerCallContext(HttpContext http, CancellationToken cancellationToken)
{
    /// <summary>The path of the method.</summary>
    public string Method => http.Request.Path;

    /// <summary>Who called, as <c>ADDRESS:PORT</c>.</summary>
    public string Peer => $"{http.Connection.RemoteIpAddress}:{http.Connection.RemotePort}";

    public Metadata RequestHeaders { get; } = ReadHeaders(http.Request.Headers);

    /// <summary>Ends when the caller has gone, the call's deadline has passed, or the server stops.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    private static Metadata ReadHeaders(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (key, values) in headers)
        {
            foreach (var value in values)
                metadata.Add(key, value ?? "");
        }
        return metadata;
    }
}
