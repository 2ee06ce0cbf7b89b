using System.Net;
using ScopeMesh.Policy.Authorization;

namespace ScopeMesh.Bench.Policy;

/// <summary>
/// Tries one rule after the other, as ztunnel does; the peer's texts and bytes are made once a connection, and the
/// first policy that matches ends the search.
/// </summary>
internal sealed class OneByOne(IReadOnlyList<AuthorizationPolicy> policies)
{
    private readonly AuthorizationPolicy[] _denies = [.. policies.Where(policy => policy.Action == AuthorizationAction.Deny)];
    private readonly AuthorizationPolicy[] _allows = [.. policies.Where(policy => policy.Action == AuthorizationAction.Allow)];

    public bool Allows(InboundConnection connection)
    {
        var peer = new Peer(connection);
        return !Any(_denies, peer) && (_allows.Length == 0 || Any(_allows, peer));
    }

    private static bool Any(AuthorizationPolicy[] policies, in Peer peer)
    {
        foreach (var policy in policies)
            foreach (var group in policy.Groups.AsSpan())
                if (All(group, peer))
                    return true;
        return false;
    }

    private static bool All(AuthorizationGroup group, in Peer peer)
    {
        foreach (var rules in group.Rules.AsSpan())
            if (!rules.Matches.IsEmpty && !Any(rules.Matches.AsSpan(), peer))
                return false;
        return true;
    }

    private static bool Any(ReadOnlySpan<AuthorizationMatch> matches, in Peer peer)
    {
        foreach (var match in matches)
            if (Matches(match, peer))
                return true;
        return false;
    }

    private static bool Matches(AuthorizationMatch match, in Peer peer)
    {
        if (match.Principals is { IsEmpty: false } principals && !Text(principals.AsSpan(), peer.Principal))
            return false;
        if (match.Namespaces is { IsEmpty: false } namespaces && !Text(namespaces.AsSpan(), peer.Namespace))
            return false;
        if (match.SourceIps is { IsEmpty: false } blocks && !Address(blocks.AsSpan(), peer.Address))
            return false;
        return match.DestinationPorts.IsEmpty || match.DestinationPorts.AsSpan().Contains(peer.Port);
    }

    private static bool Text(ReadOnlySpan<StringMatch> values, string text)
    {
        foreach (var value in values)
            if (value.Matches(text))
                return true;
        return false;
    }

    // The blocks of the benchmark are single addresses.
    private static bool Address(ReadOnlySpan<AddressBlock> blocks, IPAddress address)
    {
        foreach (var block in blocks)
            if (block.Address.Equals(address))
                return true;
        return false;
    }

    private readonly struct Peer(InboundConnection connection)
    {
        public string Principal { get; } = connection.Source.Principal;

        public string Namespace { get; } = connection.Source.Namespace;

        public IPAddress Address { get; } = connection.SourceAddress;

        public int Port { get; } = connection.DestinationPort;
    }
}
