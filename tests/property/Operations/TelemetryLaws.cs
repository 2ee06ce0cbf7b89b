using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Telemetry.Logs;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Operations;

public sealed class TelemetryLaws
{
    private static Gen<string> Text { get; } = Gen.Frequency(
        (3, Gen.Elements('a', '"', '\\', '\n', '\r', '\t', '=', ' ', ',', '\u001b', 'é')), (1, Gen.Choose(1, 0xD7FF).Select(code => (char)code)))
        .ArrayOf()
        .Select(letters => new string(letters));

    private static Gen<LogLevel> Levels { get; } = Gen.Elements(Enum.GetValues<LogLevel>());

    private static Gen<string> Categories { get; } = Gen.Elements("a", "b", "ab").NonEmptyListOf().Select(parts => string.Join('.', parts.Take(4)));

    private static Gen<LogFilter> Filters { get; } =
        from level in Levels
        from rules in Categories.Zip(Levels).ArrayOf()
        select new LogFilter(level, [.. rules.Take(6).DistinctBy(rule => rule.Item1).OrderBy(rule => rule.Item1, StringComparer.Ordinal).Select(rule => new LogRule(rule.Item1, rule.Item2))]);

    [Fact]
    public void Whatever_is_said_is_one_line() =>
        Law.Holds(Text.Three(), texts =>
        {
            var (message, value, category) = texts;
            var line = new LogLine(DateTimeOffset.UnixEpoch, LogLevel.Information, "test", null, new Said(message, value, category));
            var plain = Format(line, LogFormat.Plain);
            Assert.Equal(1, plain.Count(letter => letter == '\n'));
            Assert.Equal(4, plain.Count(letter => letter == '\t'));
            Assert.DoesNotContain(plain.TrimEnd('\n').Replace('\t', ' '), char.IsControl);
            var json = Format(line, LogFormat.Json);
            Assert.Equal(1, json.Count(letter => letter == '\n'));
            using var read = JsonDocument.Parse(json);
            Assert.Equal(message, read.RootElement.GetProperty("message").GetString());
            Assert.Equal(value, read.RootElement.GetProperty("quoted").GetString());
        });

    [Fact]
    public void A_filter_that_is_written_is_read_as_the_same() =>
        Law.Holds(Filters, filter => Assert.Equal(filter, LogFilter.At(LogLevel.None).With(filter.ToString()).Filter));

    /// <summary>The obvious way: name by name, from the whole one down to its first part.</summary>
    [Fact]
    public void Of_the_rules_that_cover_a_category_the_longest_counts() =>
        Law.Holds(Filters.Zip(Categories), pair =>
        {
            var (filter, category) = pair;
            var expected = filter.Level;
            for (var name = category; name.Length > 0; name = name.Contains('.') ? name[..name.LastIndexOf('.')] : "")
            {
                if (filter.Rules.FirstOrDefault(rule => rule.Category == name) is { } rule)
                {
                    expected = rule.Level;
                    break;
                }
            }

            Assert.Equal(expected, filter.LevelOf(category));
        });

    [Fact]
    public void A_label_holds_any_text_within_its_quotes() =>
        Law.Holds(Text, value =>
        {
            var text = new StringBuilder();
            MetricsText.Label(text, "a", value);
            var written = text.ToString();
            Assert.StartsWith("a=\"", written, StringComparison.Ordinal);
            Assert.Equal(value, Unescape(written[3..^1]));
            Assert.DoesNotContain('\n', written);
        });

    private static string Unescape(string written)
    {
        var text = new StringBuilder();
        for (var place = 0; place < written.Length; place++)
        {
            Assert.NotEqual('"', written[place]);
            text.Append(written[place] != '\\' ? written[place] : written[++place] == 'n' ? '\n' : written[place]);
        }

        return text.ToString();
    }

    private static string Format(LogLine line, LogFormat format)
    {
        var text = new StringBuilder();
        LogLineFormat.Append(text, line, format);
        return text.ToString();
    }

    private sealed class Said(string message, string value, string address) : IFieldedLine
    {
        public string Message => message;

        public void Tell(ILogFields fields)
        {
            fields.Quoted("quoted", value);
            fields.Bare("bare", address);
            fields.Number("number", 1);
        }
    }
}
