using System.Globalization;
using System.Net;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>Whom to ask for names that are not the mesh's, as a <c>resolv.conf</c> says it (resolv.conf(5)).</summary>
internal sealed record ResolverSettings
{
    /// <summary>How many servers count; those behind them do not (glibc's <c>MAXNS</c>).</summary>
    public const int MaxServers = 3;

    /// <summary>How many search domains count.</summary>
    public const int MaxSearchDomains = 32;

    /// <summary>How many times each server is tried at most (glibc's <c>RES_MAXRETRY</c>).</summary>
    public const int MaxAttempts = 5;

    /// <summary>How long a try may take at most (glibc's <c>RES_MAXRETRANS</c>).</summary>
    public const int MaxTrySeconds = 30;

    private const int DnsPort = 53;

    /// <summary>The servers, in the order in which they are tried.</summary>
    public ValueList<IPEndPoint> Servers { get; init; }

    /// <summary>The search domains, in their order, without the root's dot.</summary>
    public ValueList<string> SearchDomains { get; init; }

    /// <summary>How long one try may take.</summary>
    public TimeSpan Try { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many times each server is tried.</summary>
    public int Attempts { get; init; } = 2;

    /// <summary>
    /// Reads a text. Lines that are not understood do not count, as for every resolver; where no server is named it is the
    /// machine's own.
    /// </summary>
    /// <param name="text">What the file holds.</param>
    public static ResolverSettings Parse(string text)
    {
        var (servers, settings) = (new List<IPEndPoint>(), new ResolverSettings());
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            var words = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            settings = words switch
            {
                ["nameserver", var server, ..] => WithServer(servers, server, settings),

                // Of several of these lines the last counts.
                ["domain", var domain, ..] => settings with { SearchDomains = Domains([domain]) },
                ["search", .. var domains] => settings with { SearchDomains = Domains(domains) },
                ["options", .. var options] => options.Aggregate(settings, WithOption),
                _ => settings,
            };
        }

        return settings with
        {
            Servers = servers.Count == 0 ? [new IPEndPoint(IPAddress.Loopback, DnsPort)] : servers.ToValueList(),
        };
    }

    private static ResolverSettings WithServer(List<IPEndPoint> servers, string text, ResolverSettings settings)
    {
        if (servers.Count < MaxServers && IPAddress.TryParse(text, out var address))
            servers.Add(new IPEndPoint(address, DnsPort));
        return settings;
    }

    private static ResolverSettings WithOption(ResolverSettings settings, string option) => option.Split(':') switch
    {
        ["timeout", var text] when Number(text) is { } seconds =>
            settings with { Try = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, MaxTrySeconds)) },
        ["attempts", var text] when Number(text) is { } attempts => settings with { Attempts = Math.Clamp(attempts, 1, MaxAttempts) },
        _ => settings,
    };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ValueList<string> Domains(IEnumerable<string> domains) =>
        domains.Select(domain => domain.TrimEnd('.')).Where(domain => domain.Length > 0).Take(MaxSearchDomains).ToValueList();
}
