namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>How a text becomes the value of a setting.</summary>
/// <param name="Expects">What is expected, as in <c>a whole number</c>, with what to write.</param>
/// <param name="Parse">The value, or false.</param>
internal sealed record SettingType<T>(string Expects, SettingParser<T> Parse);

/// <summary>Reads a text; false where it is something else.</summary>
internal delegate bool SettingParser<T>(string text, out T? value);

/// <summary>
/// One thing that can be set: in a file by its key, in the environment by a variable of its own or by those of ztunnel's
/// that mean the same, and on the command line by a flag.
/// </summary>
/// <param name="Key">Its key in a file, in camel case.</param>
/// <param name="Default">What holds where it is not given, for people.</param>
/// <param name="Meaning">What it does, in one line.</param>
/// <param name="Variables">ztunnel's variables, of which the first that is set counts.</param>
internal abstract record Setting(string Key, string Default, string Meaning, params string[] Variables)
{
    /// <summary>What is expected.</summary>
    public abstract string Expects { get; }

    /// <summary>Its flag.</summary>
    public string Flag => OwnFlag ?? $"--{Split('-').ToLowerInvariant()}";

    /// <summary>Its flag where that is not its key with dashes: a word that says more on a command line.</summary>
    public string? OwnFlag { get; init; }

    /// <summary>Its own variable.</summary>
    public string Variable => $"SCOPEMESH_{Split('_').ToUpperInvariant()}";

    private string Split(char separator) =>
        string.Concat(Key.Select(letter => char.IsUpper(letter) ? $"{separator}{letter}" : $"{letter}"));
}

/// <summary>A setting with the type of its values.</summary>
internal sealed record Setting<T>(string Key, SettingType<T> Type, string Default, string Meaning, params string[] Variables)
    : Setting(Key, Default, Meaning, Variables)
{
    public override string Expects => Type.Expects;
}
