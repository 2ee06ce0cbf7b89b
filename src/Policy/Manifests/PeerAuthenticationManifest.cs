using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A PeerAuthentication (<c>security.istio.io</c>).</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="Selector">The workloads that it is about; null where none is written.</param>
/// <param name="Mode">Whether peers must show who they are; the parent's where none is written.</param>
/// <param name="PortLevelMtls">The ports that differ.</param>
public sealed record PeerAuthenticationManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    SelectorManifest? Selector,
    Located<MtlsMode>? Mode,
    ValueList<PortMtlsManifest> PortLevelMtls) : Manifest(Meta, Span);

/// <summary>A port whose mode differs.</summary>
/// <param name="Port">The workload's port.</param>
/// <param name="Mode">Its mode.</param>
public sealed record PortMtlsManifest(Located<int> Port, Located<MtlsMode> Mode);

/// <summary>Whether peers must show who they are.</summary>
public enum MtlsMode
{
    /// <summary>As the namespace says, or the mesh.</summary>
    Unset,

    /// <summary>They do not.</summary>
    Disable,

    /// <summary>They may.</summary>
    Permissive,

    /// <summary>They must.</summary>
    Strict,
}
