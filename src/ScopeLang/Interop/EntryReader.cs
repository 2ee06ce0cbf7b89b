using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;
using YamlDotNet.RepresentationModel;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>
/// Reads entries of <c>serviceScopeConfigs</c>. Strictly, whatever Istio would ignore or reject is an error; leniently,
/// unknown keys are dropped and entries with anything else wrong are skipped, with warnings.
/// </summary>
internal sealed class EntryReader(YamlPlaces places, List<Diagnostic> diagnostics, bool lenient)
{
    // Protobuf's JSON takes the names of the fields in both spellings.
    private static readonly ImmutableArray<string> EntryKeys =
        ["namespaceSelector", "servicesSelector", "scope", "namespace_selector", "services_selector"];

    private readonly SelectorReader _selectors = new(places, diagnostics, lenient);

    /// <summary>Whether aliases made the entries longer than the text.</summary>
    public bool IsExhausted => _selectors.IsExhausted;

    /// <summary>The rule of an entry, or null where it has no effect or is invalid.</summary>
    public ScopeItem? Read(YamlNode node, int index)
    {
        var name = $"{ServiceScopeConfigs.Field}[{index}]";
        var before = _selectors.Faults;
        if (IsExhausted)
            return null;
        if (node is not YamlMappingNode entry)
        {
            _selectors.Fault(ScopeCodes.WrongYamlType, node, $"`{name}` must be a map, and is {YamlValues.Describe(node)}");
            return null;
        }
        var origin = new Origin(places.SpanOf(node));
        var parts = new List<SelectorExpr>();
        var scope = Scope.Local;
        foreach (var (key, value) in _selectors.Fields(entry, EntryKeys))
        {
            if (parts.Exists(part => key != "scope" && part.Subject == SubjectOf(key)))
                _selectors.Fault(ScopeCodes.InvalidYaml, value, $"`{key}` is given twice, in two spellings");
            else if (key == "scope")
                scope = ReadScope(value);
            else if (_selectors.Read(value) is { IsEmpty: false } requirements)
                parts.Add(new SelectorExpr(SubjectOf(key), requirements, new Origin(places.SpanOf(value))));
        }
        if (_selectors.Faults > before)
            return null;
        if (scope == Scope.Local)
        {
            diagnostics.Add(new Diagnostic(ScopeCodes.InertEntry, Severity.Warning, origin.Span,
                $"`{name}` has no effect: its scope is LOCAL, which is the default and overrules no other entry",
                "drop it, or write a `local` rule in a policy file"));
            return null;
        }
        List<ScopeExpr> ordered = [.. parts.OrderBy(part => part.Subject == Subject.Service)];
        var condition = ordered.Count == 0 ? new ConstantExpr(Value: true, origin) : ScopeExpr.AllOf(ordered, origin);
        return new RuleItem(Scope.Global, new Word(name, origin), condition, origin);
    }

    private static Subject SubjectOf(string key) =>
        key.StartsWith("namespace", StringComparison.Ordinal) ? Subject.Namespace : Subject.Service;

    private Scope ReadScope(YamlNode node)
    {
        switch (YamlValues.AsString(node))
        {
            case "GLOBAL":
                return Scope.Global;
            case "LOCAL":
            case null when YamlValues.IsNull(node):
                return Scope.Local;
            case { } text:
                _selectors.Fault(ScopeCodes.InvalidScope, node, $"`{Quoting.Excerpt(text)}` is no scope",
                    Suggestions.DidYouMean(text, ["GLOBAL", "LOCAL"]) ?? "write GLOBAL or LOCAL");
                return Scope.Local;
            default:
                _selectors.Fault(ScopeCodes.InvalidScope, node, $"the scope is {YamlValues.Describe(node)}", "write GLOBAL or LOCAL");
                return Scope.Local;
        }
    }
}
