using System.Net;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Planning;

/// <summary>A Service whose scope would be another one.</summary>
/// <param name="Cluster">The cluster that defines it.</param>
/// <param name="Service">The Service.</param>
/// <param name="Before">Its scope before.</param>
/// <param name="After">Its scope after.</param>
public sealed record ScopeChange(string Cluster, ServiceId Service, ScopeState Before, ScopeState After);

/// <summary>A scope, and what determined it.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Reason">Why.</param>
/// <param name="Rules">The rules that determined it, in the order of the policy; none where none did.</param>
public sealed record ScopeState(Scope Scope, ScopeReason Reason, ValueList<string> Rules);

/// <summary>A copy of a Service that its cluster begins or ceases to share, or others to take.</summary>
/// <param name="Service">The Service's namespace and host name.</param>
/// <param name="Owner">The cluster that defines the copy.</param>
/// <param name="Before">How it is shared before; null where there is no such copy.</param>
/// <param name="After">How it is shared after; null where there is no such copy.</param>
public sealed record ShareChange(NamespacedName Service, string Owner, ShareState? Before, ShareState? After);

/// <summary>How a copy of a Service is shared.</summary>
/// <param name="IsExported">Whether its cluster lets others have it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Takers">The clusters that take it, ordered; none where it is not exported.</param>
public sealed record ShareState(bool IsExported, SharingReason Reason, ValueList<string> Takers);

/// <summary>Copies of one Service begin or cease to differ, as one cluster sees them.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Viewer">The cluster that looks.</param>
/// <param name="Conflict">In what they differ.</param>
/// <param name="IsNew">Whether they begin to.</param>
public sealed record ConflictChange(NamespacedName Service, string Viewer, MergeConflict Conflict, bool IsNew);

/// <summary>Two clusters begin or cease to differ on whether they share a Service.</summary>
/// <param name="Difference">The Service, the clusters and what each decides.</param>
/// <param name="IsNew">Whether they begin to.</param>
public sealed record DriftChange(SharingDifference Difference, bool IsNew);

/// <summary>A name that would have another virtual address.</summary>
/// <param name="Name">The name.</param>
/// <param name="Before">Its addresses before; none where it has none.</param>
/// <param name="After">Its addresses after; none where it has none.</param>
public sealed record AddressMove(string Name, ValueList<IPAddress> Before, ValueList<IPAddress> After);

/// <summary>A finding about the texts of a mesh that comes or goes; wherever it stands.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="IsNew">Whether it comes.</param>
public sealed record FindingChange(Diagnostic Finding, bool IsNew);
