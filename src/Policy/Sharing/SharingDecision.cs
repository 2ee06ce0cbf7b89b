using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Sharing;

/// <summary>Why a cluster shares a Service with others or takes one of theirs, or does not.</summary>
public enum SharingReason
{
    /// <summary>Nothing says that it does.</summary>
    NoRule,

    /// <summary>A <c>global</c> rule of its scope policy says so.</summary>
    GlobalRule,

    /// <summary>A <c>local</c> rule of its scope policy keeps it, whatever else is said.</summary>
    LocalRule,

    /// <summary>A ServiceExport shares it (MCS API), and clusters take it without being asked.</summary>
    ServiceExport,

    /// <summary>A ServiceImport asks for it (MCS API).</summary>
    ServiceImport,

    /// <summary>It is the waypoint of a Service that is shared.</summary>
    WaypointOfShared,

    /// <summary>MeshConfig's <c>serviceSettings</c> keep it within the cluster.</summary>
    ClusterLocal,

    /// <summary>The other cluster's trust domain is not believed.</summary>
    Untrusted,
}

/// <summary>Whether a cluster shares a Service with others, or takes one of theirs. <c>default</c> is no, as without rules.</summary>
/// <param name="IsShared">Whether it does.</param>
/// <param name="Reason">Why.</param>
/// <param name="Scope">What its scope policy decided on it.</param>
public readonly record struct SharingDecision(bool IsShared, SharingReason Reason, ScopeDecision Scope);
