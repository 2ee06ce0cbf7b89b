using System.Security.Cryptography;
using System.Text;
using ScopeMesh.Tests.Property.Simulation;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel.Fuzz;

/// <summary>One seed's script, fed to a connection in the ways that must not matter or must not hurt.</summary>
internal static class FuzzRun
{
    /// <summary>What a connection costs by itself, tables and buffers that it grows to included.</summary>
    private const long AllocatedOnce = 256 * 1024;

    /// <summary>What a received byte may cost: a field of one byte that the table spells out is text, list and head.</summary>
    private const long AllocatedPerByte = 256;

    /// <summary>Tries a seed; an exception says what does not hold.</summary>
    /// <returns>How the script ended: by an abuse, a violation, or not at all.</returns>
    public static string Try(ulong seed)
    {
        var isServer = seed % 2 == 0;
        var limits = seed % 3 == 0 ? Narrow(isServer) : isServer ? Http2Limits.Server : Http2Limits.Client;
        var script = FuzzScript.Of(seed, isServer);
        BoundsAllocation(Begin(isServer, limits), script);
        var (whole, pieces) = (Begin(isServer, limits), Begin(isServer, limits));
        var seen = Listen(whole, script, new Dice(seed), maxPiece: int.MaxValue);
        Assert.Equal(seen, Listen(pieces, script, new Dice(seed + 1), maxPiece: (int)(seed % 50) + 1));
        Assert.Equal(whole.Output.Span, pieces.Output.Span);
        new FuzzOwner(Begin(isServer, limits), limits, new Dice(seed)).Take(script);
        return whole.Abuse != Http2Abuse.None ? whole.Abuse.Label() : whole.FailureReason is null ? "goes on" : "a violation";
    }

    public static Http2Connection Begin(bool isServer, Http2Limits limits)
    {
        var connection = new Http2Connection(isServer, limits);
        for (var i = 0; i < 3 && !isServer; i++)
            connection.OpenStream([new(":method", "CONNECT"), new(":authority", "a:1")], endStream: false);
        return connection;
    }

    /// <summary>Limits so narrow that scripts reach them.</summary>
    private static Http2Limits Narrow(bool isServer) => (isServer ? Http2Limits.Server : Http2Limits.Client) with
    {
        StreamWindowBytes = 1_000,
        ConnectionWindowBytes = 65_535,
        MaxFrameBytes = 16_384,
        MaxHeaderListBytes = 2_000,
        MaxContinuationFrames = 4,
        MaxSettingsEntries = 4,
        MaxInterimResponses = 2,
        MaxConcurrentStreams = 5,
        MaxRememberedStreams = 10,
        MaxQueuedAnswerFrames = 100,
        MaxQueuedAnswerBytes = 2_000,
        MaxQueuedSendBytes = 2_000,
        SendQuantumBytes = 1_000,
    };

    private static void BoundsAllocation(Http2Connection connection, ReadOnlySpan<byte> script)
    {
        var length = script.Length;
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (connection.Receive(ref script).Kind != Http2EventKind.None)
        {
        }
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocatedOnce + (AllocatedPerByte * length));
    }

    /// <summary>All events of a script, where data counts by its bytes and not by how they were cut.</summary>
    private static string Listen(Http2Connection connection, byte[] script, Dice dice, int maxPiece)
    {
        var seen = new StringBuilder();
        using var data = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var dataBytes = 0L;
        for (var at = 0; at < script.Length;)
        {
            var count = maxPiece == int.MaxValue ? script.Length : Math.Min(dice.Between(1, maxPiece), script.Length - at);
            ReadOnlySpan<byte> piece = script.AsSpan(at, count);
            at += count;
            while (true)
            {
                var happened = connection.Receive(ref piece);
                if (happened.Kind == Http2EventKind.None)
                    break;
                data.AppendData(happened.Data);
                dataBytes += happened.Data.Length;
                if (happened.Kind == Http2EventKind.Data && !happened.EndStream)
                    continue;
                seen.AppendLine($"{happened.Kind} {happened.StreamId} {happened.Code} {happened.EndStream} {happened.Reason} {happened.Abuse} {happened.Opaque} {happened.Request} {happened.Response} after {dataBytes}");
            }
            Assert.True(piece.IsEmpty, "all input is used up");
        }
        return $"{seen}{Convert.ToHexString(data.GetHashAndReset())} {connection.IsInsideFrame} {connection.FramesReceived} {connection.OpenStreams}";
    }
}
