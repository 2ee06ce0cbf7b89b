using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What somebody does to the objects of a cluster after its manifests were written, as with <c>kubectl</c>.</summary>
public abstract record Amendment
{
    private protected Amendment(string written) => Written = written;

    /// <summary>How it is written: where findings about it are.</summary>
    public string Written { get; }

    /// <summary>Objects are applied: one of the same kind, namespace and name gives way, others are added.</summary>
    /// <param name="Text">The manifests.</param>
    public sealed record Applied(SourceText Text) : Amendment(Text.File);

    /// <summary>A label is set or taken away, of a Service or a Namespace.</summary>
    /// <param name="By">How it is written.</param>
    /// <param name="Namespace">The namespace.</param>
    /// <param name="Service">The Service's name; null where it is the Namespace's label.</param>
    /// <param name="Key">The label's key, valid.</param>
    /// <param name="Value">Its value, valid; null where it is taken away.</param>
    public sealed record Labelled(string By, string Namespace, string? Service, string Key, string? Value) : Amendment(By);

    /// <summary>An object is deleted.</summary>
    /// <param name="By">How it is written.</param>
    /// <param name="Kind">Its kind, one of those that the mesh uses.</param>
    /// <param name="Name">Its namespace and name; without namespace where its kind has none.</param>
    public sealed record Deleted(string By, string Kind, NamespacedName Name) : Amendment(By);

    /// <summary>East-west gateways are gone: nobody is told of them any more.</summary>
    /// <param name="By">How it is written.</param>
    /// <param name="Gateway">Which; null for all of the cluster.</param>
    public sealed record GatewayDown(string By, NamespacedName? Gateway) : Amendment(By);

    /// <summary>A Deployment has another number of replicas.</summary>
    /// <param name="By">How it is written.</param>
    /// <param name="Deployment">The Deployment.</param>
    /// <param name="Replicas">How many, 0 or more.</param>
    public sealed record Scaled(string By, NamespacedName Deployment, int Replicas) : Amendment(By);

    /// <summary>Pods are not ready any more.</summary>
    /// <param name="By">How it is written.</param>
    /// <param name="Pod">A pod, or the owner of pods.</param>
    public sealed record Unready(string By, NamespacedName Pod) : Amendment(By);
}
