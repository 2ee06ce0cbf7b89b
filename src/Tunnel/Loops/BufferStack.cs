namespace ScopeMesh.Tunnel.Loops;

/// <summary>
/// Arrays of one size that a loop uses again and again, the last one first since it is the warmest. More than a few
/// are only kept while they are in use.
/// </summary>
internal sealed class BufferStack(int sizeBytes, int keep)
{
    private readonly Stack<byte[]> _free = new(keep);

    public int SizeBytes => sizeBytes;

    public byte[] Rent() => _free.TryPop(out var buffer) ? buffer : GC.AllocateUninitializedArray<byte>(sizeBytes, pinned: true);

    public void Return(byte[] buffer)
    {
        if (_free.Count < keep)
            _free.Push(buffer);
    }
}
