using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tunnel.Loops;

/// <summary>Growing buffers that keep what they grew to, for whoever has something to send next.</summary>
internal sealed class ByteBufferPool(int keep, int keepCapacity)
{
    private readonly Stack<ByteBuffer> _free = new(keep);

    public ByteBuffer Take() => _free.TryPop(out var buffer) ? buffer : new ByteBuffer();

    public void Return(ByteBuffer buffer)
    {
        if (_free.Count >= keep)
            return;
        buffer.Clear(keepCapacity);
        _free.Push(buffer);
    }
}
