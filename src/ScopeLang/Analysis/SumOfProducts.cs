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
        var reduction = new Reduction(store, diagram);
        var products = reduction.Irredundant(Reduction.Merged(cover.Of(diagram).ConvertAll(reduction.Prime)));
        var isExceeded = cover.IsExceeded || reduction.IsExceeded;
        return new SumOfProducts(
            [.. products.Take(maxProducts)], !isExceeded && !cover.IsCut && products.Count <= maxProducts, isExceeded);
    }

    /// <summary>Leaves out of products what the condition can do without.</summary>
    private sealed class Reduction(DiagramStore store, int diagram)
    {
        public bool IsExceeded { get; private set; }

        /// <summary>Requirements are tried from the last to the first; what still implies the condition without one goes without.</summary>
        public Product Prime(Product product)
        {
            for (var i = product.Literals.Count - 1; i >= 0; i--)
            {
                var shorter = product.WithoutAt(i);
                if (IsFalse(store.AndNot(shorter.Diagram(store), diagram)))
                    product = shorter;
            }
            return product;
        }

        /// <summary>
        /// Products that differ in the values of one <c>In</c> alone become one. This changes neither the sum nor, since
        /// values of one variable exclude each other, what can be left out of it.
        /// </summary>
        public static List<Product> Merged(List<Product> products)
        {
            products = [.. products.Distinct()];
            int[] levels = [.. products.SelectMany(product => product.Literals.Items).Where(IsIn).Select(literal => literal.Level).Distinct().Order()];
            foreach (var level in levels)
            {
                var places = new Dictionary<Product, int>();
                var merged = new List<Product>();
                foreach (var product in products)
                {
                    var at = product.Literals.Items.ToList().FindIndex(literal => literal.Level == level && IsIn(literal));
                    var rest = at < 0 ? product : product.WithoutAt(at);
                    if (at >= 0 && places.TryGetValue(rest, out var place))
                    {
                        merged[place] = Union(merged[place], product.Literals[at], at);
                        continue;
                    }
                    if (at >= 0)
                        places.Add(rest, merged.Count);
                    merged.Add(product);
                }
                products = merged;
            }
            return products;
        }

        /// <summary>From the last to the first: a product that the others cover goes.</summary>
        public List<Product> Irredundant(List<Product> products)
        {
            var diagrams = products.ConvertAll(product => product.Diagram(store));
            for (var i = products.Count - 1; i >= 0; i--)
            {
                if (!IsFalse(store.Without(diagrams[i], diagrams.Where((_, other) => other != i))))
                    continue;
                diagrams.RemoveAt(i);
                products.RemoveAt(i);
            }
            return products;
        }

        private bool IsFalse(int found)
        {
            IsExceeded |= found < 0;
            return found == DiagramStore.False;
        }

        private static bool IsIn(Literal literal) => literal.Operator == LabelOperator.In;

        private static Product Union(Product product, Literal other, int at)
        {
            var values = product.Literals[at].Values.Concat(other.Values).Distinct().Order().ToValueList();
            return new Product(new ValueList<Literal>(product.Literals.Items.SetItem(at, other with { Values = values })));
        }
    }
}
