using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Namespaces;

/// <summary>
/// A network namespace that this process holds open. What is made inside, such as a socket, stays there wherever it is
/// used. Safe from any thread; disposing it ends no socket.
/// </summary>
internal sealed class NetworkNamespace : ISocketPlace, IDisposable
{
    private const string OfThisProcess = "/proc/self/ns/net";

    private static readonly Lazy<NetworkNamespace> Home = new(static () => Open(OfThisProcess));

    private readonly SafeFileHandle _descriptor;

    private NetworkNamespace(SafeFileHandle descriptor, NamespaceId id, string display)
    {
        _descriptor = descriptor;
        Id = id;
        Display = display;
    }

    /// <summary>What it is known by: equal for all that are the same namespace.</summary>
    public NamespaceId Id { get; }

    /// <summary>What people call it: the path that it was opened by, or its number.</summary>
    public string Display { get; }

    /// <summary>Whether it was let go of.</summary>
    public bool IsClosed => _descriptor.IsClosed;

    /// <summary>Opens the one that a file stands for.</summary>
    /// <param name="path">Such as <c>/var/run/netns/NAME</c> or <c>/proc/PID/ns/net</c>.</param>
    /// <exception cref="NamespaceException">There is none, or it may not be opened.</exception>
    public static NetworkNamespace Open(string path)
    {
        var descriptor = NamespaceCalls.Open(path, NamespaceCalls.ReadOnly | NamespaceCalls.CloseOnExec);
        return descriptor < 0
            ? throw new NamespaceException($"the network namespace `{path}` cannot be opened: {WhyNotOpened(Marshal.GetLastPInvokeError())}")
            : Adopt(new SafeFileHandle(descriptor, ownsHandle: true), path);
    }

    /// <summary>Takes a descriptor that is open; it is closed where it is of something else.</summary>
    /// <param name="descriptor">The descriptor, which belongs to the result from now on.</param>
    /// <exception cref="NamespaceException">It is of no network namespace.</exception>
    public static NetworkNamespace Adopt(SafeFileHandle descriptor) => Adopt(descriptor, path: null);

    /// <summary>Why this process cannot enter network namespaces, told before it is needed; null where it can.</summary>
    public static string? WhyUnable()
    {
        try
        {
            using var own = Open(OfThisProcess);
            return own.Run<string?>(static () => null);
        }
        catch (NamespaceException e)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// Runs a function inside, on a thread of its own that ends with it, so that nothing else ever runs there by mistake.
    /// The function may wait; the caller does. What it throws is thrown here.
    /// </summary>
    /// <param name="function">Makes sockets, or whatever has to be made inside. It is not asynchronous: what goes on after an await is elsewhere.</param>
    /// <exception cref="NamespaceException">It cannot be entered.</exception>
    public T Run<T>(Func<T> function)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                result = function();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
            Name = $"in {Id}",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>
    /// Runs a short function inside on the calling thread, which is home again when this returns: for a socket on the way
    /// of a connection, where a thread would cost more than the socket.
    /// </summary>
    /// <param name="state">Its argument.</param>
    /// <param name="function">Makes a socket, and waits for nothing.</param>
    /// <exception cref="NamespaceException">It cannot be entered.</exception>
    public T Visit<TState, T>(TState state, Func<TState, T> function)
    {
        var home = Home.Value;
        Enter();
        try
        {
            return function(state);
        }
        finally
        {
            // A thread that stayed would make the sockets of others in this pod.
            if (NamespaceCalls.SetNamespace(home._descriptor, NamespaceCalls.NetworkKind) < 0)
                Environment.FailFast($"a thread cannot leave the network namespace {Display}: error {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <inheritdoc/>
    T ISocketPlace.Make<T>(Func<T> make)
    {
        try
        {
            return Visit(make, static make => make());
        }
        catch (NamespaceException error)
        {
            throw new SocketException((int)SocketError.AccessDenied, error.Message);
        }
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _descriptor.Dispose();

    public override string ToString() => Display;

    private static NetworkNamespace Adopt(SafeFileHandle descriptor, string? path)
    {
        try
        {
            var kind = NamespaceCalls.Ask(descriptor, NamespaceCalls.GetKind);
            if (kind != NamespaceCalls.NetworkKind)
                throw new NamespaceException($"{(path is null ? "the file descriptor" : $"`{path}`")} is of no network namespace; give one such as /proc/PID/ns/net");
            var id = IdOf(descriptor);
            return new NetworkNamespace(descriptor, id, path ?? id.ToString());
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    private static NamespaceId IdOf(SafeFileHandle descriptor) =>
        NamespaceCalls.Status(descriptor, "", NamespaceCalls.EmptyPath, NamespaceCalls.WantInode, out var status) == 0
            ? new NamespaceId((ulong)status.DeviceMajor << 32 | status.DeviceMinor, status.Inode)
            : throw new NamespaceException($"the number of a network namespace cannot be read: error {Marshal.GetLastPInvokeError()}");

    private void Enter()
    {
        if (NamespaceCalls.SetNamespace(_descriptor, NamespaceCalls.NetworkKind) < 0)
            throw new NamespaceException($"the network namespace {Display} cannot be entered: {WhyNotEntered(Marshal.GetLastPInvokeError())}");
    }

    private static string WhyNotOpened(int error) => error switch
    {
        NamespaceCalls.NoEntry => "there is no such file; is the pod gone?",
        NamespaceCalls.NotPermitted or NamespaceCalls.Denied =>
            "it is not permitted; run as root, in the process namespace of the node, with CAP_SYS_PTRACE for those of other users' processes",
        NamespaceCalls.TooManyOpen or NamespaceCalls.ProcessTableFull => "too many files are open; raise the limit (ulimit -n)",
        _ => $"error {error}",
    };

    private static string WhyNotEntered(int error) => error switch
    {
        NamespaceCalls.NotPermitted => "it is not permitted; run as root with CAP_SYS_ADMIN",
        _ => $"error {error}",
    };
}
