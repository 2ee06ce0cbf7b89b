using System.Net.Sockets;
using System.Text;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>How a node proxy in shared mode reaches the node agent, which says what pods there are.</summary>
internal sealed record PodAgentOptions
{
    /// <summary>Where Istio's CNI plugin has its node agent listen, if not told otherwise.</summary>
    public const string DefaultSocket = "/var/run/ztunnel/ztunnel.sock";

    /// <summary>What a path of a Unix socket holds at most, its end included (unix(7)).</summary>
    private const int PathBytes = 108;

    /// <summary>The agent's socket.</summary>
    public string Socket { get; init; } = DefaultSocket;

    public ZdsLimits Limits { get; init; } = ZdsLimits.Default;

    /// <summary>The agent's socket as an address.</summary>
    internal UnixDomainSocketEndPoint Address => new(Socket);

    /// <summary>Why a path cannot be that of the agent's socket; null where it can.</summary>
    public static string? WhyNot(string path) => Encoding.UTF8.GetByteCount(path) switch
    {
        0 => "the path of the node agent's socket is empty; leave it out for " + DefaultSocket,
        >= PathBytes => $"`{path}` is longer than the {PathBytes - 1} bytes that the path of a socket may have; mount its folder elsewhere",
        _ => null,
    };
}
