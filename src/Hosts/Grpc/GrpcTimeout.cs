using System.Globalization;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>The text of <c>grpc-timeout</c>: up to eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    public const string Header = "grpc-timeout";

    private const int MaximumDigits = 8;
    private const long MaximumValue = 99_999_999;

    /// <summary>The longest wait that timers take; longer deadlines mean as much.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(24);

    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaximumDigits + 1
            || !long.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            || TicksOf(text[^1]) is not { } ticks)
            return false;
        timeout = value > s_longest.Ticks / ticks ? s_longest : TimeSpan.FromTicks((long)(value * ticks));
        return true;
    }

    /// <summary>
    /// The shortest unit that holds the value in eight digits; rounds up, so that nobody gives up early.
    /// </summary>
    public static string Print(TimeSpan timeout)
    {
        var ticks = Math.Max(timeout.Ticks, 1);
        foreach (var unit in "umSMH")
        {
            var value = (long)Math.Ceiling(ticks / TicksOf(unit)!.Value);
            if (value <= MaximumValue)
                return string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
        }
        return $"{MaximumValue}H";
    }

    private static double? TicksOf(char unit) => unit switch
    {
        'H' => TimeSpan.TicksPerHour,
        'M' => TimeSpan.TicksPerMinute,
        'S' => TimeSpan.TicksPerSecond,
        'm' => TimeSpan.TicksPerMillisecond,
        'u' => TimeSpan.TicksPerMicrosecond,
        'n' => 1.0 / TimeSpan.NanosecondsPerTick,
        _ => null,
    };
}
