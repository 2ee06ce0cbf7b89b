using System.Collections.Immutable;
using Google.Protobuf;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using Authz = ScopeMesh.Hosts.Xds.Protos.SecurityApi;
using Wire = ScopeMesh.Hosts.Xds.Protos.WorkloadApi;

namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>Takes updates of discovery over into a route table: as a whole, or not at all.</summary>
internal static class RouteTableUpdates
{
    /// <summary>The table after an update, or what is wrong with it and the table as it was.</summary>
    public static (RouteTable Table, XdsVerdict Verdict) Apply(RouteTable table, XdsUpdate update)
    {
        var rejections = ImmutableArray.CreateBuilder<XdsRejection>();
        var delta = update.TypeUrl == XdsTypes.Address
            ? Addresses(table, update, rejections)
            : Authorizations(update, rejections);
        return rejections.Count > 0
            ? (table, new XdsVerdict.Rejected(new ValueList<XdsRejection>(rejections.ToImmutable())))
            : (delta.Apply(table), new XdsVerdict.Accepted());
    }

    private static RouteTableDelta Addresses(
        RouteTable table, XdsUpdate update, ImmutableArray<XdsRejection>.Builder rejections)
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

        var uids = update.Removed.Where(name => table.FindWorkload(name) is not null).ToValueList();
        var keys = update.Removed.Except(uids)
            .Where(name => name.Contains('/', StringComparison.Ordinal))
            .Select(WireValues.ToName)
            .ToValueList();
        return RouteTableDelta.Empty with
        {
            Services = new ValueList<MeshService>(services.ToImmutable()),
            RemovedServices = keys,
            Workloads = new ValueList<Workload>(workloads.ToImmutable()),
            RemovedWorkloads = uids,
        };
    }

    private static RouteTableDelta Authorizations(
        XdsUpdate update, ImmutableArray<XdsRejection>.Builder rejections)
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

        return RouteTableDelta.Empty with
        {
            Authorizations = new ValueList<AuthorizationPolicy>(policies.ToImmutable()),
            RemovedAuthorizations = update.Removed
                .Where(name => name.Contains('/', StringComparison.Ordinal))
                .Select(WireValues.ToName)
                .ToValueList(),
        };
    }

    private static void Read<T>(
        XdsResource resource, ImmutableArray<XdsRejection>.Builder rejections, MessageParser<T> parser, Action<T> take)
        where T : IMessage<T>
    {
        try
        {
            take(parser.ParseFrom(resource.Payload.Value));
        }
        catch (Exception error) when (error is InvalidResourceException or InvalidProtocolBufferException)
        {
            rejections.Add(new XdsRejection(resource.Name, error.Message));
        }
    }
}
