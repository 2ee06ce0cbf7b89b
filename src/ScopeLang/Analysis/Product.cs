namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>One requirement on one variable of a store, by the numbers of its alphabet.</summary>
/// <param name="Level">The variable.</param>
/// <param name="Operator">What is asked.</param>
/// <param name="Values">The values in their order, for <c>In</c> and <c>NotIn</c>.</param>
internal readonly record struct Literal(int Level, LabelOperator Operator, ValueList<int> Values)
{
    public int Diagram(DiagramStore store)
    {
        var (absent, other, inside) = Operator switch
        {
            LabelOperator.In => (DiagramStore.False, DiagramStore.False, DiagramStore.True),
            LabelOperator.NotIn => (DiagramStore.True, DiagramStore.True, DiagramStore.False),
            LabelOperator.Exists => (DiagramStore.False, DiagramStore.True, DiagramStore.True),
            LabelOperator.DoesNotExist => (DiagramStore.True, DiagramStore.False, DiagramStore.False),
        };
        return store.Make(Level, absent, other, [.. Values.Select(value => new Edge(value, inside))]);
    }
}

/// <summary>Requirements joined by AND, by level.</summary>
/// <param name="Literals">The requirements; a variable has two at most, <c>Exists</c> before <c>NotIn</c>.</param>
internal readonly record struct Product(ValueList<Literal> Literals)
{
    public int Diagram(DiagramStore store)
    {
        var diagram = DiagramStore.True;
        for (var i = Literals.Count - 1; i >= 0; i--)
            diagram = store.And(Literals[i].Diagram(store), diagram);
        return diagram;
    }

    public Product WithoutAt(int place) => new(new ValueList<Literal>(Literals.Items.RemoveAt(place)));

    public Product With(int at, Literal literal) => new(new ValueList<Literal>(Literals.Items.SetItem(at, literal)));

    /// <summary>The product without one value of one requirement.</summary>
    public Product WithoutValueAt(int at, int place) =>
        With(at, Literals[at] with { Values = new ValueList<int>(Literals[at].Values.Items.RemoveAt(place)) });

    /// <summary>The product with one value of one requirement alone.</summary>
    public Product WithValueAt(int at, int place) => With(at, Literals[at] with { Values = [Literals[at].Values[place]] });
}
