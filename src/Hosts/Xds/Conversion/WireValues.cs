using System.Net;
using Google.Protobuf;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using Wire = ScopeMesh.Hosts.Xds.Protos.WorkloadApi;

namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>The small values that several messages hold, to the wire and back. What is invalid is refused, never dropped.</summary>
internal static class WireValues
{
    private const int MaxPort = 65_535;

    public static Wire.NetworkAddress ToWire(NetworkAddress address) =>
        new() { Network = address.Network, Address = ToWire(address.Address) };

    public static ByteString ToWire(IPAddress address) => ByteString.CopyFrom(address.GetAddressBytes());

    public static Wire.Port ToWire(PortMapping port) => new()
    {
        ServicePort = (uint)port.ServicePort,
        TargetPort = (uint)port.TargetPort,
        AppProtocol = ToWire(port.AppProtocol),
    };

    public static Wire.NetworkAddress ToWire(NetworkBlock block) => new()
    {
        Network = block.Network,
        Address = ToWire(block.Block.BaseAddress),
        Length = (uint)block.Block.PrefixLength,
    };

    public static Wire.GatewayAddress ToWire(GatewayAddress gateway)
    {
        var message = new Wire.GatewayAddress { HboneMtlsPort = (uint)gateway.HbonePort };
        if (gateway is GatewayAddress.Addressed addressed)
            message.Address = ToWire(addressed.Address);
        if (gateway is GatewayAddress.Named { Host: var host })
            message.Hostname = new Wire.NamespacedHostname { Namespace = host.Namespace, Hostname = host.Name };
        return message;
    }

    /// <summary>Whether it is a range of several addresses. One of all bits is a single address, as if it had no length.</summary>
    public static bool IsBlock(Wire.NetworkAddress address) =>
        address.HasLength && address.Length != address.Address.Length * 8;

    public static NetworkAddress ToModel(Wire.NetworkAddress address) => IsBlock(address)
        ? throw new InvalidResourceException("a range of addresses stands where a single one must")
        : new NetworkAddress(address.Network, ToAddress(address.Address));

    public static NetworkBlock ToBlock(Wire.NetworkAddress address)
    {
        var start = ToAddress(address.Address);
        if (address.Length > address.Address.Length * 8)
            throw new InvalidResourceException($"an address has no prefix of {address.Length} bits");
        return NetworkBlock.Of(address.Network, start, (int)address.Length);
    }

    public static IPAddress ToAddress(ByteString bytes) =>
        bytes.Length is 4 or 16
            ? new IPAddress(bytes.Span)
            : throw new InvalidResourceException($"an address has 4 or 16 bytes, not {bytes.Length}");

    public static PortMapping ToModel(Wire.Port port) =>
        new(ToPort(port.ServicePort), ToPortOrNone(port.TargetPort), ToModel(port.AppProtocol));

    public static ValueList<PortMapping> ToModel(IEnumerable<Wire.Port> ports) =>
        ports.Select(ToModel).OrderBy(port => port.ServicePort).ToValueList();

    public static GatewayAddress ToModel(Wire.GatewayAddress gateway) =>
        gateway.DestinationCase switch
        {
            Wire.GatewayAddress.DestinationOneofCase.Address =>
                new GatewayAddress.Addressed(ToModel(gateway.Address), ToPort(gateway.HboneMtlsPort)),
            Wire.GatewayAddress.DestinationOneofCase.Hostname when gateway.Hostname.Hostname.Length > 0 =>
                new GatewayAddress.Named(
                    new NamespacedName(gateway.Hostname.Namespace, gateway.Hostname.Hostname), ToPort(gateway.HboneMtlsPort)),
            Wire.GatewayAddress.DestinationOneofCase.Hostname =>
                throw new InvalidResourceException("the host name of a gateway is empty"),
            Wire.GatewayAddress.DestinationOneofCase.None or _ =>
                throw new InvalidResourceException("a gateway has neither an address nor a host name"),
        };

    /// <summary>Reads <c>namespace/name</c>.</summary>
    public static NamespacedName ToName(string text) =>
        text.Split('/', 2) is [var ns, var name]
            ? new NamespacedName(ns, name)
            : throw new InvalidResourceException($"`{text}` is no `namespace/name`");

    /// <summary>A port, or 0 where there is none.</summary>
    public static int ToPortOrNone(uint port) => port == 0 ? 0 : ToPort(port);

    private static int ToPort(uint port) =>
        port is > 0 and <= MaxPort ? (int)port : throw new InvalidResourceException($"{port} is no port");

    private static Wire.AppProtocol ToWire(AppProtocol protocol) => protocol switch
    {
        AppProtocol.Unknown => Wire.AppProtocol.Unknown,
        AppProtocol.Http11 => Wire.AppProtocol.Http11,
        AppProtocol.Http2 => Wire.AppProtocol.Http2,
        AppProtocol.Grpc => Wire.AppProtocol.Grpc,
        AppProtocol.Tcp => Wire.AppProtocol.Tcp,
        AppProtocol.Tls => Wire.AppProtocol.Tls,
    };

    private static AppProtocol ToModel(Wire.AppProtocol protocol) => protocol switch
    {
        Wire.AppProtocol.Http11 => AppProtocol.Http11,
        Wire.AppProtocol.Http2 => AppProtocol.Http2,
        Wire.AppProtocol.Grpc => AppProtocol.Grpc,
        Wire.AppProtocol.Tcp => AppProtocol.Tcp,
        Wire.AppProtocol.Tls => AppProtocol.Tls,

        // A protocol of a newer control plane does not change where bytes go.
        Wire.AppProtocol.Unknown or _ => AppProtocol.Unknown,
    };
}
