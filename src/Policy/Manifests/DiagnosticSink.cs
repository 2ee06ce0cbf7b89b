using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>Gathers the findings of one file while it is read; local to one call.</summary>
internal sealed class DiagnosticSink(string file, int limit)
{
    private readonly List<Diagnostic> _diagnostics = [];
    private int _unlisted;

    /// <summary>How many errors there are so far, those that are not given included.</summary>
    public int Errors { get; private set; }

    public void Error(string code, SourceSpan span, string message, string? remedy = null)
    {
        Errors++;
        Add(new Diagnostic(code, Severity.Error, span, message, remedy));
    }

    public void Warning(string code, SourceSpan span, string message, string? remedy = null) =>
        Add(new Diagnostic(code, Severity.Warning, span, message, remedy));

    /// <summary>The findings in the order of the file.</summary>
    public ValueList<Diagnostic> InOrder()
    {
        var ordered = _diagnostics.OrderBy(diagnostic => diagnostic.Span.Offset).ToValueList();
        return _unlisted == 0 ? ordered : ordered.Add(NotListed());
    }

    private void Add(Diagnostic diagnostic)
    {
        if (_diagnostics.Count < limit)
            _diagnostics.Add(diagnostic);
        else
            _unlisted++;
    }

    private Diagnostic NotListed() => new(
        ManifestCodes.TooLarge,
        Errors > 0 ? Severity.Error : Severity.Warning,
        SourceSpan.OfFile(file),
        $"{_unlisted} more findings are not listed",
        "mend those above first");
}
