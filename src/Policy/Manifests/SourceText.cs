namespace ScopeMesh.Policy.Manifests;

/// <summary>A file that somebody wrote, as text.</summary>
/// <param name="File">Its name as diagnostics print it.</param>
/// <param name="Text">Its whole content.</param>
public sealed record SourceText(string File, string Text);
