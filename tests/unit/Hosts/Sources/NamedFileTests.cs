using ScopeMesh.Hosts.Sources;

namespace ScopeMesh.Tests.Unit.Hosts.Sources;

/// <summary>What is said of files that somebody named and that cannot be read.</summary>
public sealed class NamedFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("named-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_read()
    {
        var path = Path.Combine(_folder, "a");
        File.WriteAllText(path, "text");
        Assert.Equal("text", NamedFile.ReadText(path));
        NamedFile.Check(path);
    }

    [Fact]
    public void What_cannot_be_read_is_named_as_it_was_with_the_reason_and_what_to_do()
    {
        var none = Path.Combine(_folder, "none");
        Assert.Equal($"`{none}` cannot be read: there is no such file; name one that is there", Said(none));
        Assert.Equal($"`{none}/below` cannot be read: there is no such file; name one that is there", Said($"{none}/below"));
        Assert.Equal($"`{_folder}` cannot be read: it is a folder; name a file", Said(_folder));
        Assert.Equal("`` cannot be read: it has no name; name a file", Said(""));
    }

    /// <summary>The superuser may read everything, so that the refusal is thrown here.</summary>
    [Fact]
    public void Other_reasons_are_told_in_few_words()
    {
        Assert.Equal("`a` cannot be read: this user may not read it; allow it, or name another", Said("a", new UnauthorizedAccessException()));
        Assert.Equal("`a` cannot be read: it is too long; name another", Said("a", new IOException("it is too long")));
    }

    private static string Said(string path) => Assert.Throws<UnusableFileException>(() => NamedFile.ReadText(path)).Message;

    private static string Said(string path, Exception error) =>
        Assert.Throws<UnusableFileException>(() => NamedFile.Use<string>(path, _ => throw error)).Message;
}
