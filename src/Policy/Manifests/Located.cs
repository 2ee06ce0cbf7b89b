using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A value with the place where it was written, for diagnostics that later steps give about it.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Span">Where it was written.</param>
public readonly record struct Located<T>(T Value, SourceSpan Span);
