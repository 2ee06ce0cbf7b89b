namespace ScopeMesh.Hosts.Cli;

/// <summary>How every command ends.</summary>
internal static class ExitCode
{
    /// <summary>Yes, ok, allowed, nothing changed.</summary>
    public const int Ok = 0;

    /// <summary>No, refused, different, an expectation failed.</summary>
    public const int No = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The input is invalid.</summary>
    public const int Invalid = 3;

    /// <summary>Something that is needed is not there: a port, a peer, a permission.</summary>
    public const int Unavailable = 4;
}
