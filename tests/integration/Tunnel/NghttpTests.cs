using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>nghttp2's own tools: requests that are no CONNECT, by one and by many, and its proxy before and behind our roles.</summary>
public sealed class NghttpTests : IAsyncDisposable
{
    private const int Bytes = 2_000_003;
    private static readonly TestPki Mesh = new();
    private readonly CertificateFolder _certificates = new(Mesh.Issue(Ids.Gateway));
    private readonly List<Process> _started = [];
    private static CancellationToken Cancel => Patience.Token;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _certificates.Dispose();
    }

    [Fact]
    public async Task Requests_that_are_no_connect_get_400_one_after_the_other_on_one_connection()
    {
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server));

        var output = await RunAsync(
            "nghttp", "-nvy", "-m", "20", "--cert=cert.pem", "--key=key.pem", $"https://{server.Address}/", $"https://{server.Address}/again");

        Assert.Equal(40, Count(output, ":status: 400"));
        Assert.Equal(1, Count(output, "The negotiated protocol: h2"));
        Assert.Contains("[SETTINGS_INITIAL_WINDOW_SIZE(0x04):", output);

        // Neither side has anything to say against the other.
        Assert.DoesNotContain("recv GOAWAY", output);
        Assert.DoesNotContain("RST_STREAM", output);
        Assert.DoesNotContain("error_code=PROTOCOL_ERROR", output);
    }

    [Fact]
    public async Task Thousands_of_requests_that_are_no_connect_leave_the_connection_as_it_was()
    {
        await using var echo = Application.Echo();
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server));
        var proxy = await StartProxyAsync(server.Address, "no-tls");

        var output = await RunAsync("h2load", "-n", "3000", "-c", "4", "-m", "50", $"http://{proxy}/");

        Assert.Contains("status codes: 0 2xx, 0 3xx, 3000 4xx, 0 5xx", output);
        await using var connection = await PlainConnection.ConnectAsync(proxy);
        var answer = await ConnectThroughAsync(connection, echo.Authority);
        Assert.StartsWith("HTTP/1.1 200", answer);
        await connection.SendAsync(new byte[] { 1, 2, 3 }, Cancel);
        Assert.Equal([1, 2, 3], await ReceiveAsync(connection, 3));
    }

    /// <summary>
    /// nghttpx passes on the end of its client's direction only after that of the answer, so that the application ends first.
    /// </summary>
    [Fact]
    public async Task A_proxy_between_our_client_and_our_server_carries_every_byte_both_ways()
    {
        await using var application = new Application(async (transport, token) =>
        {
            await transport.SendAsync(await ReceiveAsync(transport, Bytes), token);
            await transport.CompleteAsync(token);
            await transport.ReceiveAllAsync(token);
        });
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server), "--peer-id", $"{Ids.Gateway}");
        var proxy = await StartProxyAsync(server.Address, "tls");
        await using var client = await HboneRole.ClientAsync(Mesh.Issue(Ids.Client), proxy, application.Authority, "--peer-id", $"{Ids.Gateway}");
        var data = RandomNumberGenerator.GetBytes(Bytes);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var connection = await client.ConnectAsync();
            var received = connection.ReceiveAllAsync(Cancel);
            await connection.SendAsync(data, Cancel);
            Assert.Equal(data, await received);
            await connection.CompleteAsync(Cancel);
        }));

        Assert.Contains($"bytes_sent={Bytes} bytes_recv={Bytes}", await client.SaysAsync("tunnel ended"));
    }

    [Fact]
    public async Task A_refusal_of_ours_is_one_of_the_proxy_too()
    {
        await using var server = await HboneRole.StartAsync("server", Mesh.Issue(Ids.Server));
        var proxy = await StartProxyAsync(server.Address, "no-tls");
        await using var connection = await PlainConnection.ConnectAsync(proxy);

        Assert.StartsWith("HTTP/1.1 503", await ConnectThroughAsync(connection, "127.0.0.1:1"));
    }

    /// <summary>Starts nghttpx: HTTP/2 over mutual TLS behind it, and the same or nothing of TLS before it.</summary>
    private async Task<IPEndPoint> StartProxyAsync(IPEndPoint backend, string frontend)
    {
        var address = FreeAddress();
        _started.Add(Process.Start(Command(
            "nghttpx",
            "--conf=/dev/null", "--http2-proxy", "--workers=1", "--single-process", "--errorlog-file=/dev/null", "--log-level=FATAL",
            $"--frontend={address.Address},{address.Port};{(frontend == "tls" ? "" : "no-tls")}".TrimEnd(';'),
            $"--backend={backend.Address},{backend.Port};;tls;proto=h2", "--insecure",
            "--client-cert-file=cert.pem", "--client-private-key-file=key.pem",
            "--tls-min-proto-version=TLSv1.3", "--tls-max-proto-version=TLSv1.3",
            "--verify-client", "--verify-client-cacert=ca.pem", "key.pem", "cert.pem"))!);
        await RunningMesh.Until(
            async () =>
            {
                try
                {
                    await using var probe = await PlainConnection.ConnectAsync(address);
                    return true;
                }
                catch (TunnelException)
                {
                    return false;
                }
            },
            "nghttpx listens");
        return address;
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(Command(program, arguments))!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private ProcessStartInfo Command(string program, params string[] arguments)
    {
        // Where users other than root do not look for programs.
        var file = program == "nghttpx" && File.Exists("/usr/sbin/nghttpx") ? "/usr/sbin/nghttpx" : program;
        return new ProcessStartInfo(file, arguments) { WorkingDirectory = _certificates.Path, RedirectStandardOutput = true };
    }

    private static async Task<string> ConnectThroughAsync(ITransport connection, string authority)
    {
        await connection.SendAsync(Encoding.ASCII.GetBytes($"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n"), Cancel);
        var answer = new StringBuilder();
        while (!answer.ToString().Contains("\r\n\r\n"))
            answer.Append(Encoding.ASCII.GetString(await ReceiveAsync(connection, 1)));
        return answer.ToString();
    }

    private static async Task<byte[]> ReceiveAsync(ITransport transport, int count)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var received = await transport.ReceiveAsync(bytes.AsMemory(filled), Cancel);
            Assert.NotEqual(0, received);
            filled += received;
        }

        return bytes;
    }

    private static IPEndPoint FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
