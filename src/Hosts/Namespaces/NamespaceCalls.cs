using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ScopeMesh.Hosts.Namespaces;

/// <summary>The system calls of namespaces. The values of the constants are those of every Linux.</summary>
internal static partial class NamespaceCalls
{
    public const int ReadOnly = 0;
    public const int CloseOnExec = 0x80000;

    /// <summary><c>CLONE_NEWNET</c>: the kind of namespace.</summary>
    public const int NetworkKind = 0x40000000;

    /// <summary><c>NS_GET_NSTYPE</c>, <c>_IO(0xb7, 3)</c>: which kind of namespace a descriptor is of (ioctl_ns(2)).</summary>
    public const nuint GetKind = 0xb703;

    /// <summary><c>AT_EMPTY_PATH</c>: what the descriptor itself is.</summary>
    public const int EmptyPath = 0x1000;

    /// <summary><c>STATX_INO</c>.</summary>
    public const uint WantInode = 0x100;

    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Denied = 13;
    public const int ProcessTableFull = 23;
    public const int TooManyOpen = 24;

    /// <summary>What is used of <c>struct statx</c>, which is the same on all processors (statx(2)).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct FileStatus
    {
        [FieldOffset(0x20)]
        public ulong Inode;

        [FieldOffset(0x88)]
        public uint DeviceMajor;

        [FieldOffset(0x8c)]
        public uint DeviceMinor;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    public static partial int SetNamespace(SafeFileHandle descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ask(SafeFileHandle descriptor, nuint question);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(SafeFileHandle folder, string path, int flags, uint mask, out FileStatus status);
}
