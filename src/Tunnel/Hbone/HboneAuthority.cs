using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>Where a CONNECT leads: <c>IP:PORT</c>, <c>[IPv6]:PORT</c> or <c>NAME:PORT</c>. Never without a port.</summary>
public sealed record HboneAuthority
{
    private const int MaxHostLength = 255;
    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");

    private HboneAuthority(string host, IPAddress? address, int port) => (Host, Address, Port) = (host, address, port);

    /// <summary>The name, or the address as text without brackets.</summary>
    public string Host { get; }

    /// <summary>The address, where the authority is one.</summary>
    public IPAddress? Address { get; }

    /// <summary>The port, 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The authority of an address. An IPv4 address in IPv6 form becomes IPv4.</summary>
    /// <param name="endpoint">The address and port.</param>
    public static HboneAuthority Of(IPEndPoint endpoint)
    {
        var address = endpoint.Address.IsIPv4MappedToIPv6 ? endpoint.Address.MapToIPv4() : endpoint.Address;
        return new HboneAuthority(address.ToString(), address, endpoint.Port);
    }

    /// <summary>The authority of a service's name.</summary>
    /// <param name="host">The name.</param>
    /// <param name="port">The port.</param>
    /// <exception cref="ArgumentException">The name or the port is none.</exception>
    public static HboneAuthority Of(string host, int port) => TryParse($"{host}:{port}", out var authority)
        ? authority
        : throw new ArgumentException($"`{host}:{port}` is not `NAME:PORT`");

    /// <summary>Reads an authority.</summary>
    /// <param name="text">The text.</param>
    /// <param name="authority">The authority, where the text is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out HboneAuthority? authority)
    {
        authority = null;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (text is null || colon <= 0 || !TryParsePort(text.AsSpan(colon + 1), out var port))
            return false;
        var host = text[..colon];
        if (host is ['[', .. var inner, ']'])
        {
            if (IPAddress.TryParse(inner, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6)
                authority = Of(new IPEndPoint(v6, port));
        }
        else if (IPAddress.TryParse(host, out var v4) && v4.ToString() == host && v4.AddressFamily == AddressFamily.InterNetwork)
        {
            authority = new HboneAuthority(host, v4, port);
        }
        else if (host.Length <= MaxHostLength && !host.AsSpan().ContainsAnyExcept(HostCharacters))
        {
            authority = new HboneAuthority(host, null, port);
        }
        return authority is not null;
    }

    /// <summary>The text that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= IPEndPoint.MaxPort;
}
