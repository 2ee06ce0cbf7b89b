using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>Turns the meaning of a policy into entries, none of which and nothing of which can be left out.</summary>
internal static class ScopeExporter
{
    public static ScopeExport Export(ScopePolicy policy, int maxEntries, AnalysisLimits limits)
    {
        var diagrams = PolicyDiagrams.Of(policy, limits);
        var (store, meaning) = (diagrams.Store, diagrams.Meaning());
        if (meaning == DiagramStore.Exceeded)
            return Failed(policy, ScopeCodes.NotExported, "not exported: the decision diagram of this policy would be too large", "divide it");
        if (NameThatDecides(store, meaning) is { } subject)
            return DependsOnNames(policy, subject);
        var sum = SumOfProducts.Of(store, meaning, maxEntries);
        if (sum.IsExceeded)
            return Failed(policy, ScopeCodes.NotExported, "not exported: finding the entries of this policy would take too long", "divide it");
        return sum.IsComplete
            ? new ScopeExport(ServiceScopeConfigsWriter.Write(store.Alphabet, sum.Products), [])
            : Failed(policy, ScopeCodes.TooManyEntries, $"not exported: this policy needs more than {maxEntries} entries",
                "allow more, or divide it");
    }

    private static Subject? NameThatDecides(DiagramStore store, int meaning)
    {
        foreach (var node in store.NodesOf(meaning))
            if (store.Alphabet.Variables[store.LevelOf(node)] is { Key: null } variable)
                return variable.Subject;
        return null;
    }

    // At the first place where the policy asks for such a name.
    private static ScopeExport DependsOnNames(ScopePolicy policy, Subject subject)
    {
        var word = subject == Subject.Cluster ? "cluster" : "service";
        var at = policy.Items
            .SelectMany(ScopeExprs.Leaves)
            .OfType<NamedExpr>()
            .First(named => named.Subject == subject);
        return new ScopeExport(null, [new Diagnostic(ScopeCodes.DependsOnNames, Severity.Error, at.Origin.Span,
            $"not exported: the policy depends on the name of the {word}, which Istio's selectors cannot ask for",
            subject == Subject.Cluster ? "give each cluster a policy of its own" : "label the services, and select them by the label")]);
    }

    private static ScopeExport Failed(ScopePolicy policy, string code, string message, string remedy)
    {
        var file = policy.Items.IsEmpty ? "" : policy.Items[0].Origin.Span.File;
        return new ScopeExport(null, [new Diagnostic(code, Severity.Error, SourceSpan.OfFile(file ?? ""), message, remedy)]);
    }
}
