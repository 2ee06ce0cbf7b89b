using System.Security.Cryptography;

namespace ScopeMesh.Hosts.Connections;

/// <summary>Chance for decisions, which have none of their own.</summary>
internal static class Chance
{
    /// <summary>One of all values, each as likely as another.</summary>
    public static ulong Roll() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
