using Google.Protobuf;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>One method of a service, with the messages that it takes and gives.</summary>
internal sealed record Method<TRequest, TResponse>(string ServiceName, string Name)
    where TRequest : IMessage<TRequest>, new()
    where TResponse : IMessage<TResponse>, new()
{
    /// <summary>Its path on the wire.</summary>
    public string FullName => $"/{ServiceName}/{Name}";
}
