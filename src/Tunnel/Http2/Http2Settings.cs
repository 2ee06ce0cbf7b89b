using System.Buffers.Binary;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>The settings of one side (RFC 9113, 6.5.2), as the other must respect them.</summary>
internal sealed record Http2Settings
{
    /// <summary>The bytes of an entry in a frame.</summary>
    internal const int EntrySize = 6;

    /// <summary>What holds before any SETTINGS frame.</summary>
    public static Http2Settings Initial { get; } = new();

    public uint HeaderTableSizeBytes { get; init; } = 4096;

    public bool EnablePush { get; init; } = true;

    public uint MaxConcurrentStreams { get; init; } = uint.MaxValue;

    public int InitialWindowSizeBytes { get; init; } = 65_535;

    public int MaxFrameSizeBytes { get; init; } = 16_384;

    public uint MaxHeaderListSizeBytes { get; init; } = uint.MaxValue;

    /// <summary>Applies the entries of a frame, in their order; unknown ones are ignored (6.5.2).</summary>
    public bool TryApply(ReadOnlySpan<byte> payload, out Http2Settings applied, out Http2Violation violation)
    {
        applied = this;
        violation = default;
        if (payload.Length % EntrySize != 0)
        {
            violation = Http2Violation.FrameSize("SETTINGS whose length is not a multiple of 6");
            return false;
        }
        for (; !payload.IsEmpty; payload = payload[EntrySize..])
        {
            var id = (SettingId)BinaryPrimitives.ReadUInt16BigEndian(payload);
            var value = BinaryPrimitives.ReadUInt32BigEndian(payload[2..]);
            if (Check(id, value) is { } broken)
            {
                violation = broken;
                return false;
            }
            applied = applied.With(id, value);
        }
        return true;
    }

    /// <summary>
    /// The least SETTINGS_HEADER_TABLE_SIZE of a frame that names it several times: the encoder has to announce that one
    /// too (RFC 7541, 4.2).
    /// </summary>
    public static uint LeastHeaderTableSize(ReadOnlySpan<byte> payload)
    {
        var least = uint.MaxValue;
        for (; payload.Length >= EntrySize; payload = payload[EntrySize..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(payload) == (ushort)SettingId.HeaderTableSize)
                least = Math.Min(least, BinaryPrimitives.ReadUInt32BigEndian(payload[2..]));
        }
        return least;
    }

    /// <summary>Writes the entries that differ from what holds before any SETTINGS frame.</summary>
    public void Write(ByteBuffer output)
    {
        WriteEntry(output, SettingId.HeaderTableSize, HeaderTableSizeBytes, Initial.HeaderTableSizeBytes);
        WriteEntry(output, SettingId.EnablePush, EnablePush ? 1u : 0u, 1u);
        WriteEntry(output, SettingId.MaxConcurrentStreams, MaxConcurrentStreams, Initial.MaxConcurrentStreams);
        WriteEntry(output, SettingId.InitialWindowSize, (uint)InitialWindowSizeBytes, (uint)Initial.InitialWindowSizeBytes);
        WriteEntry(output, SettingId.MaxFrameSize, (uint)MaxFrameSizeBytes, (uint)Initial.MaxFrameSizeBytes);
        WriteEntry(output, SettingId.MaxHeaderListSize, MaxHeaderListSizeBytes, Initial.MaxHeaderListSizeBytes);
    }

    private static void WriteEntry(ByteBuffer output, SettingId id, uint value, uint initial)
    {
        if (value == initial)
            return;
        var entry = output.Append(EntrySize);
        BinaryPrimitives.WriteUInt16BigEndian(entry, (ushort)id);
        BinaryPrimitives.WriteUInt32BigEndian(entry[2..], value);
    }

    private static Http2Violation? Check(SettingId id, uint value) => (id, value) switch
    {
        (SettingId.EnablePush, > 1) => Http2Violation.Protocol("SETTINGS_ENABLE_PUSH is neither 0 nor 1"),
        (SettingId.InitialWindowSize, > int.MaxValue) =>
            Http2Violation.FlowControl("SETTINGS_INITIAL_WINDOW_SIZE exceeds 2^31-1"),
        (SettingId.MaxFrameSize, < 16_384 or > FrameHeader.MaxLength) =>
            Http2Violation.Protocol("SETTINGS_MAX_FRAME_SIZE is outside of 2^14 to 2^24-1"),
        _ => null,
    };

    private Http2Settings With(SettingId id, uint value) => id switch
    {
        SettingId.HeaderTableSize => this with { HeaderTableSizeBytes = value },
        SettingId.EnablePush => this with { EnablePush = value == 1 },
        SettingId.MaxConcurrentStreams => this with { MaxConcurrentStreams = value },
        SettingId.InitialWindowSize => this with { InitialWindowSizeBytes = (int)value },
        SettingId.MaxFrameSize => this with { MaxFrameSizeBytes = (int)value },
        SettingId.MaxHeaderListSize => this with { MaxHeaderListSizeBytes = value },
        _ => this,
    };

    private enum SettingId : ushort
    {
        HeaderTableSize = 1,
        EnablePush = 2,
        MaxConcurrentStreams = 3,
        InitialWindowSize = 4,
        MaxFrameSize = 5,
        MaxHeaderListSize = 6,
    }
}
