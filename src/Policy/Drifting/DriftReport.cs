using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Drifting;

/// <summary>What clusters of a mesh differ in, though they ought to be the same.</summary>
/// <param name="Items">The differences, by kind, namespace, name and what differs.</param>
public sealed record DriftReport(ValueList<DriftItem> Items)
{
    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Items.IsEmpty;
}

/// <summary>One difference.</summary>
/// <param name="Kind">What kind of thing differs.</param>
/// <param name="Namespace">Its namespace; empty for what has none.</param>
/// <param name="Name">Its name; empty for what concerns whole clusters.</param>
/// <param name="What">What differs of it.</param>
/// <param name="Values">Who says what: two values or more, by the first cluster that has each.</param>
/// <param name="Counts">Whose word counts today.</param>
/// <param name="Follows">What follows from it.</param>
public sealed record DriftItem(
    DriftKind Kind, string Namespace, string Name, string What, ValueList<DriftValue> Values, string Counts, string Follows)
{
    /// <summary>How people name what differs: <c>sample/cart</c>, a namespace, or nothing for whole clusters.</summary>
    public string Subject => Namespace.Length > 0 && Name.Length > 0 ? $"{Namespace}/{Name}" : Namespace + Name;
}

/// <summary>What some clusters say alike.</summary>
/// <param name="Value">What they say.</param>
/// <param name="Clusters">Their ids, ordered.</param>
public sealed record DriftValue(string Value, ValueList<string> Clusters);

/// <summary>What kind of thing differs.</summary>
public enum DriftKind
{
    /// <summary>Networks, and the gateways that lead to them.</summary>
    Network,

    /// <summary>Trust domains, and who believes whom.</summary>
    Trust,

    /// <summary>MeshConfig.</summary>
    Configuration,

    /// <summary>Which Services are global, by rules.</summary>
    ScopePolicy,

    /// <summary>A namespace, and its labels that mean something.</summary>
    Namespace,

    /// <summary>A Service.</summary>
    Service,

    /// <summary>Whether a Service is global, and who shares it.</summary>
    Scope,

    /// <summary>A waypoint.</summary>
    Waypoint,

    /// <summary>An AuthorizationPolicy.</summary>
    AuthorizationPolicy,

    /// <summary>A PeerAuthentication.</summary>
    PeerAuthentication,
}

/// <summary>What is asked of a mesh; null asks for all.</summary>
public sealed record DriftQuestion
{
    /// <summary>Everything.</summary>
    public static DriftQuestion All { get; } = new();

    /// <summary>The namespace that is asked about.</summary>
    public string? Namespace { get; init; }

    /// <summary>The Service that is asked about, as <c>NAME</c> or <c>NAMESPACE/NAME</c>.</summary>
    public string? Service { get; init; }

    /// <summary>The clusters that are compared; all where there is none.</summary>
    public ValueList<string> Between { get; init; }

    internal bool IsAbout(DriftItem item) =>
        (Namespace is null || item.Namespace == Namespace)
        && (Service is null || (item.Kind is DriftKind.Service or DriftKind.Scope && (item.Name == Service || item.Subject == Service)));
}
