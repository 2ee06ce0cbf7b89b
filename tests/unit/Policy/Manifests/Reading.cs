using ScopeMesh.Policy.Manifests;

namespace ScopeMesh.Tests.Unit.Policy.Manifests;

/// <summary>Reads texts as the file <c>f.yaml</c>.</summary>
internal static class Reading
{
    public static ManifestRead Of(string text, ManifestLimits? limits = null) =>
        ManifestReader.Read(new SourceText("f.yaml", text), limits);

    /// <summary>The only manifest of a text without findings.</summary>
    public static T One<T>(string text)
        where T : Manifest
    {
        var read = Of(text);
        Assert.Empty(read.Diagnostics);
        Assert.Empty(read.Ignored);
        Assert.Empty(read.Rejected);
        return Assert.IsType<T>(Assert.Single(read.Manifests));
    }

    /// <summary>The findings, a line each.</summary>
    public static string[] Findings(string text, ManifestLimits? limits = null) =>
        [.. Of(text, limits).Diagnostics.Select(diagnostic => diagnostic.ToString())];
}
