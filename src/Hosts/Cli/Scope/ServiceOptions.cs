using System.CommandLine;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The options that describe one Service. What is left out is as in a <c>test</c> block.</summary>
internal sealed class ServiceOptions
{
    private readonly Option<string?> _service = new("--service") { Description = "the name of the Service" };

    private readonly Option<string[]> _labels = new("--service-label", "--labels")
    {
        Description = "labels of the Service: KEY=VALUE[,KEY=VALUE]; may be repeated",
    };

    private readonly Option<string?> _namespace = new("--namespace") { Description = "the name of its namespace" };

    private readonly Option<string[]> _namespaceLabels = new("--namespace-label")
    {
        Description = "labels of the namespace: KEY=VALUE[,KEY=VALUE]; may be repeated",
    };

    private readonly Option<bool> _unknown = new("--unknown-namespace")
    {
        Description = "nobody has seen the namespace object",
    };

    private readonly Option<string?> _cluster = new("--cluster") { Description = "the cluster that defines the Service" };

    private ServiceOptions()
    {
    }

    private IEnumerable<Option> All => [_service, _labels, _namespace, _namespaceLabels, _unknown, _cluster];

    public static ServiceOptions AddTo(Command command)
    {
        var options = new ServiceOptions();
        foreach (var option in options.All)
            command.Options.Add(option);
        return options;
    }

    /// <summary>Whether any of the options is there.</summary>
    public bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>The facts that the options state.</summary>
    /// <exception cref="InputException">A name or a label is not valid.</exception>
    public ScopeFacts Facts(ParseResult parsed)
    {
        var name = Name(parsed.GetValue(_namespace), "namespace", ScopeTests.DefaultName);
        var nsLabels = Labels(parsed.GetValue(_namespaceLabels) ?? []);
        if (NamespaceFacts.Contradicts(name, nsLabels))
            throw Wrong($"the label `{NamespaceFacts.NameLabel}` of namespace `{name}` names another one; leave it out");
        if (parsed.GetValue(_unknown) && nsLabels.Count > 0)
            throw Wrong("an unknown namespace has no labels; leave out --unknown-namespace or --namespace-label");
        return new ScopeFacts(
            Cluster(parsed.GetValue(_cluster) ?? ScopeTests.DefaultCluster),
            parsed.GetValue(_unknown) ? NamespaceFacts.Unknown(name) : NamespaceFacts.Known(name, nsLabels),
            Name(parsed.GetValue(_service), "service", ScopeTests.DefaultName),
            Labels(parsed.GetValue(_labels) ?? []));
    }

    private static string Cluster(string name) =>
        name.Length > 0 && LabelSyntax.IsValue(name) ? name : throw Wrong($"`{name}` is no name of a cluster");

    private static string Name(string? name, string what, string otherwise)
    {
        var found = name ?? otherwise;
        return LabelSyntax.ExplainDnsSubdomain(found) is { } why
            ? throw Wrong($"the name `{found}` of the {what} {why}")
            : found;
    }

    private static LabelSet Labels(IEnumerable<string> lists)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var label in lists.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (label.Split('=', 2) is not [var key, var value])
                throw Wrong($"`{label}` is no label; write KEY=VALUE");
            if (LabelSyntax.ExplainKey(key) is { } whyKey)
                throw Wrong($"the label key `{key}` {whyKey}");
            if (LabelSyntax.ExplainValue(value) is { } whyValue)
                throw Wrong($"the label value `{value}` {whyValue}");
            if (!labels.TryAdd(key, value))
                throw Wrong($"the label `{key}` is given twice");
        }

        return LabelSet.Create(labels);
    }

    private static InputException Wrong(string message) => new(ExitCode.Usage, message);
}
