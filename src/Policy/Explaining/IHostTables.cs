using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Policy.Explaining;

/// <summary>The route tables by which the hosts of a mesh decide: as they follow from a mesh, or as running hosts have them.</summary>
public interface IHostTables
{
    /// <summary>The suffix of full service names.</summary>
    string DomainSuffix { get; }

    /// <summary>The table by which a workload's node proxy decides; null where that is not known.</summary>
    /// <param name="workload">A workload, as anybody's table has it.</param>
    RouteTable? Of(Workload workload);

    /// <summary>The gateway that a double tunnel leads to, and its table; null where that is not known.</summary>
    /// <param name="tunnel">The double tunnel.</param>
    GatewayTable? Of(RouteDecision.DoubleTunnel tunnel);
}

/// <summary>A gateway and what it knows.</summary>
/// <param name="Identity">The identity that it proves.</param>
/// <param name="Table">Its table.</param>
public sealed record GatewayTable(SpiffeId Identity, RouteTable Table);
