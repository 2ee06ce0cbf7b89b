using System.Collections.Immutable;
using Google.Protobuf;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using Authz = ScopeMesh.Hosts.Xds.Protos.SecurityApi;
using Wire = ScopeMesh.Hosts.Xds.Protos.WorkloadApi;

namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>Reads updates of discovery as what they say of a route table.</summary>
internal static class RouteTableUpdates
{
    /// <summary>What an update says, with everything in it that cannot be read.</summary>
    public static NodeUpdate Read(XdsUpdate update)
    {
        var rejections = ImmutableArray.CreateBuilder<ResourceRejection>();
        NodeUpdate read = update.TypeUrl == XdsTypes.Address
            ? Addresses(update, rejections)
            : Authorizations(update, rejections);
        return read with
        {
            Rejections = new ValueList<ResourceRejection>(rejections.ToImmutable()),
            TableHash = TableVersion.HashOf(update.Version),
        };
    }

    private static NodeUpdate.Addresses Addresses(XdsUpdate update, ImmutableArray<ResourceRejection>.Builder rejections)
    {
        var services = ImmutableArray.CreateBuilder<MeshService>();
        var workloads = ImmutableArray.CreateBuilder<Workload>();
        foreach (var resource in update.Upserts)
        {
            Read(resource, rejections, Wire.Address.Parser, address =>
            {
                switch (address.TypeCase)
                {
                    case Wire.Address.TypeOneofCase.Service:
                        services.Add(ServiceConversion.ToModel(address.Service));
                        break;
                    case Wire.Address.TypeOneofCase.Workload:
                        workloads.Add(WorkloadConversion.ToModel(address.Workload));
                        break;
                    case Wire.Address.TypeOneofCase.None:
                    default:
                        throw new InvalidResourceException("an address is neither a service nor a workload");
                }
            });
        }

        return new NodeUpdate.Addresses(
            new ValueList<MeshService>(services.ToImmutable()), new ValueList<Workload>(workloads.ToImmutable()), update.Removed);
    }

    private static NodeUpdate.Policies Authorizations(XdsUpdate update, ImmutableArray<ResourceRejection>.Builder rejections)
    {
        var policies = ImmutableArray.CreateBuilder<AuthorizationPolicy>();
        foreach (var resource in update.Upserts)
        {
            Read(
                resource,
                rejections,
                Authz.Authorization.Parser,
                policy => policies.Add(AuthorizationConversion.ToModel(policy)));
        }

        return new NodeUpdate.Policies(
            new ValueList<AuthorizationPolicy>(policies.ToImmutable()),
            update.Removed
                .Where(name => name.Contains('/', StringComparison.Ordinal))
                .Select(WireValues.ToName)
                .ToValueList());
    }

    private static void Read<T>(
        XdsResource resource, ImmutableArray<ResourceRejection>.Builder rejections, MessageParser<T> parser, Action<T> take)
        where T : IMessage<T>
    {
        try
        {
            take(parser.ParseFrom(resource.Payload.Value));
        }
        catch (Exception error) when (error is InvalidResourceException or InvalidProtocolBufferException)
        {
            rejections.Add(new ResourceRejection(resource.Name, error.Message));
        }
    }
}
