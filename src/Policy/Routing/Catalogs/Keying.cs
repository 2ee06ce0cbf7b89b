using System.Net;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing.Catalogs;

/// <summary>How keys of one type are hashed and ordered. Keys that compare as equal have equal hashes.</summary>
internal interface IKeying<in TKey>
{
    /// <summary>A hash that is the same everywhere and always.</summary>
    static abstract ulong Hash(TKey key);

    /// <summary>A total order.</summary>
    static abstract int Compare(TKey left, TKey right);

    /// <summary>Whether they compare as equal, found faster.</summary>
    static abstract bool AreEqual(TKey left, TKey right);
}

/// <summary>Texts, ordinally.</summary>
internal readonly struct TextKeying : IKeying<string>
{
    public static ulong Hash(string key) => KeyHash.Of(key);

    public static int Compare(string left, string right) => string.CompareOrdinal(left, right);

    public static bool AreEqual(string left, string right) => left == right;
}

/// <summary>Names in namespaces.</summary>
internal readonly struct NameKeying : IKeying<NamespacedName>
{
    public static ulong Hash(NamespacedName key) => KeyHash.Of(key.Name, KeyHash.Of(key.Namespace));

    public static int Compare(NamespacedName left, NamespacedName right) => left.CompareTo(right);

    public static bool AreEqual(NamespacedName left, NamespacedName right) => left == right;
}

/// <summary>A Node and its cluster.</summary>
internal readonly record struct NodeKey(string Cluster, string Node);

/// <summary>Nodes of clusters.</summary>
internal readonly struct NodeKeying : IKeying<NodeKey>
{
    public static ulong Hash(NodeKey key) => KeyHash.Of(key.Node, KeyHash.Of(key.Cluster));

    public static int Compare(NodeKey left, NodeKey right)
    {
        var byCluster = string.CompareOrdinal(left.Cluster, right.Cluster);
        return byCluster != 0 ? byCluster : string.CompareOrdinal(left.Node, right.Node);
    }

    public static bool AreEqual(NodeKey left, NodeKey right) => left == right;
}

/// <summary>An address and its network, as a key that is made without allocating.</summary>
internal readonly record struct AddressKey(string Network, IPAddress Address);

/// <summary>Addresses in networks.</summary>
internal readonly struct AddressKeying : IKeying<AddressKey>
{
    public static ulong Hash(AddressKey key) => KeyHash.Of(key.Address, KeyHash.Of(key.Network));

    public static int Compare(AddressKey left, AddressKey right)
    {
        var byNetwork = string.CompareOrdinal(left.Network, right.Network);
        return byNetwork != 0 ? byNetwork : AddressOrder.Instance.Compare(left.Address, right.Address);
    }

    public static bool AreEqual(AddressKey left, AddressKey right) =>
        left.Address.Equals(right.Address) && left.Network == right.Network;
}
