using System.Text;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Syntax;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>
/// Writes entries of <c>serviceScopeConfigs</c>: of each product the requirements on the namespace and those on the
/// Service. Values stand in quotes, since to YAML 1.1 some would be no strings.
/// </summary>
internal static class ServiceScopeConfigsWriter
{
    public static string Write(Alphabet alphabet, IReadOnlyCollection<Product> products)
    {
        if (products.Count == 0)
            return $"{ServiceScopeConfigs.Field}: []\n";
        var text = new StringBuilder();
        text.Append(ServiceScopeConfigs.Field).Append(":\n");
        foreach (var product in products)
            Entry(alphabet, product, text);
        return text.ToString();
    }

    private static void Entry(Alphabet alphabet, Product product, StringBuilder text)
    {
        var start = text.Length;
        Selector("namespaceSelector", Subject.Namespace, alphabet, product, text);
        Selector("servicesSelector", Subject.Service, alphabet, product, text);
        text.Append("    scope: GLOBAL\n");
        text[start + 2] = '-';
    }

    private static void Selector(string field, Subject subject, Alphabet alphabet, Product product, StringBuilder text)
    {
        Literal[] literals = [.. product.Literals.Where(literal => alphabet.Variables[literal.Level].Subject == subject)];
        if (literals.Length == 0)
            return;
        text.Append("    ").Append(field).Append(":\n");
        var labels = literals.Where(IsLabel).ToArray();
        if (labels.Length > 0)
            text.Append("      matchLabels:\n");
        foreach (var literal in labels)
            text.Append("        ").Append(Key(alphabet, literal)).Append(": ").Append(Value(alphabet, literal.Values[0])).Append('\n');
        if (labels.Length < literals.Length)
            text.Append("      matchExpressions:\n");
        foreach (var literal in literals.Where(literal => !IsLabel(literal)))
        {
            text.Append("        - key: ").Append(Key(alphabet, literal)).Append('\n');
            text.Append("          operator: ").Append(literal.Operator).Append('\n');
            if (!literal.Values.IsEmpty)
                text.Append("          values: [").AppendJoin(", ", literal.Values.Select(value => Value(alphabet, value))).Append("]\n");
        }
    }

    private static bool IsLabel(Literal literal) => literal is { Operator: LabelOperator.In, Values.Count: 1 };

    private static string Key(Alphabet alphabet, Literal literal)
    {
        var key = alphabet.Variables[literal.Level].Key!;
        var isPlain = char.IsAsciiLetter(key[0])
            && YamlValues.AsString(new YamlScalarNode(key) { Style = ScalarStyle.Plain }) is not null;
        return isPlain ? key : $"\"{key}\"";
    }

    private static string Value(Alphabet alphabet, int value) => $"\"{alphabet.Values[value]}\"";
}
