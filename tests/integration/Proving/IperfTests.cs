using System.Text.Json.Nodes;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>iperf3, which calls a service by its name with a connection to speak of a test and others to carry it.</summary>
[Collection(ProvingCollection.Name)]
public sealed class IperfTests(ProvingGround ground)
{
    private const long Bytes = 32 << 20;
    private const int Streams = 4;

    /// <summary>
    /// From another node of the cluster and from another cluster. With `-R` the client receives, and ends the test when it has
    /// all. Without, it ends the test when it has written all, and the server then reads no further.
    /// </summary>
    [NetnsTheory]
    [InlineData("west/curl-0")]
    [InlineData("north/curl-0")]
    public async Task Carries_its_bytes_both_ways_over_several_connections(string caller)
    {
        using var server = ground.Start($"{LabMesh.BulkCluster}/hello-0", "iperf3", "-s", "-p", $"{LabMesh.BulkPort}", "--forceflush");
        try
        {
            string? line;
            do
                line = await server.StandardOutput.ReadLineAsync();
            while (line?.StartsWith("Server listening", StringComparison.Ordinal) == false);

            var (sent, received) = await CarryAsync(caller, "-R");
            Assert.InRange(received, Bytes, sent);
            (sent, received) = await CarryAsync(caller);
            Assert.InRange(sent, Bytes, long.MaxValue);
            Assert.InRange(received, 1, sent);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Has the client carry the bytes, and gives how many were sent and received.</summary>
    private async Task<(long Sent, long Received)> CarryAsync(string caller, params string[] way)
    {
        var ran = await ground.RunAsync(
            caller, "iperf3", ["-c", LabMesh.BulkName, "-p", $"{LabMesh.BulkPort}", "-n", $"{Bytes}", "-P", $"{Streams}", "-J", .. way]);
        Assert.True(ran.ExitCode == 0, $"{ran.Output}{ran.Errors}\n{ground.Logs}");
        var end = JsonNode.Parse(ran.Output)!["end"]!;
        Assert.Equal(Streams, end["streams"]!.AsArray().Count);
        return (BytesOf("sum_sent"), BytesOf("sum_received"));

        long BytesOf(string sum) => end[sum]!["bytes"]!.GetValue<long>();
    }
}
