using System.Text;
using ScopeMesh.Hosts.Sources;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The bytes of a file, or of standard input where <c>-</c> is named.</summary>
/// <param name="Name">How diagnostics call it.</param>
/// <param name="Bytes">The bytes; one more than the limit where there are more.</param>
internal sealed record InputBytes(string Name, byte[] Bytes)
{
    /// <summary>What names standard input on a command line.</summary>
    public const string StandardInput = "-";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null where the bytes are not UTF-8.</summary>
    public string? Text
    {
        get
        {
            try
            {
                return Strict.GetString(Bytes);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }
    }

    /// <summary>How diagnostics call what a command line names.</summary>
    public static string NameOf(string path) => path == StandardInput ? "<stdin>" : path;

    /// <summary>Reads up to a limit.</summary>
    /// <exception cref="InputException">There is no such file, or it cannot be read.</exception>
    public static InputBytes Read(string path, int limit)
    {
        using var stream = Open(path);
        var bytes = new byte[limit + 1];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return new InputBytes(NameOf(path), bytes[..read]);
    }

    /// <summary>Opens a file, or standard input.</summary>
    /// <exception cref="InputException">There is no such file, or it cannot be read.</exception>
    public static Stream Open(string path)
    {
        if (path == StandardInput)
            return Console.OpenStandardInput();
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(ExitCode.Unavailable, $"there is no file `{path}`");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new InputException(ExitCode.Unavailable, $"`{path}` cannot be read: {NamedFile.WhyNot(path, error)}");
        }
    }
}
