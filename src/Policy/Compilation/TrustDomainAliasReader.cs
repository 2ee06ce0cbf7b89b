using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>Reads <c>trustDomainAliases</c> of a MeshConfig.</summary>
internal static class TrustDomainAliasReader
{
    private const string Key = "trustDomainAliases";

    /// <summary>The aliases; null where none are written.</summary>
    /// <param name="config">The MeshConfig.</param>
    /// <param name="bag">Where errors go.</param>
    /// <param name="isSound">Whether there is no error.</param>
    public static ValueList<string>? Read(SourceNode.Mapping config, DiagnosticBag bag, out bool isSound)
    {
        isSound = true;
        if (config.Find(Key)?.Value is not { } value)
            return null;
        if (value is not SourceNode.Sequence list || list.Items.Count > CompilationLimits.TrustDomainAliases)
        {
            isSound = Refuse(value.Span, $"`{Key}` is no list of at most {CompilationLimits.TrustDomainAliases} names", bag);
            return null;
        }

        var aliases = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is SourceNode.Scalar { Kind: ScalarKind.Text, Text: var name } && TrustDomainNames.Allow(name))
                aliases.Add(name);
            else
                isSound = Refuse(item.Span, $"`{Key}` holds {Show(item)}, which is no name", bag);
        }

        return aliases.ToValueList();
    }

    private static string Show(SourceNode node) => node is SourceNode.Scalar scalar ? UserText.Quote(scalar.Text) : "something";

    private static bool Refuse(SourceSpan span, string message, DiagnosticBag bag)
    {
        bag.Error(
            CompilationCodes.InvalidMeshConfig, span, message, "write names of trust domains, such as `[old.example]`");
        return false;
    }
}
