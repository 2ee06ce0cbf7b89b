using System.Net;
using System.Net.Sockets;
using System.Text;
using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.Hosts.NodeProxy.Zds;

namespace ScopeMesh.Tests.Integration.NodeAgent;

/// <summary>Proxies that listen in their pod's network namespace, and say to whoever connects which pod they serve.</summary>
internal sealed class GreetingProxies : IPodProxies
{
    public const int Port = 15006;

    public ValueTask<IPodProxy> StartAsync(PodInfo pod, NetworkNamespace within, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IPodProxy>(new GreetingProxy(pod, within.Run(Listen)));

    private static Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, Port));
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class GreetingProxy : IPodProxy
    {
        private readonly Socket _listener;
        private readonly Task _serving;

        public GreetingProxy(PodInfo pod, Socket listener)
        {
            _listener = listener;
            _serving = ServeAsync(Encoding.UTF8.GetBytes(pod.Uid));
        }

        public Task EndAsync(PodProxyEnd how)
        {
            _listener.Dispose();
            return _serving;
        }

        private async Task ServeAsync(byte[] greeting)
        {
            try
            {
                while (true)
                {
                    using var caller = await _listener.AcceptAsync();
                    await caller.SendAsync(greeting);
                    caller.Shutdown(SocketShutdown.Send);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It ends with the listener.
            }
        }
    }
}
