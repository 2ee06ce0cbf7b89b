using System.Net.Sockets;
using System.Buffers;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Up;

/// <summary>
/// What stands in for a pod's image on one machine: at every port HTTP that says who answers, or, where a Service
/// calls the port TCP, bytes that come back.
/// </summary>
internal sealed class PodServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private PodServer(WebApplication application) => _application = application;

    /// <summary>Starts the server of a pod; null where the pod has no port.</summary>
    /// <exception cref="ListenException">A port is taken.</exception>
    public static async Task<PodServer?> StartAsync(Pod pod, UnderlayNetwork network, CancellationToken cancellationToken)
    {
        var ends = Ends(pod, network);
        if (ends.Length == 0)
            return null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (var (_, loopback, port) in ends)
            {
                kestrel.Listen(loopback, listen =>
                {
                    if (port.AppProtocol == AppProtocol.Tcp)
                        listen.Run(EchoAsync);
                });
            }
        });
        var application = builder.Build();
        application.Run(context => AnswerAsync(context, pod, network));
        try
        {
            await application.StartAsync(cancellationToken);
            return new PodServer(application);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await application.DisposeAsync();
            throw new ListenException(ends[0].Real, ends[0].Loopback, error.Message, error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static (IPEndPoint Real, IPEndPoint Loopback, PodPort Port)[] Ends(Pod pod, UnderlayNetwork network) =>
    [
        .. from address in pod.Workload.Addresses
           from port in pod.Ports
           where !WellKnown.IsNodeProxyPort(port.Number)
           let real = new IPEndPoint(address, port.Number)
           let loopback = network.Map.ToLoopback(real)
           where loopback is not null
           select (real, loopback, port),
    ];

    private static Task AnswerAsync(HttpContext context, Pod pod, UnderlayNetwork network)
    {
        var connection = context.Connection;
        var peer = new IPEndPoint(connection.RemoteIpAddress ?? IPAddress.None, connection.RemotePort);
        var answer = new PodAnswer(
            pod.Workload.Name,
            pod.Workload.Namespace,
            pod.Workload.Cluster,
            pod.Labels.TryGet("version", out var version) ? version : "",
            network.Map.ToReal(peer).ToString(),
            context.Request.Path);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web) + "\n");
    }

    /// <summary>
    /// Echoes to the end of what comes. Kestrel says that a connection is closed when only the peer's direction has
    /// ended, so nothing here may be cancelled by that: the rest of the echo is still owed.
    /// </summary>
    private static async Task EchoAsync(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        while (true)
        {
            var read = await input.ReadAsync();
            foreach (var segment in read.Buffer)
                output.Write(segment.Span);
            input.AdvanceTo(read.Buffer.End);
            if (!read.Buffer.IsEmpty && (await output.FlushAsync()).IsCompleted)
                return;
            if (read.IsCompleted)
                return;
        }
    }
}

/// <summary>Who answered a request.</summary>
internal sealed record PodAnswer(string Pod, string Namespace, string Cluster, string Version, string Peer, string Path);
