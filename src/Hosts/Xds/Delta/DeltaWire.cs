using System.Collections.Immutable;
using ScopeMesh.Hosts.Xds.Protos.Discovery;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>Requests and responses to and from their messages.</summary>
internal static class DeltaWire
{
    public static DeltaRequest Read(DeltaDiscoveryRequest message) => new()
    {
        Subscribe = message.ResourceNamesSubscribe.ToValueList(),
        Unsubscribe = message.ResourceNamesUnsubscribe.ToValueList(),
        InitialVersions = message.InitialResourceVersions.ToImmutableDictionary(StringComparer.Ordinal),
        Nonce = message.ResponseNonce,
        Error = message.ErrorDetail?.Message,
    };

    public static DeltaDiscoveryRequest Write(string typeUrl, DeltaRequest request, Node? node = null)
    {
        var message = new DeltaDiscoveryRequest
        {
            Node = node,
            TypeUrl = typeUrl,
            ResponseNonce = request.Nonce,
            ErrorDetail = request.Error is { } error
                ? new Protos.Rpc.Status { Code = (int)Grpc.StatusCode.InvalidArgument, Message = error }
                : null,
        };
        message.ResourceNamesSubscribe.AddRange(request.Subscribe);
        message.ResourceNamesUnsubscribe.AddRange(request.Unsubscribe);
        message.InitialResourceVersions.Add(request.InitialVersions);
        return message;
    }

    public static DeltaResponse Read(DeltaDiscoveryResponse message) => new(
        message.Nonce,
        new DeltaChange(message.Resources.Select(Read).ToValueList(), message.RemovedResources.ToValueList()))
    {
        Version = message.SystemVersionInfo,
    };

    public static DeltaDiscoveryResponse Write(string typeUrl, DeltaResponse response)
    {
        var message = new DeltaDiscoveryResponse { TypeUrl = typeUrl, Nonce = response.Nonce, SystemVersionInfo = response.Version };
        message.Resources.AddRange(response.Change.Upserts.Select(Write));
        message.RemovedResources.AddRange(response.Change.Removed);
        return message;
    }

    private static XdsResource Read(Resource message) =>
        new(message.Name, message.Version, message.Resource_ ?? new(), message.Aliases.ToValueList());

    private static Resource Write(XdsResource resource)
    {
        var message = new Resource { Name = resource.Name, Version = resource.Version, Resource_ = resource.Payload };
        message.Aliases.AddRange(resource.Aliases);
        return message;
    }
}
