using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Finds Services that meet conditions: with as few labels as any, and by a fixed choice among those, so that the same
/// condition always gives the same Service.
/// </summary>
internal static class Witnesses
{
    /// <summary>What a Service and its namespace are called where it does not matter.</summary>
    public const string UsualName = "default";

    /// <summary>What its cluster is called where it does not matter.</summary>
    public const string UsualCluster = "c";

    private const string OtherText = "other";
    private const string PresentText = "true";

    /// <summary>The leanest Service that meets a condition which is neither false nor exceeded.</summary>
    public static ScopeFacts Leanest(DiagramStore store, int diagram)
    {
        var labels = LabelsNeeded(store, diagram);
        var chosen = new Dictionary<Variable, string>();
        while (diagram != DiagramStore.True)
        {
            var variable = store.Alphabet.Variables[store.LevelOf(diagram)];
            var best = Outcomes(store, diagram, variable).MinBy(outcome => Cost(labels, variable, outcome));
            if (best.Text is { } text)
                chosen[variable] = text;
            diagram = best.Child;
        }
        return Facts(chosen);
    }

    /// <summary>Some Service that meets a condition which is neither false nor exceeded; found faster than the leanest.</summary>
    public static ScopeFacts Any(DiagramStore store, int diagram)
    {
        var chosen = new Dictionary<Variable, string>();
        while (diagram != DiagramStore.True)
        {
            var variable = store.Alphabet.Variables[store.LevelOf(diagram)];
            var (text, child) = Outcomes(store, diagram, variable).First(outcome => outcome.Child != DiagramStore.False);
            if (text is not null)
                chosen[variable] = text;
            diagram = child;
        }
        return Facts(chosen);
    }

    /// <summary>The outcomes of a node's variable, the plainest first; no text stands for the absent label.</summary>
    public static IEnumerable<(string? Text, int Child)> Outcomes(DiagramStore store, int diagram, Variable variable)
    {
        var usual = variable.Subject == Subject.Cluster ? UsualCluster : UsualName;
        var edges = store.Edges(diagram).ToArray();
        var values = edges.Select(edge => ((string?)store.Alphabet.Values[edge.Value], edge.Child));
        var taken = edges.Select(edge => (string?)store.Alphabet.Values[edge.Value]).ToHashSet(StringComparer.Ordinal);
        if (!variable.IsName)
            return [(null, store.Absent(diagram)), .. values, (Fresh(OtherText, taken), store.Other(diagram))];
        return taken.Contains(usual)
            ? values.Append((Fresh(OtherText, taken), store.Other(diagram))).OrderBy(outcome => outcome.Item1 != usual)
            : values.Prepend((usual, store.Other(diagram)));
    }

    // How many labels the leanest Service has that meets the condition of each node.
    private static Dictionary<int, int> LabelsNeeded(DiagramStore store, int diagram)
    {
        var needed = new Dictionary<int, int> { [DiagramStore.True] = 0 };
        foreach (var node in store.NodesOf(diagram))
        {
            var variable = store.Alphabet.Variables[store.LevelOf(node)];
            var best = Outcomes(store, node, variable).Min(outcome => Cost(needed, variable, outcome));
            if (best < int.MaxValue)
                needed[node] = best;
        }
        return needed;
    }

    private static int Cost(Dictionary<int, int> needed, Variable variable, (string? Text, int Child) outcome) =>
        needed.TryGetValue(outcome.Child, out var rest)
            ? rest + (outcome.Text is null || variable.IsName ? 0 : 1)
            : int.MaxValue;

    /// <summary>A label value that is none of some others.</summary>
    public static string Fresh(IEnumerable<string?> others)
    {
        var taken = others.ToHashSet(StringComparer.Ordinal);
        return taken.Contains(PresentText) ? Fresh(OtherText, taken) : PresentText;
    }

    private static string Fresh(string text, HashSet<string?> taken)
    {
        var fresh = text;
        for (var i = 2; taken.Contains(fresh); i++)
            fresh = $"{text}-{i}";
        return fresh;
    }

    private static ScopeFacts Facts(Dictionary<Variable, string> chosen)
    {
        string NameOf(Subject subject, string usual) => chosen.GetValueOrDefault(Variable.NameOf(subject), usual);
        LabelSet LabelsOf(Subject subject) => LabelSet.Create(chosen
            .Where(pair => pair.Key.Subject == subject && !pair.Key.IsName)
            .Select(pair => KeyValuePair.Create(pair.Key.Key!, pair.Value)));

        return new ScopeFacts(
            NameOf(Subject.Cluster, UsualCluster),
            NamespaceFacts.Known(NameOf(Subject.Namespace, UsualName), LabelsOf(Subject.Namespace)),
            NameOf(Subject.Service, UsualName),
            LabelsOf(Subject.Service));
    }
}
