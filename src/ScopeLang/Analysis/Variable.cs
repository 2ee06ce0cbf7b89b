using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// What a diagram asks of a Service: the value of a label of it or of its namespace, or one of the three names. The
/// name of the namespace is its label <see cref="NamespaceFacts.NameLabel"/>.
/// </summary>
/// <param name="Subject">Of what.</param>
/// <param name="Key">The key of the label; null for the name of the Service or the cluster.</param>
internal readonly record struct Variable(Subject Subject, string? Key)
{
    /// <summary>The variable that a condition on a name asks.</summary>
    public static Variable NameOf(Subject subject) =>
        new(subject, subject == Subject.Namespace ? NamespaceFacts.NameLabel : null);

    /// <summary>Whether it is a name, which is never absent, and never a text that no object can be called by.</summary>
    public bool IsName => Key is null || (Subject == Subject.Namespace && Key == NamespaceFacts.NameLabel);

    /// <summary>Whether the variable can have a value.</summary>
    public bool Admits(string value) => !IsName || LabelSyntax.IsDnsSubdomain(value);

    /// <summary>The cluster, the namespace's labels, the Service's labels, its name; labels by key.</summary>
    public static IOrderedEnumerable<Variable> Sorted(IEnumerable<Variable> variables) =>
        variables.OrderBy(variable => variable.Rank).ThenBy(variable => variable.Key, StringComparer.Ordinal);

    /// <summary>The value that a Service of a known namespace has; null where a label is absent.</summary>
    public string? ValueIn(in ScopeFacts facts) => this switch
    {
        { Subject: Subject.Cluster } => facts.Cluster,
        { Subject: Subject.Service, Key: null } => facts.Service,
        { Subject: Subject.Service, Key: { } key } => facts.ServiceLabels.TryGet(key, out var value) ? value : null,
        { Subject: Subject.Namespace, Key: var key } => facts.Namespace.Labels!.TryGet(key!, out var value) ? value : null,
    };

    private int Rank => (Subject, Key) switch
    {
        (Subject.Cluster, _) => 0,
        (Subject.Namespace, _) => 1,
        (Subject.Service, not null) => 2,
        (Subject.Service, null) => 3,
    };
}
