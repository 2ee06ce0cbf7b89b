using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>
/// A name of DNS: labels of any bytes. It is kept as it was written, and equals one that differs in the case of ASCII letters
/// alone (RFC 4343).
/// </summary>
internal sealed class DnsName : IEquatable<DnsName>
{
    /// <summary>How long a name is at most, with the lengths of its labels and the root's (RFC 1035 2.3.4).</summary>
    public const int MaxBytes = 255;

    /// <summary>How long a label is at most.</summary>
    public const int MaxLabelBytes = 63;

    private readonly byte[] _wire;

    private DnsName(byte[] wire) => _wire = wire;

    /// <summary>The name without labels.</summary>
    public static DnsName Root { get; } = new([0]);

    /// <summary>The name as messages have it, without compression: each label after its length, and a zero.</summary>
    public ReadOnlyMemory<byte> Wire => _wire;

    /// <summary>
    /// The name as hosts are called, without the root's dot; null for the root, and where it has bytes that no host's name has.
    /// </summary>
    public string? Host
    {
        get
        {
            var text = new StringBuilder(_wire.Length);
            for (var at = 0; _wire[at] > 0; at += 1 + _wire[at])
            {
                var label = _wire.AsSpan(at + 1, _wire[at]);
                if (label.ContainsAnyExceptInRange((byte)'!', (byte)'~') || label.ContainsAny((byte)'.', (byte)'\\'))
                    return null;
                text.Append(text.Length == 0 ? "" : ".").Append(Encoding.ASCII.GetString(label));
            }

            return text.Length == 0 ? null : text.ToString();
        }
    }

    /// <summary>The name that bytes are without compression, all of them; false where they are none.</summary>
    public static bool TryOfWire(ReadOnlySpan<byte> wire, [NotNullWhen(true)] out DnsName? name)
    {
        name = null;
        if (wire.Length > MaxBytes)
            return false;
        var at = 0;
        while (at < wire.Length && wire[at] is > 0 and <= MaxLabelBytes)
            at += 1 + wire[at];
        if (at != wire.Length - 1 || wire[at] != 0)
            return false;
        name = new DnsName(wire.ToArray());
        return true;
    }

    /// <summary>
    /// The name that a text means, with or without the root's dot; <c>\.</c> and <c>\065</c> stand for bytes
    /// (RFC 1035 5.1). False where it means none.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out DnsName? name)
    {
        name = text == "." ? Root : null;
        if (name is not null || text.Length == 0)
            return name is not null;
        var wire = new List<byte>(text.Length + 2) { 0 };
        var label = 0;
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '.')
            {
                if (!TryReadByte(text, ref at, out var value))
                    return false;
                wire.Add(value);
                continue;
            }

            if (!TryEndLabel(wire, label))
                return false;
            label = wire.Count;
            wire.Add(0);
            at++;
        }

        if (wire.Count > label + 1)
        {
            if (!TryEndLabel(wire, label))
                return false;
            wire.Add(0);
        }

        return TryOfWire(CollectionsMarshal.AsSpan(wire), out name);
    }

    /// <inheritdoc/>
    public bool Equals(DnsName? other)
    {
        if (other is null || other._wire.Length != _wire.Length)
            return false;
        for (var at = 0; at < _wire.Length; at++)
        {
            // No length of a label is a letter.
            if (Lower(_wire[at]) != Lower(other._wire[at]))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DnsName);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var one in _wire)
            hash.Add(Lower(one));
        return hash.ToHashCode();
    }

    /// <summary>The name with the root's dot, and with escapes where bytes are no letters, digits or signs.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(_wire.Length);
        for (var at = 0; _wire[at] > 0; at += 1 + _wire[at])
        {
            foreach (var one in _wire.AsSpan(at + 1, _wire[at]))
            {
                if (one is (byte)'.' or (byte)'\\')
                    text.Append('\\').Append((char)one);
                else if (one is >= (byte)'!' and <= (byte)'~')
                    text.Append((char)one);
                else
                    text.Append(CultureInfo.InvariantCulture, $"\\{one:D3}");
            }

            text.Append('.');
        }

        return text.Length == 0 ? "." : text.ToString();
    }

    /// <summary>A byte with an ASCII letter in lower case.</summary>
    public static byte Lower(byte one) => one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one;

    private static bool TryEndLabel(List<byte> wire, int label)
    {
        var length = wire.Count - label - 1;
        wire[label] = (byte)length;
        return length is > 0 and <= MaxLabelBytes;
    }

    private static bool TryReadByte(string text, ref int at, out byte value)
    {
        const int digits = 3;
        value = 0;
        if (text[at] != '\\')
        {
            if (text[at] > sbyte.MaxValue)
                return false;
            value = (byte)text[at++];
            return true;
        }

        if (at + 1 >= text.Length)
            return false;
        if (!char.IsAsciiDigit(text[at + 1]))
        {
            if (text[at + 1] > sbyte.MaxValue)
                return false;
            value = (byte)text[at + 1];
            at += 2;
            return true;
        }

        if (at + digits >= text.Length
            || !byte.TryParse(text.AsSpan(at + 1, digits), NumberStyles.None, CultureInfo.InvariantCulture, out value))
            return false;
        at += 1 + digits;
        return true;
    }
}
