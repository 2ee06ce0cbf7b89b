using System.Text;
using Google.Protobuf;
using ScopeMesh.Hosts.NodeProxy.Zds.Protos;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>What came in one packet, its descriptors counted.</summary>
/// <param name="Descriptors">How many descriptors came.</param>
/// <param name="IsCut">Whether the message was longer than there was room for.</param>
/// <param name="LacksDescriptors">Whether descriptors were sent that did not come.</param>
internal readonly record struct PacketFacts(int Descriptors, bool IsCut, bool LacksDescriptors);

/// <summary>The protocol's messages as bytes. Whatever bytes come, reading them throws nothing.</summary>
internal static class ZdsWire
{
    /// <summary>What a field and its length take in a message of at most a kilobyte, twice: the answer, and the text in it.</summary>
    private const int AnswerOverhead = 2 * 3;

    private static readonly Rune Cut = new('…');

    /// <summary>The first message of a connection.</summary>
    public static byte[] Hello() => new ZdsHello { Version = Protos.Version.V1 }.ToByteArray();

    /// <summary>Reads a packet of the agent.</summary>
    /// <param name="bytes">Its message.</param>
    /// <param name="facts">What else is known of it.</param>
    /// <param name="limits">Say how long a message may be.</param>
    public static ZdsRequest Read(ReadOnlySpan<byte> bytes, PacketFacts facts, ZdsLimits limits)
    {
        if (facts.IsCut)
            return new ZdsRequest.Violation($"a message is longer than {limits.MessageBytes} bytes");
        if (facts.LacksDescriptors)
            return new ZdsRequest.Violation("file descriptors were lost on their way; is the limit of open files reached (ulimit -n)?");
        WorkloadRequest message;
        try
        {
            message = WorkloadRequest.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return new ZdsRequest.Violation("the bytes are no message of the node agent protocol");
        }

        return Check(Read(message), facts.Descriptors);
    }

    /// <summary>Answers a request.</summary>
    /// <param name="error">Why it was not done; null where it was. What is too long for a message is cut.</param>
    /// <param name="limits">Say how long a message may be.</param>
    public static byte[] Answer(string? error, ZdsLimits limits) =>
        new WorkloadResponse { Ack = new Ack { Error = Shorten(error ?? "", limits.MessageBytes - AnswerOverhead) } }.ToByteArray();

    private static ZdsRequest Read(WorkloadRequest message) => message.PayloadCase switch
    {
        WorkloadRequest.PayloadOneofCase.Add => Read(message.Add),
        WorkloadRequest.PayloadOneofCase.Keep when message.Keep.Uid.Length > 0 => new ZdsRequest.Keep(message.Keep.Uid),
        WorkloadRequest.PayloadOneofCase.Del when message.Del.Uid.Length > 0 => new ZdsRequest.Delete(message.Del.Uid),
        WorkloadRequest.PayloadOneofCase.SnapshotSent => new ZdsRequest.SnapshotSent(),
        WorkloadRequest.PayloadOneofCase.Keep => new ZdsRequest.Violation("a keep has no `uid`"),
        WorkloadRequest.PayloadOneofCase.Del => new ZdsRequest.Violation("a del has no `uid`"),
        WorkloadRequest.PayloadOneofCase.None => new ZdsRequest.Violation("a message is none of add, keep, del and snapshot_sent"),
    };

    private static ZdsRequest Read(AddWorkload add)
    {
        if (add.Uid.Length == 0)
            return new ZdsRequest.Violation("an add has no `uid`");
        return add.WorkloadInfo is { } info
            ? new ZdsRequest.Add(new PodInfo(add.Uid, info.Name, info.Namespace, info.ServiceAccount))
            : new ZdsRequest.Violation("an add has no `workload_info`, which says whose identity the pod has");
    }

    /// <summary>A descriptor comes with an add, and with nothing else.</summary>
    private static ZdsRequest Check(ZdsRequest request, int descriptors)
    {
        var expected = request is ZdsRequest.Add ? 1 : 0;
        return descriptors == expected || request is ZdsRequest.Violation
            ? request
            : new ZdsRequest.Violation(expected == 1
                ? $"an add has {descriptors} file descriptors; one of the pod's network namespace was expected"
                : $"{descriptors} file descriptors came with a message that is no add");
    }

    private static string Shorten(string text, int bytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= bytes)
            return text;
        var room = bytes - Cut.Utf8SequenceLength;
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
                break;
            kept.Append(rune);
        }

        return kept.Append(Cut).ToString();
    }
}
