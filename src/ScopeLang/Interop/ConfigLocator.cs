using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using YamlDotNet.RepresentationModel;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>Finds the list of entries in whichever of the accepted documents a text is.</summary>
internal sealed class ConfigLocator(List<Diagnostic> diagnostics, Severity severity)
{
    private const string SnakeField = "service_scope_configs";

    /// <summary>The value of <c>serviceScopeConfigs</c>, or null where there is none.</summary>
    public YamlPlaced? Locate(string yaml, string file)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(yaml) > ScopeLimits.TextBytes)
        {
            diagnostics.Add(ScopeParser.TooLong(file));
            return null;
        }
        var places = new YamlPlaces(yaml, file);
        return YamlLoader.Load(places, diagnostics) switch
        {
            null => null,
            YamlSequenceNode list => new YamlPlaced(list, places),
            YamlMappingNode map => InDocument(map, places),
            var other when YamlValues.IsNull(other) => null,
            var other => Wrong(places, other, "a mesh configuration is a map, or a list of entries"),
        };
    }

    private YamlPlaced? InDocument(YamlMappingNode map, YamlPlaces places) => Child(map, "kind") switch
    {
        YamlScalarNode { Value: "ConfigMap" } => InConfigMap(map, places),
        YamlScalarNode { Value: "IstioOperator" } => InMap(places, Child(map, "spec"), "spec", spec =>
            InMap(places, Child(spec, "meshConfig"), "meshConfig", config => InMeshConfig(config, places))),
        YamlScalarNode { Value: { } kind } => Wrong(places, map,
            $"a `{Quoting.Excerpt(kind)}` holds no mesh configuration; a ConfigMap or an IstioOperator does"),
        _ when Child(map, "meshConfig") is { } config =>
            InMap(places, config, "meshConfig", meshConfig => InMeshConfig(meshConfig, places)),
        _ => InMeshConfig(map, places),
    };

    private YamlPlaced? InConfigMap(YamlMappingNode map, YamlPlaces places) =>
        InMap(places, Child(map, "data"), "data", data => Child(data, "mesh") switch
        {
            null => null,
            YamlScalarNode scalar => InText(places.Within(scalar)),
            var other => Wrong(places, other, "`data.mesh` holds a mesh configuration as a text"),
        });

    private YamlPlaced? InText(YamlPlaces places) => YamlLoader.Load(places, diagnostics) switch
    {
        null => null,
        var root => InMap(places, root, "data.mesh", map => InMeshConfig(map, places)),
    };

    private YamlPlaced? InMeshConfig(YamlMappingNode map, YamlPlaces places)
    {
        if ((Child(map, ServiceScopeConfigs.Field) ?? Child(map, SnakeField)) is { } found)
            return YamlValues.IsNull(found) ? null : new YamlPlaced(found, places);
        foreach (var key in map.Children.Keys.OfType<YamlScalarNode>())
            if (Suggestions.DidYouMean(key.Value ?? "", [ServiceScopeConfigs.Field, "meshConfig"]) is { } question)
                diagnostics.Add(new Diagnostic(ScopeCodes.UnknownYamlKey, severity, places.SpanOf(key),
                    $"Istio ignores the unknown key `{Quoting.Excerpt(key.Value ?? "")}`", question));
        return null;
    }

    private YamlPlaced? InMap(YamlPlaces places, YamlNode? node, string name, Func<YamlMappingNode, YamlPlaced?> look) =>
        node switch
        {
            YamlMappingNode map => look(map),
            null => null,
            _ when YamlValues.IsNull(node) => null,
            _ => Wrong(places, node, $"`{name}` must be a map, and is {YamlValues.Describe(node)}"),
        };

    private YamlPlaced? Wrong(YamlPlaces places, YamlNode node, string message)
    {
        diagnostics.Add(new Diagnostic(ScopeCodes.WrongYamlType, Severity.Error, places.SpanOf(node), message));
        return null;
    }

    private static YamlNode? Child(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;
}
