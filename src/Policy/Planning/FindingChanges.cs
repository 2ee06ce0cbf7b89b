using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Planning;

/// <summary>Finds what is found in one mesh's texts and not in another's.</summary>
public static class FindingChanges
{
    /// <summary>
    /// Findings that go, then those that come, each in its order. Where one stands does not count: a file that takes the place
    /// of another has its own lines.
    /// </summary>
    /// <param name="before">The findings before.</param>
    /// <param name="after">The findings after.</param>
    public static ValueList<FindingChange> Between(ValueList<Diagnostic> before, ValueList<Diagnostic> after) =>
    [
        .. Without(before, after).Select(gone => new FindingChange(gone, IsNew: false)),
        .. Without(after, before).Select(come => new FindingChange(come, IsNew: true)),
    ];

    private static IEnumerable<Diagnostic> Without(ValueList<Diagnostic> findings, ValueList<Diagnostic> others)
    {
        var left = others.Select(Key).CountBy(key => key).ToDictionary();
        foreach (var finding in findings)
        {
            var key = Key(finding);
            if (left.GetValueOrDefault(key) > 0)
                left[key]--;
            else
                yield return finding;
        }
    }

    private static Diagnostic Key(Diagnostic finding) => finding with { Span = default };
}
