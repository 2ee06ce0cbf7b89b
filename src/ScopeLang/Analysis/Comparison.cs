using Analysed = (ScopeMesh.ScopeLang.ScopePolicy Policy, ScopeMesh.ScopeLang.Analysis.PolicyDiagrams Diagrams);

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Compares policies rule by rule, since what one rule makes global is small where what the whole policy does may not
/// be. A Service that is found is asked of the policies themselves before it counts.
/// </summary>
internal static class Comparison
{
    /// <summary>Looks for a Service that is global.</summary>
    public static ScopeAnswer FindGlobal(ScopePolicy policy, PolicyDiagrams diagrams)
    {
        var search = new Search(facts => IsGlobal(policy, facts));
        var locals = new CoverSearch(diagrams.Store, diagrams.Locals);
        foreach (var global in diagrams.Globals)
            if (search.IsLeft(locals, global))
                return new ScopeAnswer(Verdict.Yes, search.Found);
        return search.Answer(Verdict.No);
    }

    /// <summary>Looks for a Service that is global by the first policy and not by the second.</summary>
    public static ScopeAnswer Implies(Analysed first, Analysed second)
    {
        var store = first.Diagrams.Store;
        var search = new Search(facts => IsGlobal(first.Policy, facts) && !IsGlobal(second.Policy, facts));
        // One that no global rule of the second matches,
        var excused = new CoverSearch(store, [.. first.Diagrams.Locals, .. second.Diagrams.Globals]);
        foreach (var global in first.Diagrams.Globals)
            if (search.IsLeft(excused, global))
                return new ScopeAnswer(Verdict.No, search.Found);
        // or that a local rule of the second matches.
        var locals = new CoverSearch(store, first.Diagrams.Locals);
        foreach (var local in second.Diagrams.Locals)
        {
            if (locals.Cover(local, Witnesses.Leanest, _ => true).Verdict == Verdict.Yes)
                continue;
            foreach (var global in first.Diagrams.Globals)
                if (search.IsLeft(locals, store.And(global, local)))
                    return new ScopeAnswer(Verdict.No, search.Found);
        }
        return search.Answer(Verdict.Yes);
    }

    /// <summary>Looks for a Service that is global by both policies.</summary>
    public static ScopeAnswer Disjoint(Analysed first, Analysed second)
    {
        var store = first.Diagrams.Store;
        var search = new Search(facts => IsGlobal(first.Policy, facts) && IsGlobal(second.Policy, facts));
        var locals = new CoverSearch(store, [.. first.Diagrams.Locals, .. second.Diagrams.Locals]);
        foreach (var global in first.Diagrams.Globals)
            foreach (var other in second.Diagrams.Globals)
                if (search.IsLeft(locals, store.And(global, other)))
                    return new ScopeAnswer(Verdict.No, search.Found);
        return search.Answer(Verdict.Yes);
    }

    private static bool IsGlobal(ScopePolicy policy, ScopeFacts facts) => policy.Decide(facts).Scope == Scope.Global;

    /// <summary>Looks for a Service, condition after condition.</summary>
    private sealed class Search(Predicate<ScopeFacts> isProof)
    {
        private bool _gaveUp;

        public ScopeFacts? Found { get; private set; }

        /// <summary>Whether something is left of a condition without others, and is what is looked for.</summary>
        public bool IsLeft(CoverSearch others, int condition)
        {
            if (condition < 0)
            {
                _gaveUp = true;
                return false;
            }
            var covering = others.Cover(condition, Witnesses.Leanest, _ => true);
            Found = covering.Left is { } left && isProof(left) ? left : null;
            _gaveUp |= covering.Verdict != Verdict.Yes;
            return Found is not null;
        }

        public ScopeAnswer Answer(Verdict verdict) => new(_gaveUp ? Verdict.NotAnalysed : verdict, null);
    }
}
