using System.Security.Cryptography;
using System.Text;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>What callers learn an endpoint by: the same word for each tunnel to it, from which nothing else can be read.</summary>
internal static class EndpointName
{
    private const int Bytes = 8;
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    /// <param name="uid">The workload's uid.</param>
    public static string Of(string uid) => Convert.ToHexStringLower(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(uid)).AsSpan(0, Bytes));
}
