namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>A text for another process to read; gone with the test.</summary>
internal sealed class TextFile : IDisposable
{
    public TextFile(string text) => File.WriteAllText(Path, text);

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
