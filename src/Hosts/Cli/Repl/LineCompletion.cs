using System.CommandLine.Completions;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>What may stand in the place of a word that is begun.</summary>
/// <param name="Start">Where the word begins in the line; it ends at the cursor.</param>
/// <param name="Words">The whole words, in order.</param>
internal sealed record Completions(int Start, IReadOnlyList<string> Words);

/// <summary>Completes lines of a session.</summary>
/// <param name="reading">The mesh.</param>
/// <param name="caller">Who calls, where a line names nobody.</param>
internal sealed class LineCompletion(MeshReading reading, string? caller)
{
    private readonly MeshNames _names = new(reading.View);

    /// <param name="beginning">The line up to the cursor.</param>
    public Completions Of(string beginning)
    {
        var words = LineWords.Begun(beginning);
        var (begun, before) = (words[^1], words.Take(words.Count - 1).Select(word => word.Text).ToArray());
        var found = before is [] ? SessionWords.Names : After(before[0], before[1..], begun.Text);
        return new Completions(
            begun.Start,
            [.. found.Where(word => word.StartsWith(begun.Text, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)]);
    }

    private IEnumerable<string> After(string verb, string[] before, string begun) => verb switch
    {
        SessionWords.Help when before is [] => SessionWords.Names,
        SessionWords.From when before is [] => _names.Callers(begun),
        _ when SessionVerbs.Find(verb) is { } known => Of(known, before, begun),
        _ => [],
    };

    private IEnumerable<string> Of(SessionVerb verb, string[] before, string begun)
    {
        var sorted = SortedWords.Of(verb, before);
        if (begun.StartsWith('-'))
            return verb.Command.Options.Where(option => !option.Hidden).Select(option => option.Name).Order(StringComparer.Ordinal);
        if (sorted.Awaiting is { } option)
        {
            return verb.Words.FirstOrDefault(word => word.Option == option.Name) is { } meant
                ? Of(verb, meant, sorted, begun)
                : Choices(option);
        }

        var slots = verb.Words.Where(word => !sorted.Options.Contains(word.Option)).ToArray();
        var at = slots is [.., { MayRepeat: true }] ? Math.Min(sorted.Plain.Count, slots.Length - 1) : sorted.Plain.Count;
        if (at >= slots.Length)
            return [];
        var next = Of(verb, slots[at], sorted, begun);
        // The first word may be the second one's, once it is known who calls.
        return caller is not null && sorted.Plain.Count == 0 && slots is [{ Kind: WordKind.Caller, IsRequired: true }, var second, ..]
            ? Of(verb, second, sorted, begun).Concat(next)
            : next;
    }

    private IEnumerable<string> Of(SessionVerb verb, SessionWord word, SortedWords sorted, string begun) => word.Kind switch
    {
        WordKind.Caller => _names.Callers(begun),
        WordKind.Destination => _names.Destinations(begun, Caller(sorted)),
        WordKind.Cluster => _names.Clusters(),
        WordKind.Service => _names.Services(begun),
        WordKind.ServiceName => _names.ServiceNames(begun),
        WordKind.Change => Changes(begun, Choices(verb.Option(word.Option)!)),
        WordKind.Choice => Choices(verb.Option(word.Option)!),
    };

    private IEnumerable<string> Changes(string begun, IEnumerable<string> kinds)
    {
        if (begun.Split(':', 2) is not [var kind, var rest])
            return kinds;
        var names = kind switch
        {
            "label" => _names.Services(rest),
            "scale" or "unready" => _names.Callers(rest),
            "remove" or "gateway-down" => _names.Clusters(),
            _ => [],
        };
        return names.Select(name => $"{kind}:{name}");
    }

    private static IEnumerable<string> Choices(System.CommandLine.Option option) =>
        option.GetCompletions(CompletionContext.Empty).Select(item => item.Label);

    private Workload? Caller(SortedWords sorted)
    {
        var at = sorted.Passed.ToList().IndexOf("--from") + 1;
        var name = at > 0 ? sorted.Passed[at] : sorted.Plain is [var first, ..] ? first : caller;
        return name is null ? null : Cli.Callers.TryFind(reading.Mesh, name) is [var found, ..] ? found : null;
    }
}
