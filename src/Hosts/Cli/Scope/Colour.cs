namespace ScopeMesh.Hosts.Cli;

/// <summary>Whether to use colours: on a terminal alone, and not where <c>NO_COLOR</c> (no-color.org) is set.</summary>
internal static class Colour
{
    public static bool OfOutput => !Console.IsOutputRedirected && IsWanted;

    public static bool OfErrors => !Console.IsErrorRedirected && IsWanted;

    private static bool IsWanted =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
}
