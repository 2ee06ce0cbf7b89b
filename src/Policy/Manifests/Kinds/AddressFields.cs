using System.Net;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

/// <summary>
/// Fields that Kubernetes has twice, since addresses became several: <c>clusterIP</c> is the first of
/// <c>clusterIPs</c>, and there is at most one of each family.
/// </summary>
internal static class AddressFields
{
    public static ValueList<Located<T>> OneOrMany<T>(this ObjectReader fields, string one, string many, FieldType<T> type)
        where T : notnull
    {
        var first = fields.Value(one, type);
        var all = fields.Values(many, type);
        CheckFirst(fields, one, many, first, all);
        return first is { } only && all.IsEmpty ? [only] : all;
    }

    /// <summary>Says where the first of many is not the one.</summary>
    public static void CheckFirst<T>(
        ObjectReader fields, string one, string many, Located<T>? first, ValueList<Located<T>> all)
        where T : notnull
    {
        if (first is not { } expected || all.IsEmpty || all[0].Value.Equals(expected.Value))
            return;
        fields.Sink.Error(
            ManifestCodes.Contradiction,
            all[0].Span,
            $"`{fields.PathOf(many)}` begins with `{all[0].Value}`, and `{fields.PathOf(one)}` is `{expected.Value}`",
            $"write `{expected.Value}` first, or leave `{one}` out");
    }

    /// <summary>Says where there are two addresses of one family.</summary>
    public static void CheckFamilies(this ObjectReader fields, string path, IEnumerable<Located<IPAddress>> addresses)
    {
        var seen = new HashSet<IpFamily>();
        foreach (var address in addresses)
        {
            var family = AddressText.FamilyOf(address.Value);
            if (!seen.Add(family))
                fields.Sink.Error(
                    ManifestCodes.Contradiction,
                    address.Span,
                    $"`{path}` has a second value of {family}: `{address.Value}`",
                    "keep one of each family");
        }
    }
}
