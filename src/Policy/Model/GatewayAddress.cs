using System.Diagnostics;

namespace ScopeMesh.Policy.Model;

/// <summary>
/// Where an east-west gateway or a waypoint takes HBONE, by an address or by the name of its Service; Istio's
/// <c>GatewayAddress</c>.
/// </summary>
public abstract record GatewayAddress
{
    private protected GatewayAddress(int hbonePort) => HbonePort = hbonePort;

    /// <summary>The port at which it takes HBONE, 1 to 65535; a service port where it is named.</summary>
    public int HbonePort { get; }

    /// <summary>By an address.</summary>
    /// <param name="Address">The address.</param>
    /// <param name="Port">Its HBONE port.</param>
    public sealed record Addressed(NetworkAddress Address, int Port) : GatewayAddress(Port)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Address}:{HbonePort}";
    }

    /// <summary>By a name: that of a service of the table, or else one that DNS resolves.</summary>
    /// <param name="Host">Its namespace and full host name.</param>
    /// <param name="Port">Its HBONE port.</param>
    public sealed record Named(NamespacedName Host, int Port) : GatewayAddress(Port)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Host}:{HbonePort}";
    }

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<Addressed, T> addressed, Func<Named, T> named) => this switch
    {
        Addressed gateway => addressed(gateway),
        Named gateway => named(gateway),
        _ => throw new UnreachableException(),
    };
}
