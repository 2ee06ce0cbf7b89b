using Microsoft.Extensions.Logging;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Telemetry.Logs;

namespace ScopeMesh.Tests.Unit.Hosts.Admin;

/// <summary>What <c>/logging</c> answers, and what comes of it.</summary>
public sealed class LoggingEndpointTests
{
    private readonly LogLevels _levels = new(LogFilter.At(LogLevel.Information));

    [Theory]
    [InlineData("GET", null, false, 200, "info")]
    [InlineData("POST", null, false, 200, "info")]
    [InlineData("POST", "", false, 200, "info")]
    [InlineData("POST", "debug", false, 200, "debug")]
    [InlineData("POST", "access=debug,warn", false, 200, "access=debug,warn")]
    [InlineData("POST", "a::b=off", false, 200, "a.b=off,info")]
    [InlineData("POST", "loud", false, 400, "info")]
    [InlineData("POST", "access", false, 400, "info")]
    [InlineData("POST", "access=loud", false, 400, "info")]
    [InlineData("POST", "debug,=warn", false, 400, "info")]
    [InlineData("GET", "debug", false, 405, "info")]
    [InlineData("GET", null, true, 405, "info")]
    [InlineData("PUT", "debug", false, 405, "info")]
    [InlineData("DELETE", null, false, 405, "info")]
    public void Levels_are_shown_and_changed(string method, string? level, bool reset, int status, string after)
    {
        var answer = LoggingEndpoint.Answer(_levels, method, level ?? "", level is not null, reset);
        Assert.Equal(status, answer.Status);
        Assert.Equal(after, _levels.Current.ToString());
        if (status == 200)
            Assert.Equal($"current log level is {after}\n", answer.Body);
        else
            Assert.Contains("usage: POST /logging?level=LEVEL", answer.Body);
    }

    [Fact]
    public void Changes_add_up_until_a_reset()
    {
        Post("access=debug");
        Post("warn");
        Assert.Equal("access=debug,warn", _levels.Current.ToString());
        Assert.Equal(200, LoggingEndpoint.Answer(_levels, "POST", "", isChange: false, isReset: true).Status);
        Assert.Equal("info", _levels.Current.ToString());
        Post("access=off");
        Assert.Equal(200, LoggingEndpoint.Answer(_levels, "POST", "trace", isChange: true, isReset: true).Status);
        Assert.Equal("trace", _levels.Current.ToString());
    }

    [Fact]
    public void So_many_categories_have_levels_and_no_more()
    {
        for (var number = 0; number < LogFilter.MaxRules; number++)
            Post($"c{number}=debug");
        var answer = LoggingEndpoint.Answer(_levels, "POST", "one.more=debug", isChange: true, isReset: false);
        Assert.Equal(400, answer.Status);
        Assert.Contains("reset them first", answer.Body);
        Assert.Equal(LogFilter.MaxRules, _levels.Current.Rules.Count);
    }

    [Fact]
    public void A_log_that_somebody_else_writes_is_not_changed_here() =>
        Assert.Equal(500, LoggingEndpoint.Answer(null, "POST", "debug", isChange: true, isReset: false).Status);

    private void Post(string level) =>
        Assert.Equal(200, LoggingEndpoint.Answer(_levels, "POST", level, isChange: true, isReset: false).Status);
}
