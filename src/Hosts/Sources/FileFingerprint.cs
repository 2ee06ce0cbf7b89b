using System.Globalization;

namespace ScopeMesh.Hosts.Sources;

/// <summary>Tells whether a file is still the one that it was, without reading it, and through links: Kubernetes swaps the link of a folder above it.</summary>
internal static class FileFingerprint
{
    /// <summary>A text that is another one when the file is.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be looked at.</exception>
    public static string Of(string path)
    {
        var target = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        return string.Create(CultureInfo.InvariantCulture, $"{target.FullName} {target.Length} {target.LastWriteTimeUtc.Ticks}");
    }
}
