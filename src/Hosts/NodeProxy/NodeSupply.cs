using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>Where a node proxy has its route table and its certificates from.</summary>
internal abstract record NodeSupply
{
    private NodeSupply()
    {
    }

    /// <summary>A control plane gives both.</summary>
    /// <param name="Address">Where it is: an <see cref="IPEndPoint"/>, or a <see cref="DnsEndPoint"/> that is looked up for each connection.</param>
    /// <param name="Roots">What its certificate must chain to.</param>
    /// <param name="Token">The token by which the node proxy authenticates; read anew for each use.</param>
    public sealed record ControlPlane(EndPoint Address, X509Certificate2Collection Roots, Func<string> Token) : NodeSupply;

    /// <summary>A file says what there is, and an authority in the process signs (ztunnel's <c>LOCAL_XDS_PATH</c>): nobody is asked.</summary>
    /// <param name="File">The file of ztunnel's local configuration, which is followed.</param>
    /// <param name="AuthorityFolder">The folder of the authority, as <c>bootstrap</c> writes it; null for one that only this process trusts.</param>
    public sealed record LocalConfiguration(string File, string? AuthorityFolder) : NodeSupply;

    public T Match<T>(Func<ControlPlane, T> controlPlane, Func<LocalConfiguration, T> localConfiguration) => this switch
    {
        ControlPlane supply => controlPlane(supply),
        LocalConfiguration supply => localConfiguration(supply),
        _ => throw new UnreachableException(),
    };
}
