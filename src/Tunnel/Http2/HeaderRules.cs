using System.Buffers;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Http2;

/// <summary>What makes header lists well formed (RFC 9113, 8.2, 8.3, 8.5). A broken rule comes back as its name.</summary>
internal static class HeaderRules
{
    // RFC 9110 tokens without upper case, which HTTP/2 forbids (8.2.1).
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> ForbiddenInValues = SearchValues.Create("\0\r\n");

    /// <summary>Reads a request's head; the reason why it is malformed where it is.</summary>
    public static string? ReadRequest(ValueList<HeaderField> fields, out RequestHead head)
    {
        head = new RequestHead("", null, []);
        var pseudo = new PseudoHeaders();
        if (Split(fields, out var regular, ref pseudo, isRequest: true) is { } broken)
            return broken;
        if (pseudo.Method is not { Length: > 0 } method)
            return "a request without `:method`";
        head = new RequestHead(method, pseudo.Authority, regular);
        if (method == "CONNECT")
            return pseudo.Scheme is null && pseudo.Path is null ? null : "a CONNECT with `:scheme` or `:path`";
        return pseudo is { Scheme: not null, Path.Length: > 0 } ? null : "a request without `:scheme` or `:path`";
    }

    /// <summary>Reads a response's head, 1xx included; the reason why it is malformed where it is.</summary>
    public static string? ReadResponse(ValueList<HeaderField> fields, out ResponseHead head)
    {
        head = new ResponseHead(0, []);
        var pseudo = new PseudoHeaders();
        if (Split(fields, out var regular, ref pseudo, isRequest: false) is { } broken)
            return broken;
        if (pseudo.Status is not [>= '1' and <= '9', >= '0' and <= '9', >= '0' and <= '9'])
            return "a response without a `:status` of three digits";
        head = new ResponseHead(int.Parse(pseudo.Status), regular);
        // 101 does not exist in HTTP/2 (8.6).
        return head.Status == 101 ? "a response with status 101" : null;
    }

    /// <summary>Checks trailers, which hold no pseudo-headers (8.1).</summary>
    public static string? CheckTrailers(ValueList<HeaderField> fields)
    {
        foreach (var field in fields.AsSpan())
        {
            if (field.Name.StartsWith(':'))
                return "trailers with a pseudo-header";
            if (CheckField(field) is { } broken)
                return broken;
        }
        return null;
    }

    /// <summary>Checks one field that is not a pseudo-header.</summary>
    public static string? CheckField(HeaderField field)
    {
        if (field.Name.Length == 0 || field.Name.AsSpan().ContainsAnyExcept(NameCharacters))
            return "a field name that is empty, in upper case, or no token";
        if (CheckValue(field.Value) is { } broken)
            return broken;
        return field switch
        {
            { Name: "connection" or "proxy-connection" or "keep-alive" or "transfer-encoding" or "upgrade" } =>
                "a field of HTTP/1.1's connections",
            { Name: "te", Value: not "trailers" } => "a `te` other than `trailers`",
            _ => null,
        };
    }

    private static string? CheckValue(string value)
    {
        if (value.AsSpan().ContainsAny(ForbiddenInValues))
            return "a field value with NUL, CR or LF";
        return value is [' ' or '\t', ..] or [.., ' ' or '\t'] ? "a field value with white space around it" : null;
    }

    private static string? Split(
        ValueList<HeaderField> fields, out ValueList<HeaderField> regular, ref PseudoHeaders pseudo, bool isRequest)
    {
        regular = [];
        var count = 0;
        foreach (var field in fields.AsSpan())
        {
            if (!field.Name.StartsWith(':'))
                break;
            if (!pseudo.TrySet(field, isRequest))
                return "a pseudo-header that is unknown, out of place, or there twice";
            if (CheckValue(field.Value) is { } broken)
                return broken;
            count++;
        }
        foreach (var field in fields.AsSpan()[count..])
        {
            if (field.Name.StartsWith(':'))
                return "a pseudo-header after a field";
            if (CheckField(field) is { } broken)
                return broken;
        }
        regular = ValueList.Create(fields.AsSpan()[count..]);
        return null;
    }

    private record struct PseudoHeaders(string? Method, string? Authority, string? Scheme, string? Path, string? Status)
    {
        public bool TrySet(HeaderField field, bool isRequest)
        {
            switch (field.Name)
            {
                case ":method" when isRequest && Method is null:
                    Method = field.Value;
                    return true;
                case ":authority" when isRequest && Authority is null:
                    Authority = field.Value;
                    return true;
                case ":scheme" when isRequest && Scheme is null:
                    Scheme = field.Value;
                    return true;
                case ":path" when isRequest && Path is null:
                    Path = field.Value;
                    return true;
                case ":status" when !isRequest && Status is null:
                    Status = field.Value;
                    return true;
                default:
                    return false;
            }
        }
    }
}
