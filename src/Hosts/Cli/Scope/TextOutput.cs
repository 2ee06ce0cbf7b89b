namespace ScopeMesh.Hosts.Cli;

/// <summary>Where a verb puts a text that it made.</summary>
internal static class TextOutput
{
    /// <summary>Writes it to a file where one is named, else to standard output.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file, if one is named.</param>
    /// <param name="format">What standard output takes.</param>
    /// <param name="data">What it takes as JSON.</param>
    public static void Write(string text, string? file, OutputFormat format, object data)
    {
        if (file is not null)
            File.WriteAllText(file, text);
        if (format == OutputFormat.Json)
            Output.WriteJson(data);
        else if (file is null)
            Console.Out.Write(text);
    }
}
