using System.Collections.Immutable;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// A condition as products of requirements joined by OR, of which no product and no requirement can be left out. Every
/// step depends on the condition alone, never on how it was written, so that equal conditions give equal sums.
/// </summary>
/// <param name="Products">The products, or some of them: each implies the condition.</param>
/// <param name="IsComplete">Whether they are together the condition.</param>
/// <param name="IsExceeded">Whether it was the bounds of the store that ended the search, and not the most products.</param>
internal sealed record SumOfProducts(ImmutableArray<Product> Products, bool IsComplete, bool IsExceeded)
{
    /// <summary>How many products are made at most for each that is asked for, before superfluous ones are dropped.</summary>
    public const int RawProductsPerProduct = 16;

    /// <summary>The sum of a condition.</summary>
    /// <param name="store">Where the condition is.</param>
    /// <param name="diagram">The condition.</param>
    /// <param name="maxProducts">The most products to give.</param>
    public static SumOfProducts Of(DiagramStore store, int diagram, int maxProducts)
    {
        if (diagram < 0)
            return new SumOfProducts([], IsComplete: false, IsExceeded: true);
        store.BeginQuestion();
        var cover = new CoverBuilder(store, maxProducts * RawProductsPerProduct, store.Limits.PathVariables);
        var raw = cover.Of(diagram);
        // Too many are no sum, but examples.
        if (cover.IsCut || cover.IsExceeded)
            return new SumOfProducts([.. raw.Take(maxProducts)], IsComplete: false, cover.IsExceeded);
        var reduction = new ProductReduction(store, diagram);
        var products = reduction.Reduced(raw);
        return new SumOfProducts(
            [.. products.Take(maxProducts)], !reduction.IsExceeded && products.Count <= maxProducts, reduction.IsExceeded);
    }
}
