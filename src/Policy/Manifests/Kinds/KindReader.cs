using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

/// <summary>How objects of one kind are read.</summary>
/// <param name="Group">Their API group; empty for the core.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Versions">The versions of the group that have the fields which are read.</param>
/// <param name="Names">What their names look like.</param>
/// <param name="IsNamespaced">Whether they live in a namespace.</param>
/// <param name="Read">Reads one; its metadata has been read already.</param>
internal sealed record KindReader(
    string Group,
    string Kind,
    ValueList<string> Versions,
    NameRule Names,
    bool IsNamespaced,
    Func<ObjectReader, ObjectMeta, Manifest> Read);
