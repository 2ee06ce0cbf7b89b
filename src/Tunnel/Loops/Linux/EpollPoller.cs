using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ScopeMesh.Tunnel.Loops.Linux;

/// <summary>What may happen to a file descriptor; the values are epoll's.</summary>
[Flags]
internal enum EpollEvents : uint
{
    None = 0,
    In = 0x1,
    Out = 0x4,
    Error = 0x8,
    HangUp = 0x10,
    PeerHangUp = 0x2000,
    Exclusive = 1u << 28,
    EdgeTriggered = 1u << 31,
}

/// <summary>Is told what has happened to its file descriptor.</summary>
internal interface IEpollHandler
{
    void OnEvents(EpollEvents events);
}

/// <summary>Waits for file descriptors by epoll(7), and for being woken by eventfd(2).</summary>
internal sealed unsafe class EpollPoller : IPoller
{
    private const int MaxEvents = 256;

    // The structure is packed on x86 alone: 4 bytes of events, 8 of data.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int EventBytes = DataOffset + 8;

    private readonly int _epoll;
    private readonly int _wake;
    private readonly byte* _events;
    private readonly List<Slot> _slots = [];
    private readonly Stack<int> _freeSlots = new();

    public EpollPoller()
    {
        _epoll = Check(Libc.EpollCreate(Libc.CloseOnExec), "epoll_create1");
        _wake = Check(Libc.EventFd(0, Libc.CloseOnExec | Libc.NonBlocking), "eventfd");
        _events = (byte*)NativeMemory.AllocZeroed((nuint)(MaxEvents * EventBytes));
        Add(_wake, new WakeHandler(_wake), EpollEvents.In | EpollEvents.EdgeTriggered);
    }

    /// <summary>Begins to watch a file descriptor.</summary>
    /// <returns>What <see cref="Remove(int)"/> wants to know it by.</returns>
    public int Add(int fd, IEpollHandler handler, EpollEvents events)
    {
        if (!_freeSlots.TryPop(out var index))
        {
            index = _slots.Count;
            _slots.Add(default);
        }
        var slot = new Slot(handler, _slots[index].Generation + 1);
        _slots[index] = slot;
        var ev = stackalloc byte[16];
        *(uint*)ev = (uint)events;
        *(ulong*)(ev + DataOffset) = ((ulong)slot.Generation << 32) | (uint)index;
        Check(Libc.EpollControl(_epoll, Libc.EpollAdd, fd, ev), "epoll_ctl");
        return index;
    }

    /// <summary>Watches no longer; events of this turn that have not been told yet are not told any more. Closing does the rest.</summary>
    public void Remove(int index)
    {
        _slots[index] = new Slot(null, _slots[index].Generation);
        _freeSlots.Push(index);
    }

    /// <summary>Watches a file descriptor no longer that stays open.</summary>
    public void Remove(int index, int fd)
    {
        var ignored = stackalloc byte[16];
        _ = Libc.EpollControl(_epoll, Libc.EpollDelete, fd, ignored);
        Remove(index);
    }

    public void Wait(int timeoutMilliseconds)
    {
        var count = Libc.EpollWait(_epoll, _events, MaxEvents, timeoutMilliseconds);
        if (count < 0)
        {
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            return;
        }
        for (var i = 0; i < count; i++)
        {
            var ev = _events + (i * EventBytes);
            var data = *(ulong*)(ev + DataOffset);
            var slot = _slots[(int)(uint)data];
            if (slot.Handler is { } handler && slot.Generation == (uint)(data >> 32))
                handler.OnEvents((EpollEvents)(*(uint*)ev));
        }
    }

    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    public void Dispose()
    {
        _ = Libc.Close(_epoll);
        _ = Libc.Close(_wake);
        NativeMemory.Free(_events);
    }

    internal static int Check(int result, string call) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{call}: {Marshal.GetLastPInvokeErrorMessage()}");

    private readonly record struct Slot(IEpollHandler? Handler, uint Generation);

    private sealed class WakeHandler(int fd) : IEpollHandler
    {
        public void OnEvents(EpollEvents events)
        {
            ulong count;
            _ = Libc.Read(fd, (byte*)&count, sizeof(ulong));
        }
    }
}
