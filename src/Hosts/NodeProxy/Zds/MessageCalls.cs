using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>The one system call of packets with descriptors that the platform has no name for (recvmsg(2), cmsg(3), unix(7)).</summary>
internal static partial class MessageCalls
{
    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary><c>struct msghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct Header
    {
        public void* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>What precedes a piece of ancillary data: <c>struct cmsghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader
    {
        /// <summary>In bytes, this header included.</summary>
        public nuint Length;
        public int Level;
        public int Type;
    }

    public const int SocketLevel = 1;
    public const int Rights = 1;

    public const int ControlWasCut = 0x8;
    public const int MessageWasCut = 0x20;
    public const int DoNotWait = 0x40;
    public const int CloseOnExec = 0x40000000;

    public const int Interrupted = 4;
    public const int TryAgain = 11;

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static unsafe partial nint Receive(SafeSocketHandle socket, Header* header, int flags);
}
