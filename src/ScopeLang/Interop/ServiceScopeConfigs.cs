using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;
using YamlDotNet.RepresentationModel;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>Istio's <c>serviceScopeConfigs</c>: the scope rules of a MeshConfig.</summary>
public static class ServiceScopeConfigs
{
    /// <summary>The field's name; imported rules are called <c>serviceScopeConfigs[0]</c> and so on.</summary>
    public const string Field = "serviceScopeConfigs";

    private static readonly ImmutableArray<string> Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Whether a file holds YAML, by its name: <c>.yaml</c>, <c>.yml</c>, or <c>.json</c>, which is YAML too.</summary>
    /// <param name="file">The name of the file.</param>
    public static bool IsYaml(string file) =>
        Extensions.Any(extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Imports a bare list, a <c>serviceScopeConfigs:</c> map, a MeshConfig, a ConfigMap whose <c>data.mesh</c> holds
    /// one, an <c>IstioOperator</c>, or Helm values with <c>meshConfig:</c>. Never throws.
    /// </summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">How diagnostics call its file.</param>
    /// <param name="lenient">
    /// Do as Istio does: drop unknown keys and skip invalid entries, with a warning each. Otherwise they are errors.
    /// </param>
    public static ScopeImport Import(string yaml, string file = "", bool lenient = false)
    {
        var diagnostics = new List<Diagnostic>();
        var severity = lenient ? Severity.Warning : Severity.Error;
        var list = new ConfigLocator(diagnostics, severity).Locate(yaml, file);
        var items = list is { } found ? Entries(found, diagnostics, lenient) : [];
        diagnostics.Sort(static (a, b) => a.Span.Offset.CompareTo(b.Span.Offset));
        var isValid = diagnostics.TrueForAll(d => d.Severity != Severity.Error);
        var policy = !isValid ? null : list is null ? ScopePolicy.Empty : new ScopePolicy(items, []);
        return new ScopeImport(policy, diagnostics.ToValueList(), list is not null);
    }

    /// <summary>The most entries that an export gives unless more are asked for.</summary>
    public const int DefaultMaxEntries = 256;

    /// <summary>
    /// Exports the meaning of a policy as a <c>serviceScopeConfigs:</c> map. No entry and no requirement of it can be left
    /// out, and policies of the same meaning give the same text.
    /// </summary>
    /// <param name="policy">The policy; it must not depend on names of Services or clusters.</param>
    /// <param name="maxEntries">The most entries; nothing is exported where more are needed.</param>
    /// <param name="limits">The bounds of the analysis; the default ones where none are given.</param>
    public static ScopeExport Export(ScopePolicy policy, int maxEntries = DefaultMaxEntries, AnalysisLimits? limits = null) =>
        ScopeExporter.Export(policy, maxEntries, limits ?? AnalysisLimits.Default);

    private static ValueList<ScopeItem> Entries(YamlPlaced found, List<Diagnostic> diagnostics, bool lenient)
    {
        if (found.Node is not YamlSequenceNode list)
        {
            diagnostics.Add(new Diagnostic(ScopeCodes.WrongYamlType, Severity.Error, found.Places.SpanOf(found.Node),
                $"`{Field}` must be a list, and is {YamlValues.Describe(found.Node)}"));
            return [];
        }
        if (list.Children.Count > ScopeLimits.Items)
        {
            diagnostics.Add(new Diagnostic(ScopeCodes.TooManyItems, Severity.Error,
                found.Places.SpanOf(list.Children[ScopeLimits.Items]), $"a policy holds {ScopeLimits.Items} entries at most"));
            return [];
        }
        var reader = new EntryReader(found.Places, diagnostics, lenient);
        var items = list.Children.Select((entry, i) => reader.Read(entry, i)).OfType<ScopeItem>().ToValueList();
        if (reader.IsExhausted)
            diagnostics.Add(new Diagnostic(ScopeCodes.TextTooLong, Severity.Error, found.Places.SpanOf(found.Node),
                "aliases make this list longer than the text", "write the entries out"));
        return items;
    }
}
