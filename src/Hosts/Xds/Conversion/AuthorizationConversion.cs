using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using Wire = ScopeMesh.Hosts.Xds.Protos.SecurityApi;

namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>
/// Authorization policies to <c>istio.security.Authorization</c> and back. A value that cannot be read is refused:
/// to leave it out would widen a policy that excludes.
/// </summary>
internal static class AuthorizationConversion
{
    private const uint MaxPort = 65_535;

    public static Wire.Authorization ToWire(AuthorizationPolicy policy)
    {
        var message = new Wire.Authorization
        {
            Name = policy.Key.Name,
            Namespace = policy.Key.Namespace,
            Scope = policy.Scope switch
            {
                AuthorizationScope.Global => Wire.Scope.Global,
                AuthorizationScope.Namespace => Wire.Scope.Namespace,
                AuthorizationScope.WorkloadSelector => Wire.Scope.WorkloadSelector,
            },
            Action = policy.Action switch
            {
                AuthorizationAction.Allow => Wire.Action.Allow,
                AuthorizationAction.Deny => Wire.Action.Deny,
            },
            DryRun = policy.IsDryRun,
        };
        message.Groups.AddRange(policy.Groups.Select(group =>
        {
            var wire = new Wire.Group();
            wire.Rules.AddRange(group.Rules.Select(rules =>
            {
                var clause = new Wire.Rules();
                clause.Matches.AddRange(rules.Matches.Select(ToWire));
                return clause;
            }));
            return wire;
        }));
        return message;
    }

    public static AuthorizationPolicy ToModel(Wire.Authorization message) =>
        new(
            new NamespacedName(message.Namespace, message.Name),
            message.Scope switch
            {
                Wire.Scope.Global => AuthorizationScope.Global,
                Wire.Scope.Namespace => AuthorizationScope.Namespace,
                Wire.Scope.WorkloadSelector => AuthorizationScope.WorkloadSelector,
                _ => throw new InvalidResourceException($"scope {(int)message.Scope} is not known"),
            },
            message.Action switch
            {
                Wire.Action.Allow => AuthorizationAction.Allow,
                Wire.Action.Deny => AuthorizationAction.Deny,
                _ => throw new InvalidResourceException($"action {(int)message.Action} is not known"),
            },
            message.Groups
                .Select(group => new AuthorizationGroup(group.Rules
                    .Select(rules => new AuthorizationRules(rules.Matches.Select(ToModel).ToValueList()))
                    .ToValueList()))
                .ToValueList())
        {
            IsDryRun = message.DryRun,
        };

    private static Wire.Match ToWire(AuthorizationMatch match)
    {
        var message = new Wire.Match();
        message.Namespaces.AddRange(match.Namespaces.Select(ToWire));
        message.NotNamespaces.AddRange(match.NotNamespaces.Select(ToWire));
        message.Principals.AddRange(match.Principals.Select(ToWire));
        message.NotPrincipals.AddRange(match.NotPrincipals.Select(ToWire));
        message.ServiceAccounts.AddRange(match.ServiceAccounts.Select(ToWire));
        message.NotServiceAccounts.AddRange(match.NotServiceAccounts.Select(ToWire));
        message.SourceIps.AddRange(match.SourceIps.Select(ToWire));
        message.NotSourceIps.AddRange(match.NotSourceIps.Select(ToWire));
        message.DestinationIps.AddRange(match.DestinationIps.Select(ToWire));
        message.NotDestinationIps.AddRange(match.NotDestinationIps.Select(ToWire));
        message.DestinationPorts.AddRange(match.DestinationPorts.Select(port => (uint)port));
        message.NotDestinationPorts.AddRange(match.NotDestinationPorts.Select(port => (uint)port));
        return message;
    }

    private static AuthorizationMatch ToModel(Wire.Match message) => new()
    {
        Namespaces = message.Namespaces.Select(ToModel).ToValueList(),
        NotNamespaces = message.NotNamespaces.Select(ToModel).ToValueList(),
        Principals = message.Principals.Select(ToModel).ToValueList(),
        NotPrincipals = message.NotPrincipals.Select(ToModel).ToValueList(),
        ServiceAccounts = message.ServiceAccounts.Select(ToModel).ToValueList(),
        NotServiceAccounts = message.NotServiceAccounts.Select(ToModel).ToValueList(),
        SourceIps = message.SourceIps.Select(ToModel).ToValueList(),
        NotSourceIps = message.NotSourceIps.Select(ToModel).ToValueList(),
        DestinationIps = message.DestinationIps.Select(ToModel).ToValueList(),
        NotDestinationIps = message.NotDestinationIps.Select(ToModel).ToValueList(),
        DestinationPorts = message.DestinationPorts.Select(ToPort).ToValueList(),
        NotDestinationPorts = message.NotDestinationPorts.Select(ToPort).ToValueList(),
    };

    private static Wire.StringMatch ToWire(StringMatch match) => match switch
    {
        StringMatch.Exact exact => new Wire.StringMatch { Exact = exact.Value },
        StringMatch.Prefix prefix => new Wire.StringMatch { Prefix = prefix.Value },
        StringMatch.Suffix suffix => new Wire.StringMatch { Suffix = suffix.Value },
        _ => new Wire.StringMatch { Presence = new Empty() },
    };

    private static StringMatch ToModel(Wire.StringMatch message) => message.MatchTypeCase switch
    {
        Wire.StringMatch.MatchTypeOneofCase.Exact => new StringMatch.Exact(message.Exact),
        Wire.StringMatch.MatchTypeOneofCase.Prefix => new StringMatch.Prefix(message.Prefix),
        Wire.StringMatch.MatchTypeOneofCase.Suffix => new StringMatch.Suffix(message.Suffix),
        Wire.StringMatch.MatchTypeOneofCase.Presence => new StringMatch.Presence(),
        Wire.StringMatch.MatchTypeOneofCase.None or _ =>
            throw new InvalidResourceException("a string match does not say how it matches"),
    };

    private static Wire.ServiceAccountMatch ToWire(ServiceAccountMatch match) =>
        new() { Namespace = match.Namespace, ServiceAccount = match.ServiceAccount };

    private static ServiceAccountMatch ToModel(Wire.ServiceAccountMatch message) =>
        new(message.Namespace, message.ServiceAccount);

    private static Wire.Address ToWire(AddressBlock block) =>
        new() { Address_ = ByteString.CopyFrom(block.Address.GetAddressBytes()), Length = (uint)block.Length };

    private static AddressBlock ToModel(Wire.Address message)
    {
        var address = WireValues.ToAddress(message.Address_);
        return message.Length <= message.Address_.Length * 8
            ? new AddressBlock(address, (int)message.Length)
            : throw new InvalidResourceException($"an address has no prefix of {message.Length} bits");
    }

    private static int ToPort(uint port) =>
        port <= MaxPort ? (int)port : throw new InvalidResourceException($"{port} is no port");
}
