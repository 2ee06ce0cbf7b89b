namespace ScopeMesh.Hosts.Namespaces;

/// <summary>
/// What a namespace is known by: two descriptors with the same device and inode are of the same namespace (namespaces(7)).
/// A number may come back once nobody holds the namespace any more.
/// </summary>
/// <param name="Device">The device of the file that stands for it.</param>
/// <param name="Inode">The inode of that file.</param>
internal readonly record struct NamespaceId(ulong Device, ulong Inode)
{
    /// <summary>As the links of <c>/proc/PID/ns</c> have it.</summary>
    public override string ToString() => $"net:[{Inode}]";
}
