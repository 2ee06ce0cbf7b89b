namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// Takes a known number of bytes from inputs that are cut anywhere. What lies whole in one input is
/// handed out without a copy.
/// </summary>
internal sealed class ByteGatherer
{
    /// <summary>How great a buffer is kept between two uses.</summary>
    public const int KeepCapacity = 4096;
    private readonly ByteBuffer _held = new();
    private bool _spent;

    /// <summary>Whether some bytes have come of those that are to be taken.</summary>
    public bool IsHolding => !_spent && _held.Length > 0;

    /// <summary>The bytes that are held for them, used or not.</summary>
    public int Capacity => _held.Capacity;

    /// <summary>Takes <paramref name="count"/> bytes; they are valid until the next call.</summary>
    /// <returns>False when more input is needed: <paramref name="input"/> is then used up.</returns>
    public bool TryTake(scoped ref ReadOnlySpan<byte> input, int count, out ReadOnlySpan<byte> taken)
    {
        if (_spent)
        {
            _held.Clear(KeepCapacity);
            _spent = false;
        }
        var missing = count - _held.Length;
        if (input.Length < missing)
        {
            _held.Append(input);
            input = default;
            taken = default;
            return false;
        }
        if (_held.Length == 0)
        {
            taken = input[..count];
        }
        else
        {
            _held.Append(input[..missing]);
            taken = _held.Span;
            _spent = true;
        }
        input = input[missing..];
        return true;
    }
}
