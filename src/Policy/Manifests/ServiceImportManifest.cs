using System.Net;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A ServiceImport (<c>multicluster.x-k8s.io</c>): a Service that other clusters export.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="Type">Whether it has addresses of its own; <c>ClusterSetIP</c> where none is written.</param>
/// <param name="Ports">Its ports.</param>
/// <param name="Ips">Its addresses, at most one of each family.</param>
/// <param name="SessionAffinity">Whether a client stays with its endpoint.</param>
public sealed record ServiceImportManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    Located<ServiceImportType>? Type,
    ValueList<ServicePortManifest> Ports,
    ValueList<Located<IPAddress>> Ips,
    Located<SessionAffinity>? SessionAffinity) : Manifest(Meta, Span);

/// <summary>Whether an imported Service has addresses of its own.</summary>
public enum ServiceImportType
{
    /// <summary><c>ClusterSetIP</c>: it has.</summary>
    ClusterSetIp,

    /// <summary><c>Headless</c>: it has not; its name stands for its endpoints.</summary>
    Headless,
}
