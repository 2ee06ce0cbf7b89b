namespace ScopeMesh.ScopeLang;

/// <summary>What a policy may know of one Service; nothing else can change its scope.</summary>
/// <param name="Cluster">The name of the cluster that defines the Service.</param>
/// <param name="Namespace">Its namespace in that cluster.</param>
/// <param name="Service">The name of the Service.</param>
/// <param name="ServiceLabels">The labels of the Service.</param>
public readonly record struct ScopeFacts(string Cluster, NamespaceFacts Namespace, string Service, LabelSet ServiceLabels);

/// <summary>A namespace as a policy sees it: its name, and its labels where the namespace object is known.</summary>
public sealed record NamespaceFacts
{
    /// <summary>The label that an API server gives every namespace; its value is the namespace's name.</summary>
    public const string NameLabel = "kubernetes.io/metadata.name";

    private NamespaceFacts(string name, LabelSet? labels) => (Name, Labels) = (name, labels);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The labels, with <see cref="NameLabel"/> among them, or null where the object is unknown.</summary>
    public LabelSet? Labels { get; }

    /// <summary>
    /// A namespace whose object is known. <see cref="NameLabel"/> is set to the name, as an API server does; whoever
    /// reads labels that users wrote reports those that <see cref="Contradicts"/> the name.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="labels">The labels.</param>
    public static NamespaceFacts Known(string name, LabelSet labels) => new(name, labels.With(NameLabel, name));

    /// <summary>A namespace whose object nobody has seen; its Services are local.</summary>
    /// <param name="name">The name.</param>
    public static NamespaceFacts Unknown(string name) => new(name, null);

    /// <summary>Whether labels that somebody wrote claim another name for the namespace.</summary>
    /// <param name="name">The name.</param>
    /// <param name="labels">The labels as written.</param>
    public static bool Contradicts(string name, LabelSet labels) =>
        labels.TryGet(NameLabel, out var claimed) && claimed != name;
}
