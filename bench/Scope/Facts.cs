using ScopeMesh.ScopeLang;

namespace ScopeMesh.Bench.Scope;

/// <summary>The same facts for those who read label sets and those who read dictionaries.</summary>
internal sealed record DictionaryFacts(string Namespace, Dictionary<string, string> NamespaceLabels, Dictionary<string, string> ServiceLabels);

/// <summary>Generated Services: six labels each, in namespaces of five.</summary>
internal static class Facts
{
    /// <summary>Services spread evenly over namespaces, the same ones each time.</summary>
    public static ScopeFacts[] Create(int services, int namespaces)
    {
        var known = Enumerable.Range(0, namespaces).Select(Namespace).ToArray();
        return [.. Enumerable.Range(0, services).Select(i =>
            new ScopeFacts("east", known[i % namespaces], $"service-{i}", ServiceLabels(i)))];
    }

    public static DictionaryFacts ToDictionaries(ScopeFacts facts) =>
        new(facts.Namespace.Name, new(Copies(facts.Namespace.Labels!)), new(Copies(facts.ServiceLabels)));

    private static NamespaceFacts Namespace(int i) => NamespaceFacts.Known($"ns-{i}", LabelSet.Create(
    [
        new("env", (i % 4) switch { 0 => "prod", 1 => "staging", 2 => "dev", _ => "test" }),
        new("team", $"team-{Mixed(i) % 1_000}"),
        new("data-residency", $"zone-{Mixed(i + 7) % 5_000}"),
        new("cost-center", $"cc-{i % 50}"),
    ]));

    private static LabelSet ServiceLabels(int i) => LabelSet.Create(
    [
        new("app.kubernetes.io/name", $"app-{Mixed(i) % 2_000}"),
        new("app.kubernetes.io/version", $"1.{i % 30}.{i % 7}"),
        new("app.kubernetes.io/managed-by", "Helm"),
        new("team", $"team-{Mixed(i + 3) % 1_000}"),
        new("tier", (i % 5) switch { 0 => "frontend", 1 => "api", _ => "backend" }),
        (i % 10) switch
        {
            < 4 => new("istio.io/global", i % 10 < 3 ? "true" : "false"),
            < 6 => new("exposed", ""),
            6 => new("internal", "yes"),
            7 => new("shop.example/pin-local", ""),
            _ => new("release", "stable"),
        },
    ]);

    // Strings that are no one else's, as they are when labels come over a wire.
    private static IEnumerable<KeyValuePair<string, string>> Copies(LabelSet labels) =>
        labels.Select(label => new KeyValuePair<string, string>(new string(label.Key), new string(label.Value.AsSpan())));

    private static int Mixed(int i) => (int)((uint)i * 2_654_435_761 >> 12);
}
