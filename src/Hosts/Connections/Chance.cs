namespace ScopeMesh.Hosts.Connections;

/// <summary>Chance for decisions, which have none of their own. It spreads connections; nothing that must stay secret comes of it.</summary>
internal static class Chance
{
    /// <summary>One of all values, each as likely as another.</summary>
    public static ulong Roll()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Random.Shared.NextBytes(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
