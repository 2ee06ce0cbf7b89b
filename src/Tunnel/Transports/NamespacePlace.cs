using System.Net.Sockets;
using System.Runtime.InteropServices;
using ScopeMesh.Tunnel.Loops.Linux;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>
/// A network namespace in which sockets are made (network_namespaces(7)). The thread that asks is in it for that moment
/// alone, so that an event loop can make the sockets of many pods.
/// </summary>
/// <param name="descriptor">The namespace, which stays the caller's.</param>
public sealed class NamespacePlace(SafeHandle descriptor) : ISocketPlace
{
    // Where the process began: every thread is there but for a moment.
    private static readonly SafeHandle Home = File.OpenHandle("/proc/self/ns/net");

    /// <inheritdoc/>
    /// <exception cref="SocketException">The process may not enter the namespace, which takes CAP_SYS_ADMIN.</exception>
    public T Make<T>(Func<T> make)
    {
        if (Libc.SetNamespace(descriptor, Libc.NewNetwork) < 0)
            throw new SocketException(SocketErrors.Of(Marshal.GetLastPInvokeError()));
        try
        {
            return make();
        }
        finally
        {
            // A thread that is lost in a pod's network would make everybody's sockets there.
            if (Libc.SetNamespace(Home, Libc.NewNetwork) < 0)
                Environment.FailFast($"cannot return from a pod's network namespace: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }
}
