using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ScopeMesh.Hosts.Telemetry.Logs;

namespace ScopeMesh.Tests.Unit.Hosts.Telemetry.Logs;

public sealed class LogLineFormatTests
{
    private static readonly DateTimeOffset Time = new DateTimeOffset(2024, 4, 11, 15, 38, 42, TimeSpan.Zero).AddTicks(1829740);

    private static readonly LogLine Fielded = new(Time, LogLevel.Information, "access", null, new Example());

    [Fact]
    public void A_plain_line_is_columns_between_tabs() =>
        Assert.Equal(
            "2024-04-11T15:38:42.182974Z\tinfo\taccess\tconnection complete\tsrc.addr=10.244.0.24:46238 src.workload=\"a \\\"b\\\"\" bytes_sent=67\n",
            Format(Fielded, LogFormat.Plain));

    [Fact]
    public void A_line_of_json_has_the_same_fields() =>
        Assert.Equal(
            """{"level":"info","time":"2024-04-11T15:38:42.182974Z","scope":"access","message":"connection complete","src.addr":"10.244.0.24:46238","src.workload":"a \"b\"","bytes_sent":67}""" + "\n",
            Format(Fielded, LogFormat.Json));

    [Fact]
    public void What_others_say_stays_within_its_line()
    {
        var line = new LogLine(Time, LogLevel.Warning, "test", "two\nlines\tand \u001b[31mred", null);
        Assert.Equal(
            "2024-04-11T15:38:42.182974Z\twarn\ttest\ttwo\\u000alines\\u0009and \\u001b[31mred\n", Format(line, LogFormat.Plain));
        using var json = JsonDocument.Parse(Format(line, LogFormat.Json));
        Assert.Equal("two\nlines\tand \u001b[31mred", json.RootElement.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(LogLevel.Trace, "trace")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Warning, "warn")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "error")]
    public void Levels_have_ztunnels_words(LogLevel level, string word) => Assert.Equal(word, LogLineFormat.Word(level));

    private static string Format(LogLine line, LogFormat format)
    {
        var text = new StringBuilder();
        LogLineFormat.Append(text, line, format);
        return text.ToString();
    }

    private sealed class Example : IFieldedLine
    {
        public string Message => "connection complete";

        public void Tell(ILogFields fields)
        {
            fields.Bare("src.addr", "10.244.0.24:46238");
            fields.Quoted("src.workload", "a \"b\"");
            fields.Number("bytes_sent", 67);
        }
    }
}
