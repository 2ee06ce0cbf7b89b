namespace ScopeMesh.Hosts.Sources;

/// <summary>Gets at files that somebody named, and says in a line why one cannot be read and what to do.</summary>
internal static class NamedFile
{
    /// <summary>The text of a file.</summary>
    /// <exception cref="UnusableFileException">It cannot be read.</exception>
    public static string ReadText(string path) => Use(path, File.ReadAllText);

    /// <summary>Looks whether a file could be read now.</summary>
    /// <exception cref="UnusableFileException">It could not.</exception>
    public static void Check(string path) => Use(path, static file =>
    {
        using var opened = File.OpenRead(file);
        return opened.Name;
    });

    /// <summary>Makes something of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="use">Reads it.</param>
    /// <exception cref="UnusableFileException">It cannot be read.</exception>
    public static T Use<T>(string path, Func<string, T> use)
    {
        if (path.Length == 0)
            throw new UnusableFileException(path, "it has no name", "name a file", inner: null);
        try
        {
            return use(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && error is not UnusableFileException)
        {
            throw new UnusableFileException(path, WhyNot(path, error), Remedy(path, error), error);
        }
    }

    /// <summary>Why a file cannot be read, in a few words.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">What reading it has thrown.</param>
    public static string WhyNot(string path, Exception error) => error switch
    {
        _ when Directory.Exists(path) => "it is a folder",
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "this user may not read it",
        _ => error.Message.TrimEnd('.'),
    };

    private static string Remedy(string path, Exception error) => error switch
    {
        _ when Directory.Exists(path) => "name a file",
        FileNotFoundException or DirectoryNotFoundException => "name one that is there",
        UnauthorizedAccessException => "allow it, or name another",
        _ => "name another",
    };
}

/// <summary>A file that somebody named cannot be read; the message says why, and what to do.</summary>
/// <param name="path">The file, as it was named.</param>
/// <param name="why">Why, in a few words.</param>
/// <param name="remedy">What to do; how a name is given may be said behind it.</param>
/// <param name="inner">What reading it has thrown.</param>
internal sealed class UnusableFileException(string path, string why, string remedy, Exception? inner)
    : IOException($"`{path}` cannot be read: {why}; {remedy}", inner);
