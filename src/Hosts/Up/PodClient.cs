using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Up;

/// <summary>What a request as a pod came to.</summary>
/// <param name="Status">The HTTP status; null where there was no answer, or none of HTTP.</param>
/// <param name="Body">What was answered.</param>
/// <param name="Trace">What the pod's node proxy decided and did.</param>
/// <param name="Error">Why there was no answer.</param>
internal sealed record PodResponse(int? Status, string Body, ConnectionTrace? Trace, string? Error);

/// <summary>Calls as a pod, through its own SOCKS port, and asks its node proxy what became of the call.</summary>
/// <param name="socks">The pod's SOCKS port.</param>
/// <param name="admin">The admin address of its node proxy.</param>
internal sealed class PodClient(IPEndPoint socks, IPEndPoint admin)
{
    /// <summary>How many bytes of an answer are read.</summary>
    public const int MaxBodyBytes = 16 << 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private static readonly JsonSerializerOptions TraceJson = new(JsonSerializerDefaults.Web)
    {
        Converters = { new ValueListJson() },
    };

    private static readonly HttpClient Admin = new() { Timeout = Timeout };

    /// <summary>Sends one GET in a connection of its own.</summary>
    public async Task<PodResponse> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, token) =>
                await Socks5Client.ConnectAsync(socks, context.DnsEndPoint.Host, context.DnsEndPoint.Port, id, token),
        };
        using var http = new HttpClient(handler) { Timeout = Timeout, MaxResponseContentBufferSize = MaxBodyBytes };
        try
        {
            using var response = await http.GetAsync(url, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return new PodResponse((int)response.StatusCode, body, await TraceAsync(id, cancellationToken), null);
        }
        catch (Exception error) when (IsFailure(error, cancellationToken))
        {
            return await FailedAsync(id, error, cancellationToken);
        }
    }

    /// <summary>Sends bytes and waits until as many came back.</summary>
    public async Task<PodResponse> EchoAsync(string host, int port, byte[] bytes, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        try
        {
            await using var stream = await Socks5Client.ConnectAsync(socks, host, port, id, cancellationToken);
            await stream.WriteAsync(bytes, cancellationToken);
            var echo = new byte[bytes.Length];
            await stream.ReadExactlyAsync(echo, cancellationToken).AsTask().WaitAsync(Timeout, cancellationToken);
            var trace = await TraceAsync(id, cancellationToken);
            return echo.AsSpan().SequenceEqual(bytes)
                ? new PodResponse(null, "", trace, null)
                : new PodResponse(null, "", trace, "other bytes came back than were sent");
        }
        catch (Exception error) when (IsFailure(error, cancellationToken))
        {
            return await FailedAsync(id, error, cancellationToken);
        }
    }

    private async Task<PodResponse> FailedAsync(string id, Exception error, CancellationToken cancellationToken)
    {
        var trace = await TraceAsync(id, cancellationToken);
        return new PodResponse(null, "", trace, trace?.Error ?? error.InnerException?.Message ?? error.Message);
    }

    private async Task<ConnectionTrace?> TraceAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await Admin.GetFromJsonAsync<ConnectionTrace>($"http://{admin}/traces/{id}", TraceJson, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static bool IsFailure(Exception error, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && error is HttpRequestException or Socks5Exception or IOException or SocketException or TimeoutException
            or OperationCanceledException;

    /// <summary>Reads lists of hops.</summary>
    private sealed class ValueListJson : JsonConverter<ValueList<TraceHop>>
    {
        public override ValueList<TraceHop> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (JsonSerializer.Deserialize<TraceHop[]>(ref reader, options) ?? []).ToValueList();

        public override void Write(Utf8JsonWriter writer, ValueList<TraceHop> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Items, options);
    }
}
