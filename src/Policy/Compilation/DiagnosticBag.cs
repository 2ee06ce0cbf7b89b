using System.Collections.Immutable;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>Collects what one compilation finds; never leaves it.</summary>
internal sealed class DiagnosticBag
{
    private readonly ImmutableArray<Diagnostic>.Builder _items = ImmutableArray.CreateBuilder<Diagnostic>();

    /// <summary>Whether an error is among them.</summary>
    public bool HasErrors => _items.Any(item => item.Severity == Severity.Error);

    public void Error(string code, SourceSpan span, string message, string? remedy = null) =>
        _items.Add(new Diagnostic(code, Severity.Error, span, message, remedy));

    public void Warning(string code, SourceSpan span, string message, string? remedy = null) =>
        _items.Add(new Diagnostic(code, Severity.Warning, span, message, remedy));

    public void Note(string code, SourceSpan span, string message, string? remedy = null) =>
        _items.Add(new Diagnostic(code, Severity.Note, span, message, remedy));

    public void Add(Diagnostic diagnostic) => _items.Add(diagnostic);

    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _items.AddRange(diagnostics);

    /// <summary>All of them, by place and then by text, each once.</summary>
    public ValueList<Diagnostic> ToOrderedList() =>
        _items.Distinct()
            .OrderBy(item => item.Span.File, StringComparer.Ordinal)
            .ThenBy(item => item.Span.Line)
            .ThenBy(item => item.Span.Column)
            .ThenBy(item => item.Code, StringComparer.Ordinal)
            .ThenBy(item => item.Message, StringComparer.Ordinal)
            .ToValueList();
}
