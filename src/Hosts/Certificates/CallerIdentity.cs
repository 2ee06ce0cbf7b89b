namespace ScopeMesh.Hosts.Certificates;

/// <summary>What a caller of the control plane is.</summary>
internal enum CallerKind
{
    /// <summary>A node proxy, which speaks for the pods of its node too.</summary>
    Node,

    /// <summary>An east-west gateway.</summary>
    Gateway,
}

/// <summary>Whom a token names.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="ServiceAccount">Its service account.</param>
/// <param name="Node">The Kubernetes node that it runs on; null where that is not known.</param>
internal sealed record CallerIdentity(CallerKind Kind, string Namespace, string ServiceAccount, string? Node)
{
    public override string ToString()
    {
        var kind = Kind switch
        {
            CallerKind.Node => "node proxy",
            CallerKind.Gateway => "gateway",
        };
        return Node is null ? $"{kind} {Namespace}/{ServiceAccount}" : $"{kind} {Namespace}/{ServiceAccount} on {Node}";
    }
}
