using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using ScopeMesh.Hosts.NodeProxy.Zds;
using ScopeMesh.Hosts.NodeProxy.Zds.Protos;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.NodeAgent;

/// <summary>The node agent protocol as bytes.</summary>
public sealed class ZdsWireLaws
{
    private static readonly ZdsLimits Limits = ZdsLimits.Default;

    private static readonly Gen<string> Texts = Gen.Elements("a", "é", "pod-7", "", "€uro", "𝄞", "\n").ArrayOf().Select(string.Concat);

    private static readonly Gen<byte[]> Bytes = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();

    private static readonly Gen<WorkloadRequest> Messages =
        from kind in Gen.Choose(0, 5)
        from uid in Texts
        from name in Texts
        from ns in Texts
        select kind switch
        {
            0 => new WorkloadRequest { Add = new AddWorkload { Uid = uid, WorkloadInfo = new WorkloadInfo { Name = name, Namespace = ns, ServiceAccount = "sa" } } },
            1 => new WorkloadRequest { Add = new AddWorkload { Uid = uid } },
            2 => new WorkloadRequest { Keep = new KeepWorkload { Uid = uid } },
            3 => new WorkloadRequest { Del = new DelWorkload { Uid = uid } },
            4 => new WorkloadRequest { SnapshotSent = new SnapshotSent() },
            _ => new WorkloadRequest(),
        };

    private static readonly Gen<PacketFacts> Facts =
        from descriptors in Gen.Choose(0, 3)
        from isCut in Gen.Elements(false, false, false, true)
        from lacks in Gen.Elements(false, false, false, true)
        select new PacketFacts(descriptors, isCut, lacks);

    [Fact]
    public void A_message_is_read_as_what_was_written_or_refused_for_a_reason() =>
        Law.Holds(
            from message in Messages from facts in Facts select (message, facts),
            packet =>
            {
                var (message, facts) = packet;
                var read = ZdsWire.Read(message.ToByteArray(), facts, Limits);
                var isAllowed = !facts.IsCut && !facts.LacksDescriptors && facts.Descriptors == (message.Add is null ? 0 : 1)
                    && message.PayloadCase != WorkloadRequest.PayloadOneofCase.None
                    && (message.Add?.Uid ?? message.Keep?.Uid ?? message.Del?.Uid) != ""
                    && (message.Add is null || message.Add.WorkloadInfo is { });
                Assert.Equal(isAllowed, read is not ZdsRequest.Violation);
                Assert.True(read.Match(
                    add => add.Pod == new PodInfo(message.Add!.Uid, message.Add!.WorkloadInfo!.Name, message.Add!.WorkloadInfo!.Namespace, "sa"),
                    keep => keep.Uid == message.Keep!.Uid,
                    delete => delete.Uid == message.Del!.Uid,
                    _ => message.SnapshotSent is not null,
                    violation => violation.Why.Length > 0));
            });

    [Fact]
    public void Any_bytes_are_a_request_or_a_violation_but_never_an_exception() =>
        Law.Holds(
            from bytes in Bytes from facts in Facts select (bytes, facts),
            packet => ZdsWire.Read(packet.bytes, packet.facts, Limits) is not null);

    [Fact]
    public void A_message_with_a_byte_changed_is_a_request_or_a_violation() =>
        Law.Holds(
            from message in Messages from place in Gen.Choose(0, 200) from value in Gen.Choose(0, 255) select (message, place, value),
            change =>
            {
                var bytes = change.message.ToByteArray();
                if (bytes.Length > 0)
                    bytes[change.place % bytes.Length] = (byte)change.value;
                Assert.NotNull(ZdsWire.Read(bytes, default, Limits));
            });

    [Fact]
    public void Every_answer_fits_and_says_as_much_as_there_is_room_for() =>
        Law.Holds(
            from text in Texts from times in Gen.Choose(1, 200) select string.Concat(Enumerable.Repeat(text, times)),
            text =>
            {
                var bytes = ZdsWire.Answer(text, Limits);
                Assert.InRange(bytes.Length, 0, Limits.MessageBytes);
                var error = WorkloadResponse.Parser.ParseFrom(bytes).Ack.Error;
                if (error == text)
                    return;
                Assert.EndsWith("…", error);
                Assert.StartsWith(error[..^1], text);
                Assert.InRange(Encoding.UTF8.GetByteCount(error), Limits.MessageBytes - 16, Limits.MessageBytes);
            });
}
