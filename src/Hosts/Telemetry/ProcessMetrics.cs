using System.Globalization;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>What the process holds of what the system has few of; where the system does not say, nothing is written.</summary>
internal sealed class ProcessMetrics : IMetricSource
{
    private const string Descriptors = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";
    private const string DescriptorLimit = "Max open files";

    public void Write(MetricsText text)
    {
        try
        {
            if (Directory.Exists(Descriptors))
                text.Gauge("process_open_fds", "Open file descriptors.", Directory.EnumerateFileSystemEntries(Descriptors).Count());
            if (File.Exists(Limits) && MaxDescriptors(File.ReadLines(Limits)) is { } most)
                text.Gauge("process_max_fds", "How many file descriptors may be open.", most);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Where not even these can be read, there is no descriptor left for it.
        }
    }

    /// <summary>The soft limit, in the lines of <c>/proc/PID/limits</c>; null where there is none.</summary>
    public static long? MaxDescriptors(IEnumerable<string> limits)
    {
        var line = limits.FirstOrDefault(limit => limit.StartsWith(DescriptorLimit, StringComparison.Ordinal));
        return line?[DescriptorLimit.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var soft, ..]
            && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? most
            : null;
    }
}
