using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>A Service that is compiled, and what is still needed of its manifest to find its endpoints.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Selector">The labels of its pods; null where none are written: somebody else lists its endpoints.</param>
/// <param name="Ports">Its TCP ports, of each number one.</param>
/// <param name="Manifest">What defines it.</param>
internal sealed record ServiceDraft(
    ClusterService Service, LocatedMap? Selector, ValueList<DraftPort> Ports, Manifest Manifest);

/// <summary>A port of a Service before its endpoints are known.</summary>
/// <param name="Number">The port at which it is called.</param>
/// <param name="Name">Its name, or empty.</param>
/// <param name="Target">The endpoints' port; the same number where none is written.</param>
/// <param name="AppProtocol">What is spoken there.</param>
internal sealed record DraftPort(int Number, string Name, PortReference? Target, AppProtocol AppProtocol)
{
    /// <summary>The endpoints' port as a number; 0 where each endpoint has its own.</summary>
    public int NumericTarget => Target switch
    {
        null => Number,
        PortReference.Number number => number.Port,
        _ => 0,
    };
}
