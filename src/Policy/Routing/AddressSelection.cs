using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>Which of a workload's addresses is called (ztunnel's <c>pick_workload_destination</c>).</summary>
internal static class AddressSelection
{
    /// <summary>
    /// The address that was called where it is the workload's own; else the first of the family that was called, else the
    /// first of any family that counts; null where there is none.
    /// </summary>
    /// <param name="workload">The workload.</param>
    /// <param name="called">The address that was called, if one was.</param>
    /// <param name="families">The families that count.</param>
    public static IPAddress? Of(Workload workload, IPAddress? called, IpFamilies families)
    {
        IPAddress? first = null;
        IPAddress? firstOfFamily = null;
        foreach (var address in workload.Addresses.AsSpan())
        {
            if (address.Equals(called))
                return address;
            if (!Counts(families, address.AddressFamily))
                continue;
            first ??= address;
            if (address.AddressFamily == called?.AddressFamily)
                firstOfFamily ??= address;
        }

        return firstOfFamily ?? first;
    }

    /// <summary>The families that count, that of the address that was called first.</summary>
    /// <param name="called">The address that was called, if one was.</param>
    /// <param name="families">The families that count.</param>
    public static ValueList<AddressFamily> Order(IPAddress? called, IpFamilies families)
    {
        AddressFamily[] order = called?.AddressFamily == AddressFamily.InterNetworkV6
            ? [AddressFamily.InterNetworkV6, AddressFamily.InterNetwork]
            : [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];
        return order.Where(family => Counts(families, family)).ToValueList();
    }

    /// <summary>Whether an address means whoever calls it, which is another one at a node proxy than in a pod.</summary>
    /// <param name="address">The address.</param>
    public static bool IsCallersOwn(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any);
    }

    private static bool Counts(IpFamilies families, AddressFamily family) => families switch
    {
        IpFamilies.IPv4Only => family == AddressFamily.InterNetwork,
        IpFamilies.IPv6Only => family == AddressFamily.InterNetworkV6,
        IpFamilies.Automatic or IpFamilies.Dual => true,
    };
}
