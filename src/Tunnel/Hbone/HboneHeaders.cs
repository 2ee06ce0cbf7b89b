using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>What a CONNECT says besides where it leads. Nothing of it may decide who is let in.</summary>
public sealed record HboneHeaders
{
    /// <summary>No headers.</summary>
    public static HboneHeaders None { get; } = new();

    /// <summary><c>baggage</c>: the sender's workload.</summary>
    public Baggage? Baggage { get; init; }

    /// <summary><c>forwarded</c>: the application and the service that it dialled.</summary>
    public ForwardedHeader? Forwarded { get; init; }

    /// <summary><c>traceparent</c>: the connection's trace.</summary>
    public TraceParent? TraceParent { get; init; }

    /// <summary><c>x-forwarded-network</c>: the sender's network, on the inner CONNECT of a double tunnel only.</summary>
    public string? ForwardedNetwork { get; init; }

    /// <summary><c>x-istio-source</c>: waypoints, gateways and sidecars say by it what they are.</summary>
    public string? IstioSource { get; init; }

    /// <summary>
    /// <c>x-scopemesh-endpoint</c>, in answers: which endpoint it is, so that a caller can spread its inner tunnels.
    /// </summary>
    public string? Endpoint { get; init; }

    internal static HboneHeaders Parse(ValueList<HeaderField> fields) => Parse(fields, new LastBaggage());

    /// <summary>Reads the fields of a head. Of a field that is there more than once the first one counts, but for baggage, whose lines are one.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="last">What the peer said of itself before.</param>
    internal static HboneHeaders Parse(ValueList<HeaderField> fields, LastBaggage last) => new()
    {
        Baggage = ReadBaggage(fields, last),
        Forwarded = ValueOf(fields, "forwarded") is { } forwarded ? ForwardedHeader.Parse(forwarded) : null,
        TraceParent = ValueOf(fields, "traceparent") is { } text && Hbone.TraceParent.TryParse(text, out var parent) ? parent : null,
        ForwardedNetwork = ValueOf(fields, "x-forwarded-network"),
        IstioSource = ValueOf(fields, "x-istio-source"),
        Endpoint = ValueOf(fields, "x-scopemesh-endpoint"),
    };

    internal ValueList<HeaderField> ToFields()
    {
        var fields = new List<HeaderField>();
        Add(fields, "baggage", Baggage?.ToString());
        Add(fields, "forwarded", Forwarded?.ToString());
        Add(fields, "traceparent", TraceParent?.ToString());
        Add(fields, "x-forwarded-network", ForwardedNetwork);
        Add(fields, "x-istio-source", IstioSource);
        Add(fields, "x-scopemesh-endpoint", Endpoint);
        return fields.ToValueList();
    }

    private static void Add(List<HeaderField> fields, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            fields.Add(new HeaderField(name, value));
    }

    private static Baggage? ReadBaggage(ValueList<HeaderField> fields, LastBaggage last)
    {
        string? only = null;
        foreach (var field in fields.AsSpan())
        {
            if (field.Name != "baggage")
                continue;
            if (only is not null)
                return Baggage.Parse(fields.Where(each => each.Name == "baggage").Select(each => each.Value));
            only = field.Value;
        }
        return only is null ? null : last.Read(only);
    }

    private static string? ValueOf(ValueList<HeaderField> fields, string name)
    {
        foreach (var field in fields.AsSpan())
        {
            if (field.Name == name)
                return field.Value;
        }
        return null;
    }
}

/// <summary>A CONNECT.</summary>
/// <param name="Authority">Where it leads.</param>
/// <param name="Headers">What it says besides.</param>
public sealed record HboneRequest(HboneAuthority Authority, HboneHeaders Headers)
{
    internal RequestHead ToHead() => new("CONNECT", Authority.ToString(), Headers.ToFields());
}
