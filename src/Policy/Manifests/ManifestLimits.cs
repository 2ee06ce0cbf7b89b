namespace ScopeMesh.Policy.Manifests;

/// <summary>How large a file may be that somebody else wrote.</summary>
public sealed record ManifestLimits
{
    /// <summary>The limits where nobody sets others.</summary>
    public static ManifestLimits Default { get; } = new();

    /// <summary>A file, in UTF-16 units.</summary>
    public int FileChars { get; init; } = 32 * 1024 * 1024;

    /// <summary>A document, in UTF-16 units; an API server takes requests of 3 MiB.</summary>
    public int DocumentChars { get; init; } = 3 * 1024 * 1024;

    /// <summary>How deep lists and mappings of a document nest.</summary>
    public int NestingLevels { get; init; } = 64;

    /// <summary>
    /// The values of a document, where everything that an alias stands for counts again: a few lines of aliases to
    /// aliases can stand for more values than any machine holds.
    /// </summary>
    public int DocumentNodes { get; init; } = 200_000;

    /// <summary>The findings that are given for a file; those after them are only counted.</summary>
    public int FileDiagnostics { get; init; } = 500;
}
