using System.Collections.Immutable;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Covers a condition with products, variable by variable, after Minato and Morreale: what all outcomes of a variable
/// share is covered by products that do not mention it, and only the rest by products that do.
/// </summary>
internal sealed class CoverBuilder(DiagramStore store, int maxProducts, int maxDepth)
{
    private static readonly Partial Nothing = new([], DiagramStore.False);
    private static readonly Partial Everything = new([[]], DiagramStore.True);

    private int _depth;

    /// <summary>Whether the bounds of the store ended the search.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Whether there would be more products than were asked for.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Products that are together the condition; where the search was ended, some of them.</summary>
    public List<Product> Of(int diagram) =>
        [.. Cover(diagram, diagram).Products.Select(literals => new Product(literals.ToValueList()))];

    /// <summary>Products that cover <paramref name="lower"/> and nothing outside <paramref name="upper"/>.</summary>
    private Partial Cover(int lower, int upper)
    {
        if (lower == DiagramStore.False || IsExceeded || IsCut)
            return Nothing;
        if (upper == DiagramStore.True)
            return Everything;
        if (lower < 0 || upper < 0 || _depth >= maxDepth)
        {
            IsExceeded = true;
            return Nothing;
        }
        _depth++;
        var cover = CoverByVariable(lower, upper);
        _depth--;
        return cover;
    }

    private Partial CoverByVariable(int lower, int upper)
    {
        var level = Math.Min(store.LevelOf(lower), store.LevelOf(upper));
        var groups = OutcomeGroup.Of(store, level, lower, upper);
        var shared = store.JoinAll(Connective.And, groups.Select(group => group.Upper));
        var products = new List<ImmutableStack<Literal>>();
        var parts = new List<(OutcomeGroup Group, int Covered)>();
        var rest = DiagramStore.False;
        foreach (var group in groups)
        {
            var part = Cover(store.AndNot(group.Lower, shared), group.Upper);
            parts.Add((group, part.Diagram));
            rest = store.Or(rest, store.AndNot(group.Lower, part.Diagram));
            foreach (var literals in group.Requirements(store, level, groups))
                products.AddRange(part.Products.Select(product => literals.Reverse().Aggregate(product, (all, literal) => all.Push(literal))));
        }
        var common = Cover(rest, shared);
        products.AddRange(common.Products);
        IsCut |= products.Count > maxProducts;
        return new Partial([.. products], store.Or(OutcomeGroup.Joined(store, level, parts), common.Diagram));
    }

    private sealed record Partial(ImmutableArray<ImmutableStack<Literal>> Products, int Diagram);
}
