using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Admin.Dumps;

/// <summary>Where a waypoint or gateway takes HBONE, as ztunnel writes it.</summary>
/// <param name="Destination"><c>network/address</c>, or <c>namespace/hostname</c>.</param>
/// <param name="HboneMtlsPort">Its port.</param>
internal sealed record GatewayAddressDump(string Destination, int HboneMtlsPort)
{
    public static GatewayAddressDump? Of(GatewayAddress? gateway) => gateway?.Match(
        addressed => new GatewayAddressDump(addressed.Address.ToString(), addressed.HbonePort),
        named => new GatewayAddressDump(named.Host.ToString(), named.HbonePort));
}
