using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>Compiles one source, operation or condition.</summary>
internal static class PolicyMatchCompiler
{
    private static readonly string[] HttpAttributes =
    [
        "connection.sni",
        "experimental.envoy.filters.",
        "remote.ip",
        "request.auth.audiences",
        "request.auth.claims[",
        "request.auth.presenter",
        "request.auth.principal",
        "request.headers[",
    ];

    public static PartialMatch OfSource(PolicySourceManifest source, PolicyValueReader reader)
    {
        var namespaces = reader.Strings(source.Namespaces);
        var principals = reader.Principals(source.Principals);
        var accounts = reader.ServiceAccounts(source.ServiceAccounts);
        var addresses = reader.Addresses(source.IpBlocks);
        return new PartialMatch(
            new AuthorizationMatch
            {
                Namespaces = namespaces.Any,
                NotNamespaces = namespaces.None,
                Principals = principals.Any,
                NotPrincipals = principals.None,
                ServiceAccounts = accounts.Any,
                NotServiceAccounts = accounts.None,
                SourceIps = addresses.Any,
                NotSourceIps = addresses.None,
            },
            HttpFields(
                ("requestPrincipals", "notRequestPrincipals", source.RequestPrincipals),
                ("remoteIpBlocks", "notRemoteIpBlocks", source.RemoteIpBlocks)),
            namespaces.HasUnreadable || principals.HasUnreadable || accounts.HasUnreadable || addresses.HasUnreadable);
    }

    public static PartialMatch OfOperation(PolicyOperationManifest operation, PolicyValueReader reader)
    {
        var ports = reader.Ports(operation.Ports);
        return new PartialMatch(
            new AuthorizationMatch { DestinationPorts = ports.Any, NotDestinationPorts = ports.None },
            HttpFields(
                ("hosts", "notHosts", operation.Hosts),
                ("methods", "notMethods", operation.Methods),
                ("paths", "notPaths", operation.Paths)),
            ports.HasUnreadable);
    }

    public static PartialMatch OfCondition(PolicyConditionManifest condition, PolicyValueReader reader)
    {
        var (key, values) = (condition.Key.Value, condition.Values);
        if (HttpAttributes.Any(attribute => IsAttribute(key, attribute)))
            return new PartialMatch(AuthorizationMatch.Empty, [key], false);
        return key switch
        {
            "source.ip" => Of(
                reader.Addresses(values), (any, none) => new() { SourceIps = any, NotSourceIps = none }),
            "source.namespace" => Of(
                reader.Strings(values), (any, none) => new() { Namespaces = any, NotNamespaces = none }),
            "source.principal" => Of(
                reader.Principals(values), (any, none) => new() { Principals = any, NotPrincipals = none }),
            "source.trustDomain" => Of(
                reader.TrustDomains(values), (any, none) => new() { Principals = any, NotPrincipals = none }),
            "source.cluster" => Of(
                reader.Clusters(values), (any, none) => new() { Principals = any, NotPrincipals = none }),
            "destination.ip" => Of(
                reader.Addresses(values), (any, none) => new() { DestinationIps = any, NotDestinationIps = none }),
            "destination.port" => Of(
                reader.Ports(values), (any, none) => new() { DestinationPorts = any, NotDestinationPorts = none }),
            _ => reader.UnknownAttribute(condition.Key),
        };
    }

    /// <summary>Names that end in a bracket or a dot stand for whatever follows.</summary>
    private static bool IsAttribute(string key, string attribute) => attribute[^1] is '[' or '.'
        ? key.StartsWith(attribute, StringComparison.Ordinal)
        : string.Equals(key, attribute, StringComparison.Ordinal);

    private static PartialMatch Of<T>(
        ReadValues<T> values, Func<ValueList<T>, ValueList<T>, AuthorizationMatch> match) =>
        new(match(values.Any, values.None), [], values.HasUnreadable);

    private static ValueList<string> HttpFields(params ReadOnlySpan<(string Any, string None, PolicyValues Values)> fields)
    {
        var found = new List<string>();
        foreach (var (any, none, values) in fields)
        {
            if (!values.Any.IsEmpty)
                found.Add(any);
            if (!values.None.IsEmpty)
                found.Add(none);
        }

        return found.ToValueList();
    }
}
