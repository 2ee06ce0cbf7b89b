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

    public static Wire.GatewayAddress ToWire(GatewayAddress gateway) =>
        new() { Address = ToWire(gateway.Address), HboneMtlsPort = (uint)gateway.HbonePort };

    public static NetworkAddress ToModel(Wire.NetworkAddress address)
    {
        if (address.HasLength)
            throw new InvalidResourceException("ranges of addresses are not carried");
        return new NetworkAddress(address.Network, ToAddress(address.Address));
    }

    public static IPAddress ToAddress(ByteString bytes) =>
        bytes.Length is 4 or 16
            ? new IPAddress(bytes.Span)
            : throw new InvalidResourceException($"an address has 4 or 16 bytes, not {bytes.Length}");

    public static PortMapping ToModel(Wire.Port port) =>
        new(ToPort(port.ServicePort), port.TargetPort == 0 ? 0 : ToPort(port.TargetPort), ToModel(port.AppProtocol));

    public static ValueList<PortMapping> ToModel(IEnumerable<Wire.Port> ports) =>
        ports.Select(ToModel).OrderBy(port => port.ServicePort).ToValueList();

    public static GatewayAddress ToModel(Wire.GatewayAddress gateway) =>
        gateway.DestinationCase switch
        {
            Wire.GatewayAddress.DestinationOneofCase.Address =>
                new GatewayAddress(ToModel(gateway.Address), ToPort(gateway.HboneMtlsPort)),
            Wire.GatewayAddress.DestinationOneofCase.Hostname =>
                throw new InvalidResourceException("a gateway that is named by a host is not carried; give its address"),
            Wire.GatewayAddress.DestinationOneofCase.None or _ =>
                throw new InvalidResourceException("a gateway has neither an address nor a host name"),
        };

    /// <summary>Reads <c>namespace/name</c>.</summary>
    public static NamespacedName ToName(string text) =>
        text.Split('/', 2) is [var ns, var name]
            ? new NamespacedName(ns, name)
            : throw new InvalidResourceException($"`{text}` is no `namespace/name`");

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
