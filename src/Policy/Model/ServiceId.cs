namespace ScopeMesh.Policy.Model;

/// <summary>
/// What a cluster orders its Services by: a Service and a ServiceEntry may have one name, and a ServiceEntry defines a Service
/// for each of its hosts.
/// </summary>
/// <param name="Name">The namespace and name of the object that defines it.</param>
/// <param name="Source">What that object is.</param>
/// <param name="Hostname">Its full host name.</param>
public readonly record struct ServiceId(NamespacedName Name, ServiceSource Source, string Hostname) : IComparable<ServiceId>
{
    /// <inheritdoc/>
    public int CompareTo(ServiceId other)
    {
        var byName = Name.CompareTo(other.Name);
        if (byName != 0)
            return byName;
        var bySource = Source.CompareTo(other.Source);
        return bySource != 0 ? bySource : string.CompareOrdinal(Hostname, other.Hostname);
    }

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(ServiceId left, ServiceId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the right one comes first.</summary>
    public static bool operator >(ServiceId left, ServiceId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the right one does not come first.</summary>
    public static bool operator <=(ServiceId left, ServiceId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one does not come first.</summary>
    public static bool operator >=(ServiceId left, ServiceId right) => left.CompareTo(right) >= 0;
}
