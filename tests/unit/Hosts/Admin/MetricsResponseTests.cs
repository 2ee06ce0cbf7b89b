using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using ScopeMesh.Hosts.Admin;

namespace ScopeMesh.Tests.Unit.Hosts.Admin;

/// <summary>In which format and encoding metrics are answered.</summary>
public sealed class MetricsResponseTests
{
    [Theory]
    [InlineData(null, "text/plain; charset=utf-8")]
    [InlineData("*/*", "text/plain; charset=utf-8")]
    [InlineData("application/json", "text/plain; charset=utf-8")]
    [InlineData("application/openmetrics-text", "application/openmetrics-text;charset=utf-8;version=1.0.0")]
    [InlineData(
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
        "application/openmetrics-text;charset=utf-8;version=1.0.0")]
    public void OpenMetrics_is_answered_as_soon_as_it_is_named(string? accept, string type) =>
        Assert.Equal(type, MetricsResponse.TypeOf(MetricsResponse.FormatOf(accept)));

    [Theory]
    [InlineData(null, false)]
    [InlineData("br", false)]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("br, gzip;q=0.1", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    [InlineData(";;;", false)]
    public void It_is_compressed_where_that_is_accepted(string? encodings, bool takes) =>
        Assert.Equal(takes, MetricsResponse.TakesGzip(encodings));

    [Fact]
    public async Task What_is_compressed_is_the_same_text()
    {
        var plain = await AnswerAsync("");
        var packed = await AnswerAsync("gzip");
        await using var unpacked = new GZipStream(new MemoryStream(packed.Body), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);
        Assert.Equal("gzip", packed.Encoding);
        Assert.Null(plain.Encoding);
        Assert.Equal(Encoding.UTF8.GetString(plain.Body), await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<(byte[] Body, string? Encoding)> AnswerAsync(string encodings)
    {
        var body = new MemoryStream();
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptEncoding = encodings;
        context.Response.Body = body;
        await MetricsResponse.WriteAsync(context, text => text.Gauge("test", "A test.", 1));
        return (body.ToArray(), context.Response.Headers.ContentEncoding);
    }
}
