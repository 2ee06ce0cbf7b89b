namespace ScopeMesh.Hosts.Certificates;

/// <summary>Files that only their owner may read.</summary>
internal static class SecretFile
{
    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            // The mode holds for new files only.
            File.Delete(path);
        }
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
