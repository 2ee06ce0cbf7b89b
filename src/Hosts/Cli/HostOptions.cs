using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Hosts.Underlay;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The options that several hosts take, and what stands behind them.</summary>
internal static class HostOptions
{
    public static Option<string> Cluster() => new("--cluster") { Description = "the cluster's id", Required = true };

    public static Option<IPEndPoint> EndPoint(string name, string description, IPEndPoint? standard) => new(name)
    {
        Description = description,
        Required = standard is null,
        DefaultValueFactory = standard is null ? null : _ => standard,
        CustomParser = result =>
        {
            if (result.Tokens is [var token] && IPEndPoint.TryParse(token.Value, out var end))
                return end;
            result.AddError($"{name} takes ADDRESS:PORT");
            return null;
        },
    };

    public static Option<IPEndPoint> Control() => EndPoint("--control", "where the cluster's control plane is: ADDRESS:PORT", null);

    public static Option<IPEndPoint> Admin(int port) =>
        EndPoint("--admin", "where health, metrics and dumps are served", new IPEndPoint(IPAddress.Loopback, port));

    public static Option<string> Roots() => new("--roots")
    {
        Description = "the certificates that the control plane's must chain to, a PEM file",
        Required = true,
    };

    public static Option<string> Token() => new("--token")
    {
        Description = "the file with the token by which the host authenticates; read anew for each use",
        Required = true,
    };

    public static Option<string?> Crl() => new("--crl")
    {
        Description = "a file of certificate revocation lists, PEM or DER, which is followed; open tunnels end when something of them is revoked",
    };

    public static Option<string?> Underlay() => new("--underlay")
    {
        Description = "a file that maps real addresses to loopback ones, for several clusters on one machine",
    };

    /// <summary>Reads the token of a file, each time anew.</summary>
    /// <exception cref="UnusableFileException">It cannot be read now.</exception>
    public static Func<string> TokenFrom(string file)
    {
        // Read once now, so that a wrong name is an error at the start and not at the first call.
        _ = NamedFile.ReadText(file);
        return () => File.ReadAllText(file).Trim();
    }

    /// <summary>The certificates of a file.</summary>
    /// <exception cref="UnusableFileException">It cannot be read.</exception>
    /// <exception cref="FormatException">It holds something else.</exception>
    public static X509Certificate2Collection RootsFrom(string file)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(NamedFile.ReadText(file));
        }
        catch (CryptographicException error)
        {
            throw new FormatException($"`{file}` holds a certificate that is none by X.509", error);
        }

        return roots.Count > 0 ? roots : throw new FormatException($"`{file}` holds no certificate in PEM");
    }

    /// <summary>The network of a file's map; that of the machine where none is named.</summary>
    /// <exception cref="UnusableFileException">It cannot be read.</exception>
    /// <exception cref="FormatException">It holds something else.</exception>
    public static UnderlayNetwork NetworkFrom(string? file)
    {
        if (file is null)
            return new UnderlayNetwork(UnderlayMap.Identity);
        try
        {
            return new UnderlayNetwork(UnderlayFile.Read(NamedFile.ReadText(file)));
        }
        catch (FormatException error)
        {
            throw new FormatException($"`{file}` cannot be used: {error.Message}", error);
        }
    }
}
