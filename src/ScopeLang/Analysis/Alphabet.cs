using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// The variables and values that compared policies mention, numbered in their order: so the order of numbers in a
/// diagram is the order that results are written in, whatever policy they come from.
/// </summary>
internal sealed class Alphabet
{
    private readonly Dictionary<Variable, int> _levels;
    private readonly Dictionary<string, int> _values;

    private Alphabet(ImmutableArray<Variable> variables, ImmutableArray<string> values)
    {
        (Variables, Values) = (variables, values);
        _levels = variables.Select(KeyValuePair.Create).ToDictionary();
        _values = values.Select(KeyValuePair.Create).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>The variables; a variable's place is its level.</summary>
    public ImmutableArray<Variable> Variables { get; }

    /// <summary>The values, in ordinal order.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>The alphabet of some policies together.</summary>
    public static Alphabet Of(params IEnumerable<IReadOnlyList<ScopeItem>> policies)
    {
        var variables = new HashSet<Variable>();
        var values = new HashSet<string>(StringComparer.Ordinal);
        foreach (var leaf in policies.SelectMany(items => items).SelectMany(ScopeExprs.Leaves))
        {
            if (leaf is NamedExpr named)
            {
                variables.Add(Variable.NameOf(named.Subject));
                values.UnionWith(named.Names.Select(name => name.Text));
            }
            else if (leaf is SelectorExpr selector)
            {
                foreach (var requirement in selector.Requirements)
                {
                    variables.Add(new Variable(selector.Subject, requirement.Key.Text));
                    values.UnionWith(requirement.Values.Select(value => value.Text));
                }
            }
        }
        return new Alphabet([.. Variable.Sorted(variables)], [.. values.Order(StringComparer.Ordinal)]);
    }

    /// <summary>The level of a variable that is mentioned.</summary>
    public int LevelOf(Variable variable) => _levels[variable];

    /// <summary>The level of any variable; a negative number where it is not mentioned.</summary>
    public int FindLevel(Variable variable) => _levels.GetValueOrDefault(variable, -1);

    /// <summary>The number of a value that is mentioned.</summary>
    public int NumberOf(string value) => _values[value];

    /// <summary>The number of any value; a negative number where it is not mentioned.</summary>
    public int FindNumber(string value) => _values.GetValueOrDefault(value, -1);
}
