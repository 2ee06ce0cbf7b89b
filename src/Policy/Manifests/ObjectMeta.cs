namespace ScopeMesh.Policy.Manifests;

/// <summary>The <c>metadata</c> of an object.</summary>
/// <param name="Name">Its name, valid for its kind.</param>
/// <param name="Namespace">
/// Its namespace, <c>default</c> where none is written, as an API server has it; empty for kinds that have no
/// namespace (Namespace, Node).
/// </param>
/// <param name="Labels">Its labels, keys and values valid.</param>
/// <param name="Annotations">Its annotations, keys valid.</param>
/// <param name="CreationTimestamp">When it was created, where written; objects without are equally old.</param>
public sealed record ObjectMeta(
    Located<string> Name,
    Located<string> Namespace,
    LocatedMap Labels,
    LocatedMap Annotations,
    DateTimeOffset? CreationTimestamp);
