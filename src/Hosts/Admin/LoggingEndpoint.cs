using ScopeMesh.Hosts.Telemetry.Logs;

namespace ScopeMesh.Hosts.Admin;

/// <summary>What <c>/logging</c> answers.</summary>
internal static class LoggingEndpoint
{
    private const string Help = """
        usage: GET /logging                               (which levels are logged)
        usage: POST /logging                              (the same)
        usage: POST /logging?level=LEVEL                  (changes the level of all categories without one of their own)
        usage: POST /logging?level=CATEGORY=LEVEL,LEVEL   (changes several)
        usage: POST /logging?reset                        (as at the start; level= may follow)

        levels: off|error|warn|info|debug|trace
        categories: access, or a name such as ScopeMesh.Hosts.NodeProxy

        """;

    /// <summary>The answer to one request, whose change is made.</summary>
    /// <param name="levels">The levels in force; null where somebody else writes the log.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="change">What <c>level</c> says.</param>
    /// <param name="isChange">Whether there is <c>level</c>.</param>
    /// <param name="isReset">Whether there is <c>reset</c>.</param>
    public static (int Status, string Body) Answer(LogLevels? levels, string method, string change, bool isChange, bool isReset)
    {
        if (levels is null)
            return (StatusCodes.Status500InternalServerError, "the levels of this host's log cannot be changed\n");
        var isQuestion = !isReset && (!isChange || change.Length == 0);
        if (!HttpMethods.IsPost(method) && !(HttpMethods.IsGet(method) && isQuestion))
            return (StatusCodes.Status405MethodNotAllowed, $"Invalid HTTP method\n{Help}");
        return levels.Change(isReset, change) is { } error
            ? (StatusCodes.Status400BadRequest, $"Invalid level provided: {change}\n{error}\n{Help}")
            : (StatusCodes.Status200OK, $"current log level is {levels.Current}\n");
    }
}
