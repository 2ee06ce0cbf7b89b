using System.CommandLine;
using System.CommandLine.Parsing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Options that take one of a few words: the names of an enum's values, in lower case.</summary>
internal static class ChoiceOption
{
    /// <summary>An option that has a value in any case.</summary>
    public static Option<T> Create<T>(string name, string description, T otherwise)
        where T : struct, Enum => Completed<T, T>(new Option<T>(name)
        {
            Description = description,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result => Parse<T>(result, name) ?? otherwise,
        });

    /// <summary>An option that may be left out.</summary>
    public static Option<T?> Create<T>(string name, string description)
        where T : struct, Enum => Completed<T?, T>(new Option<T?>(name)
        {
            Description = description,
            CustomParser = result => Parse<T>(result, name),
        });

    private static Option<TValue> Completed<TValue, T>(Option<TValue> option)
        where T : struct, Enum
    {
        option.HelpName = string.Join('|', Words<T>());
        option.CompletionSources.Clear();
        option.CompletionSources.Add(Words<T>());
        return option;
    }

    private static T? Parse<T>(ArgumentResult result, string name)
        where T : struct, Enum
    {
        var word = result.Tokens is [var token] ? token.Value : "";
        foreach (var value in Enum.GetValues<T>())
            if (word.Equals(Word(value), StringComparison.OrdinalIgnoreCase))
                return value;
        result.AddError($"{name} takes {string.Join(" or ", Words<T>())}, and not `{word}`");
        return null;
    }

    private static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Word)];

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
