using System.CommandLine;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The parts of a plan, in the order in which they are written.</summary>
internal enum PlanPart
{
    Scopes,
    Shares,
    Connections,
    Closing,
    Pods,
    Routes,
    Conflicts,
    Drift,
    Addresses,
    Findings,
}

/// <summary>The option that names them.</summary>
internal static class PlanParts
{
    private static readonly string[] Words = [.. Enum.GetNames<PlanPart>().Select(name => name.ToLowerInvariant())];

    public static Option<PlanPart[]> Option()
    {
        var option = new Option<PlanPart[]>("--only")
        {
            Description = "write these parts alone, with commas between them",
            HelpName = string.Join('|', Words),
            CustomParser = result =>
            {
                var parts = new List<PlanPart>();
                foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',')))
                {
                    if (Array.IndexOf(Words, word.ToLowerInvariant()) is >= 0 and var place)
                        parts.Add((PlanPart)place);
                    else
                        result.AddError($"--only takes {string.Join(", ", Words)}, and not `{word}`");
                }

                return [.. parts];
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(Words);
        return option;
    }

    /// <summary>Those that are wanted: all where none is named.</summary>
    public static IReadOnlySet<PlanPart> Of(PlanPart[] named) =>
        (named.Length == 0 ? Enum.GetValues<PlanPart>() : named).ToHashSet();
}
