using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ScopeMesh.Hosts.Cli;

/// <summary>An option that takes a whole number between two bounds.</summary>
internal static class BoundedNumber
{
    /// <summary>The option; what is no number, or out of bounds, is an error that names the bounds.</summary>
    public static Option<int> Option(string name, string description, int least, int most, int otherwise) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result => Parse(result, name, least, most),
    };

    private static int Parse(ArgumentResult result, string name, int least, int most)
    {
        if (result.Tokens is [var token]
            && int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"{name} takes a number from {least} to {most}");
        return least;
    }
}
