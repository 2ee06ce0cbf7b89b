using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Authorization;

/// <summary>Compares <see cref="SpiffeId.Principal"/> with what it must look like, part by part, without making the text.</summary>
internal static class PrincipalText
{
    private const string BeforeNamespace = "/ns/";
    private const string BeforeAccount = "/sa/";

    public static bool Matches(StringMatch match, in SpiffeId id) => !id.IsNone && match switch
    {
        StringMatch.Exact exact => exact.Value.Length == LengthOf(id) && StartsWith(id, exact.Value),
        StringMatch.Prefix prefix => StartsWith(id, prefix.Value),
        StringMatch.Suffix suffix => EndsWith(id, suffix.Value),
        _ => true,
    };

    private static int LengthOf(in SpiffeId id) =>
        id.TrustDomain.Length + BeforeNamespace.Length + id.Namespace.Length + BeforeAccount.Length + id.ServiceAccount.Length;

    private static bool StartsWith(in SpiffeId id, ReadOnlySpan<char> start) =>
        start.Length <= LengthOf(id)
        && TakeStart(ref start, id.TrustDomain)
        && TakeStart(ref start, BeforeNamespace)
        && TakeStart(ref start, id.Namespace)
        && TakeStart(ref start, BeforeAccount)
        && TakeStart(ref start, id.ServiceAccount);

    private static bool EndsWith(in SpiffeId id, ReadOnlySpan<char> end) =>
        end.Length <= LengthOf(id)
        && TakeEnd(ref end, id.ServiceAccount)
        && TakeEnd(ref end, BeforeAccount)
        && TakeEnd(ref end, id.Namespace)
        && TakeEnd(ref end, BeforeNamespace)
        && TakeEnd(ref end, id.TrustDomain);

    private static bool TakeStart(ref ReadOnlySpan<char> text, ReadOnlySpan<char> part)
    {
        var length = Math.Min(text.Length, part.Length);
        var isEqual = text[..length].SequenceEqual(part[..length]);
        text = text[length..];
        return isEqual;
    }

    private static bool TakeEnd(ref ReadOnlySpan<char> text, ReadOnlySpan<char> part)
    {
        var length = Math.Min(text.Length, part.Length);
        var isEqual = text[^length..].SequenceEqual(part[^length..]);
        text = text[..^length];
        return isEqual;
    }
}
