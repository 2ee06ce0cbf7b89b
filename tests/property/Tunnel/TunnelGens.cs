using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

/// <summary>Values of the wire.</summary>
internal static class TunnelGens
{
    public static Gen<byte[]> Bytes { get; } = Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf();

    /// <summary>Where to cut bytes: piece lengths that are used in turn, none of them 0.</summary>
    public static Gen<int[]> Cuts { get; } = Gen.OneOf(
        Gen.Constant(new[] { 1 }),
        Gen.Choose(1, 40).NonEmptyListOf().Select(cuts => cuts.ToArray()));

    /// <summary>A field with names that recur, so that tables are used.</summary>
    public static Gen<HeaderField> Field { get; } =
        from name in Gen.OneOf(Gen.Elements(":authority", "baggage", "forwarded", "traceparent", "a", "cookie"), Text)
        from value in Text
        select new HeaderField(name, value);

    /// <summary>Text of bytes.</summary>
    public static Gen<string> Text => Gen.OneOf(
        Gen.Elements("", "200", "east", "k8s.cluster.name=east"),
        Gen.Choose(0, 255).ArrayOf().Select(codes => new string([.. codes.Select(c => (char)c)])));

    /// <summary>Frames, most of them sensible for a server whose client opens streams 1, 3 and 5, some spoilt.</summary>
    public static Gen<byte[]> Script { get; } =
        from frames in Gen.Frequency((20, SensibleFrame), (1, AnyFrame)).ListOf()
        select (byte[])[.. Http2Connection.Preface, .. Frame(FrameType.Settings, FrameFlags.None, 0, []), .. frames.SelectMany(f => f)];

    private static Gen<byte[]> AnyFrame =>
        from type in Gen.Choose(0, 12)
        from flags in Gen.Choose(0, 255)
        from id in Gen.Choose(0, 9)
        from payload in Bytes
        select Frame((FrameType)type, (FrameFlags)flags, id, payload);

    private static Gen<byte[]> SensibleFrame =>
        from id in Gen.Elements(1, 3, 5)
        from payload in Bytes
        from flags in Gen.Elements(FrameFlags.None, FrameFlags.EndStream)
        from increment in Gen.Choose(1, 100_000)
        from frame in Gen.Elements(
            Frame(FrameType.Headers, FrameFlags.EndHeaders, id, Connect),
            Frame(FrameType.Headers, FrameFlags.None, id, Connect[..2]),
            Frame(FrameType.Continuation, FrameFlags.EndHeaders, id, Connect[2..]),
            Frame(FrameType.Data, flags, id, payload),
            Frame(FrameType.Data, flags | FrameFlags.Padded, id, [3, .. payload, 0, 0, 0]),
            Frame(FrameType.WindowUpdate, FrameFlags.None, increment % 2 == 0 ? 0 : id, [0, (byte)(increment >> 16), (byte)(increment >> 8), (byte)increment]),
            Frame(FrameType.RstStream, FrameFlags.None, id, [0, 0, 0, 8]),
            Frame(FrameType.Ping, FrameFlags.None, 0, new byte[8]),
            Frame(FrameType.Settings, FrameFlags.None, 0, [0, 4, 0, (byte)(increment >> 16), (byte)(increment >> 8), (byte)increment]),
            Frame((FrameType)77, flags, id, payload))
        select frame;

    // `:method CONNECT` and `:authority a:1`, as literals without indexing.
    private static byte[] Connect => [0x02, 7, .. "CONNECT"u8, 0x01, 3, .. "a:1"u8];

    private static byte[] Frame(FrameType type, FrameFlags flags, int id, byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, flags, id).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }
}
