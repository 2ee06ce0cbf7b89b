using System.Net;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Destinations as people write them.</summary>
internal static class Destinations
{
    /// <summary>Reads <c>HOST:PORT</c>, <c>[IPv6]:PORT</c>, a URL's beginning, or a name whose service has one port.</summary>
    /// <exception cref="InputException">It is none of these, or which port is meant cannot be told.</exception>
    public static Destination Read(MeshView view, Workload source, string text)
    {
        if (text.StartsWith("http://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var url))
            return Destination.Of(url.IdnHost, url.Port);
        if (IPEndPoint.TryParse(text, out var end) && end.Port > 0)
            return new Destination.Addressed(end);
        var colon = text.LastIndexOf(':');
        if (text.AsSpan().ContainsAny('[', ']') || text.IndexOf(':', StringComparison.Ordinal) != colon)
            throw new InputException(ExitCode.Usage, $"`{text}` is no HOST:PORT; an IPv6 address stands in brackets, and its port behind them: `[::1]:80`");
        if (colon > 0 && int.TryParse(text.AsSpan(colon + 1), out var port) && port is > 0 and <= 65535)
            return Destination.Of(text[..colon], port);
        if (colon >= 0 || IPAddress.TryParse(text, out _))
            throw new InputException(ExitCode.Usage, $"`{text}` is no HOST:PORT; a port is 1 to 65535");
        var service = NameResolver.Resolve(view.Of(source)!, text, source.Namespace, view.DomainSuffix);
        return service?.Ports is [var only]
            ? new Destination.Named(text, only.ServicePort)
            : throw new InputException(
                ExitCode.Usage,
                service is null
                    ? $"say which port of `{text}` is called: `{text}:80`"
                    : $"say which port of `{text}` is called; it has {string.Join(", ", service.Ports.Select(known => known.ServicePort))}");
    }
}
