using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Linting;

/// <summary>Something found, and the object that may ask for it to be passed over.</summary>
/// <param name="Diagnostic">What is told.</param>
/// <param name="About">The metadata of the object that it is about, where it is about one.</param>
internal sealed record Finding(Diagnostic Diagnostic, ObjectMeta? About)
{
    public static Finding Warning(string code, SourceSpan at, string message, string remedy, ObjectMeta? about) =>
        new(new Diagnostic(code, Severity.Warning, at, message, remedy), about);

    public static Finding Note(string code, SourceSpan at, string message, string remedy, ObjectMeta? about) =>
        new(new Diagnostic(code, Severity.Note, at, message, remedy), about);

    public static Finding Hint(string code, SourceSpan at, string message, string remedy, ObjectMeta? about) =>
        new(new Diagnostic(code, Severity.Hint, at, message, remedy), about);
}
