using System.CommandLine;

namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>What a word of a line means, so that it can be completed.</summary>
internal enum WordKind
{
    /// <summary>A pod or its owner, as CLUSTER/NAMESPACE/NAME.</summary>
    Caller,

    /// <summary>A host and a port, as a caller may write it.</summary>
    Destination,

    /// <summary>A cluster's id.</summary>
    Cluster,

    /// <summary>A Service, as CLUSTER/NAMESPACE/NAME.</summary>
    Service,

    /// <summary>A Service whatever its cluster, as NAMESPACE/NAME.</summary>
    ServiceName,

    /// <summary>A change of a mesh, as `plan` takes it.</summary>
    Change,

    /// <summary>One of the words that an option takes.</summary>
    Choice,
}

/// <summary>A word after a verb, which stands for an option of its command.</summary>
/// <param name="Name">How help shows it.</param>
/// <param name="Option">The option.</param>
/// <param name="Kind">What it means.</param>
/// <param name="IsRequired">Whether the verb means nothing without it.</param>
/// <param name="MayRepeat">Whether all words that follow mean the same.</param>
internal sealed record SessionWord(string Name, string Option, WordKind Kind, bool IsRequired = false, bool MayRepeat = false)
{
    public string Form => $"{(IsRequired ? Name : $"[{Name}]")}{(MayRepeat ? "…" : "")}";
}

/// <summary>A verb of a session: a command of the executable whose mesh is known and whose options are words.</summary>
/// <param name="name">How it is called.</param>
/// <param name="command">The command.</param>
/// <param name="words">The words that may follow, in order.</param>
/// <param name="meshOption">The option that names the mesh folder, where no argument does.</param>
internal sealed class SessionVerb(string name, Command command, SessionWord[] words, string? meshOption = null)
{
    public string Name => name;

    public Command Command => command;

    public IReadOnlyList<SessionWord> Words => words;

    /// <summary>How it is written: <c>explain FROM TO</c>.</summary>
    public string Form => string.Join(' ', [name, .. words.Select(word => word.Form)]);

    /// <summary>The option of a name, or null.</summary>
    public Option? Option(string text) => command.Options.FirstOrDefault(option =>
        !option.Hidden && (option.Name == text || option.Aliases.Contains(text)));

    /// <summary>The command line that a line's words mean.</summary>
    /// <param name="folder">The mesh folder.</param>
    /// <param name="line">The words after the verb.</param>
    /// <param name="caller">Who calls, if nobody else is named.</param>
    /// <exception cref="InputException">There are too many words, or too few.</exception>
    public IReadOnlyList<string> CommandLine(string folder, IReadOnlyList<string> line, string? caller)
    {
        var sorted = SortedWords.Of(this, line);
        var slots = words.Where(word => !sorted.Options.Contains(word.Option)).ToList();
        var arguments = new List<string>(meshOption is null ? [folder] : [meshOption, folder]);
        arguments.AddRange(sorted.Passed);
        if (slots is [{ Kind: WordKind.Caller, IsRequired: true } from, ..] && caller is not null && sorted.Plain.Count < slots.Count)
        {
            arguments.AddRange([from.Option, caller]);
            slots.RemoveAt(0);
        }

        while (slots is [.., { MayRepeat: true } last] && slots.Count < sorted.Plain.Count)
            slots.Add(last);
        if (sorted.Plain.Count > slots.Count)
            throw new InputException(ExitCode.Usage, $"`{sorted.Plain[slots.Count]}` is one word too many; write `{Form}`");
        if (slots.Skip(sorted.Plain.Count).FirstOrDefault(slot => slot.IsRequired) is { } missing)
        {
            throw new InputException(ExitCode.Usage, words.Any(word => word.Kind == WordKind.Caller)
                ? $"{missing.Name} is missing; write `{Form}`, or `from CLUSTER/NAMESPACE/NAME` once and then `{name} {words[^1].Name}`"
                : $"{missing.Name} is missing; write `{Form}`");
        }

        foreach (var (slot, word) in slots.Zip(sorted.Plain))
            arguments.AddRange([slot.Option, word]);
        return arguments;
    }
}

/// <summary>The words after a verb, by what they are.</summary>
/// <param name="Plain">Those that stand for options by their place.</param>
/// <param name="Passed">Options and their values, as they were written.</param>
/// <param name="Options">The names of these options.</param>
/// <param name="Awaiting">The option that takes the next word, if one does.</param>
internal sealed record SortedWords(
    IReadOnlyList<string> Plain, IReadOnlyList<string> Passed, IReadOnlySet<string> Options, Option? Awaiting)
{
    public static SortedWords Of(SessionVerb verb, IReadOnlyList<string> line)
    {
        var (plain, passed, options) = (new List<string>(), new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        Option? awaiting = null;
        foreach (var word in line)
        {
            if (word is ['-', _, ..])
            {
                passed.Add(word);
                var parts = word.Split('=', 2);
                var option = verb.Option(parts[0]);
                options.Add(option?.Name ?? parts[0]);
                awaiting = parts.Length == 1 && option is not null && option.ValueType != typeof(bool) ? option : null;
                continue;
            }

            (awaiting is null ? plain : passed).Add(word);
            if (awaiting is { AllowMultipleArgumentsPerToken: false })
                awaiting = null;
        }

        return new SortedWords(plain, passed, options, awaiting);
    }
}
