using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>A PeerAuthentication: whether peers must show who they are.</summary>
/// <param name="Key">Its namespace and name.</param>
/// <param name="Selector">The workloads that it is about; null where it is about all of its namespace, or of the mesh.</param>
/// <param name="Mode">The mode; unset where it is the parent's.</param>
/// <param name="Ports">Ports whose mode differs; they count only beside a selector.</param>
/// <param name="Created">When it was created, where known; of several at a level the oldest counts.</param>
public sealed record PeerAuthentication(
    NamespacedName Key, LabelSelector? Selector, MtlsMode Mode, ValueList<PortMtls> Ports, DateTimeOffset? Created)
{
    /// <summary>What is written, as a value. A selector without labels is none, as in Istio.</summary>
    /// <param name="manifest">What is written.</param>
    public static PeerAuthentication Of(PeerAuthenticationManifest manifest)
    {
        var selector = manifest.Selector?.ToLabelSelector();
        return new PeerAuthentication(
            new NamespacedName(manifest.Meta.Namespace.Value, manifest.Meta.Name.Value),
            selector is { Requirements.IsEmpty: false } ? selector : null,
            manifest.Mode?.Value ?? MtlsMode.Unset,
            manifest.PortLevelMtls.Select(port => new PortMtls(port.Port.Value, port.Mode.Value)).ToValueList(),
            manifest.Meta.CreationTimestamp);
    }
}

/// <summary>A port with a mode of its own.</summary>
/// <param name="Port">The workload's port.</param>
/// <param name="Mode">Its mode; unset where it is the workload's.</param>
public sealed record PortMtls(int Port, MtlsMode Mode);

/// <summary>Whether peers of one workload must show who they are.</summary>
/// <param name="Mode">The mode of all ports without one of their own; never unset.</param>
/// <param name="Ports">The ports whose mode differs, in order; never unset.</param>
public sealed record EffectiveMtls(MtlsMode Mode, ValueList<PortMtls> Ports)
{
    /// <summary>The mode of a port.</summary>
    /// <param name="port">The workload's port.</param>
    public MtlsMode Of(int port) => Ports.FirstOrDefault(own => own.Port == port)?.Mode ?? Mode;
}
