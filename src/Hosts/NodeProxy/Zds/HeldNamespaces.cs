using ScopeMesh.Hosts.Namespaces;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>A namespace, as one pod has it.</summary>
internal readonly record struct HeldNamespace(string Uid, NamespaceId Namespace);

/// <summary>The network namespaces of pods, each open as long as somebody needs it and no longer.</summary>
internal sealed class HeldNamespaces : IDisposable
{
    private readonly Dictionary<HeldNamespace, NetworkNamespace> _open = [];

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>The namespace of a pod.</summary>
    public NetworkNamespace this[HeldNamespace held] => _open[held];

    /// <summary>Keeps a namespace for a pod; one that the pod has already is closed.</summary>
    public void Take(string uid, NetworkNamespace taken)
    {
        if (!_open.TryAdd(new HeldNamespace(uid, taken.Id), taken))
            taken.Dispose();
    }

    /// <summary>Closes what is not needed.</summary>
    /// <param name="needed">What is.</param>
    public void KeepOnly(IEnumerable<HeldNamespace> needed)
    {
        foreach (var held in _open.Keys.Except(needed).ToArray())
        {
            _open.Remove(held, out var unneeded);
            unneeded!.Dispose();
        }
    }

    public void Dispose() => KeepOnly([]);
}
