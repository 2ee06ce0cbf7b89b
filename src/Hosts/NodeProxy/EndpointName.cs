using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>What callers learn an endpoint by: the same word for each tunnel to it, from which nothing else can be read.</summary>
internal static class EndpointName
{
    private const int Bytes = 8;
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    // Said in every answer, and worked out once for as long as the workload is in a table.
    private static readonly ConditionalWeakTable<Workload, string> Known = [];

    /// <param name="workload">The workload; its uid alone counts.</param>
    public static string Of(Workload workload) => Known.GetValue(workload, static workload => Of(workload.Uid));

    private static string Of(string uid) => Convert.ToHexStringLower(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(uid)).AsSpan(0, Bytes));
}
