using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ScopeMesh.Hosts.Telemetry;

namespace ScopeMesh.Hosts.Admin;

/// <summary>Answers with metrics, in the format and encoding that are asked for.</summary>
internal static class MetricsResponse
{
    private const string OpenMetricsType = "application/openmetrics-text";
    private const string Gzip = "gzip";

    /// <summary>The format that is asked for: OpenMetrics as soon as it is named.</summary>
    /// <param name="accept">The values of the header Accept.</param>
    public static MetricsFormat FormatOf(StringValues accept) =>
        accept.Any(value => value?.Contains(OpenMetricsType, StringComparison.OrdinalIgnoreCase) == true)
            ? MetricsFormat.OpenMetrics
            : MetricsFormat.Prometheus;

    /// <summary>What the answer is said to be; ztunnel's words.</summary>
    public static string TypeOf(MetricsFormat format) => format switch
    {
        MetricsFormat.Prometheus => "text/plain; charset=utf-8",
        MetricsFormat.OpenMetrics => $"{OpenMetricsType};charset=utf-8;version=1.0.0",
    };

    /// <summary>Whether the answer may be compressed (RFC 9110, 12.5.3).</summary>
    /// <param name="acceptEncoding">The values of the header Accept-Encoding.</param>
    public static bool TakesGzip(StringValues acceptEncoding) =>
        StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var encodings)
        && encodings.Any(encoding => encoding.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase) && encoding.Quality is null or > 0);

    /// <summary>Answers a request.</summary>
    public static async Task WriteAsync(HttpContext context, Action<MetricsText> write)
    {
        var format = FormatOf(context.Request.Headers.Accept);
        var text = new MetricsText(format);
        write(text);
        context.Response.ContentType = TypeOf(format);
        context.Response.Headers.Vary = $"{HeaderNames.Accept}, {HeaderNames.AcceptEncoding}";
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (!TakesGzip(context.Request.Headers.AcceptEncoding))
        {
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            return;
        }

        context.Response.Headers.ContentEncoding = Gzip;
        await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(bytes, context.RequestAborted);
    }
}
