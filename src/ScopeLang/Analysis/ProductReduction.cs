namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Leaves out of products what their sum can do without: requirements, products, and values. Whatever is tried is tried
/// from the last to the first.
/// </summary>
internal sealed class ProductReduction(DiagramStore store, int condition)
{
    /// <summary>Whether the bounds of the store ended the search.</summary>
    public bool IsExceeded { get; private set; }

    /// <summary>Products of which nothing can be left out, or where the search was ended, some that imply the condition.</summary>
    public List<Product> Reduced(List<Product> products)
    {
        while (true)
        {
            var reduced = Trimmed(Irredundant(Merged(products.ConvertAll(Prime))));
            // What lost values may do without requirements that it needed before.
            if (IsExceeded || reduced.SequenceEqual(products))
                return reduced;
            products = reduced;
        }
    }

    // What still implies the condition without a requirement goes without, and so with a value that it excludes.
    private Product Prime(Product product)
    {
        store.BeginQuestion();
        for (var i = product.Literals.Count - 1; i >= 0 && !IsExceeded; i--)
        {
            if (Implies(product.WithoutAt(i)))
            {
                product = product.WithoutAt(i);
                continue;
            }
            for (var place = product.Literals[i].Values.Count - 1; place >= 0 && product.Literals[i].Values.Count > 1; place--)
                if (product.Literals[i].Operator == LabelOperator.NotIn && Implies(product.WithoutValueAt(i, place)))
                    product = product.WithoutValueAt(i, place);
        }
        return product;
    }

    private bool Implies(Product product)
    {
        var outside = store.AndNot(product.Diagram(store), condition);
        IsExceeded |= outside < 0;
        return outside == DiagramStore.False;
    }

    // Products that differ in the values of one `In` alone become one. This changes neither the sum nor, since values of
    // one variable exclude each other, what can be left out of it.
    private static List<Product> Merged(List<Product> products)
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

    // A product that the others cover goes.
    private List<Product> Irredundant(List<Product> products)
    {
        var search = new CoverSearch(store, products.ConvertAll(product => product.Diagram(store)));
        var dropped = new HashSet<int>();
        for (var i = products.Count - 1; i >= 0 && !IsExceeded; i--)
            if (IsCovered(search, products[i], place => place != i && !dropped.Contains(place)))
                dropped.Add(i);
        return [.. products.Where((_, place) => !dropped.Contains(place))];
    }

    // A value goes where the other products cover what it adds.
    private List<Product> Trimmed(List<Product> products)
    {
        var search = new CoverSearch(store, products.ConvertAll(product => product.Diagram(store)));
        var trimmed = products.ToList();
        var changed = new HashSet<int>();
        for (var i = products.Count - 1; i >= 0 && !IsExceeded; i--)
        {
            for (var at = 0; at < trimmed[i].Literals.Count; at++)
            {
                for (var place = trimmed[i].Literals[at].Values.Count - 1; place >= 0 && trimmed[i].Literals[at].Values.Count > 1; place--)
                {
                    // What has lost values itself covers less than it did: it waits for the next turn.
                    if (IsIn(trimmed[i].Literals[at]) && IsCovered(search, trimmed[i].WithValueAt(at, place), other => other != i && !changed.Contains(other)))
                    {
                        trimmed[i] = trimmed[i].WithoutValueAt(at, place);
                        changed.Add(i);
                    }
                }
            }
        }
        return trimmed;
    }

    private bool IsCovered(CoverSearch search, Product product, Predicate<int> mayUse)
    {
        var covering = search.Cover(product.Diagram(store), Witnesses.Any, mayUse);
        IsExceeded |= covering.Verdict == Verdict.NotAnalysed;
        return covering.Verdict == Verdict.Yes;
    }

    private static bool IsIn(Literal literal) => literal.Operator == LabelOperator.In;

    private static Product Union(Product product, Literal other, int at)
    {
        var values = product.Literals[at].Values.Concat(other.Values).Distinct().Order().ToValueList();
        return product.With(at, other with { Values = values });
    }
}
