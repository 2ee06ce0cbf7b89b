using System.Globalization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// Reads the values of a rule, and reports those that cannot be read. Without them a list must not match less in a DENY
/// rule: of the values that may match all are left out, and so any value matches; of the values that are excluded only
/// the one that cannot be read is.
/// </summary>
internal sealed class PolicyValueReader(
    AuthorizationAction action, string policyNamespace, PolicyTrust trust, List<Diagnostic> diagnostics)
{
    private const string SpiffeScheme = "spiffe://";

    private static readonly Unreadable NoName = Invalid("no name", "write a name, `*`, or one with `*` at one end");

    private static readonly Unreadable NoPrincipal = Invalid(
        "no principal", $"write `TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT`, without `{SpiffeScheme}`");

    private static readonly Unreadable NoServiceAccount = Invalid(
        "no service account", "write `NAMESPACE/NAME`, or `NAME` for one of the policy's namespace");

    private static readonly Unreadable NoAddress = Invalid(
        "no address or range of addresses", "write one such as `10.0.0.1` or `10.0.0.0/8`");

    private static readonly Unreadable NoPort = Invalid("no port", "write a number from 1 to 65535, in quotes");

    private static readonly Unreadable NoTrustDomain = Invalid("no trust domain", "write its whole name, or `*`");

    private static readonly Unreadable NoAttribute = new(
        AuthorizationCodes.UnknownAttribute,
        Severity.Error,
        "no attribute",
        "write one such as `source.ip` or `destination.port`");

    /// <summary>A value, or what is wrong with its text.</summary>
    private delegate Unreadable? Reader<T>(string text, out T? value);

    public ReadValues<StringMatch> Strings(PolicyValues values) => Read<StringMatch>(values, ReadName);

    public ReadValues<StringMatch> Principals(PolicyValues values)
    {
        var read = Read<StringMatch>(values, ReadPrincipal);
        return read with { Any = WithAliases(read.Any), None = WithAliases(read.None) };
    }

    public ReadValues<ServiceAccountMatch> ServiceAccounts(PolicyValues values) =>
        Read<ServiceAccountMatch>(values, ReadServiceAccount);

    public ReadValues<AddressBlock> Addresses(PolicyValues values) => Read<AddressBlock>(values, ReadAddress);

    public ReadValues<int> Ports(PolicyValues values) => Read<int>(values, ReadPort);

    /// <summary>Principals of the trust domains.</summary>
    public ReadValues<StringMatch> TrustDomains(PolicyValues values) => Read<StringMatch>(values, ReadTrustDomain);

    /// <summary>Principals of the clusters' trust domains.</summary>
    public ReadValues<StringMatch> Clusters(PolicyValues values) => Read<StringMatch>(values, ReadCluster);

    public PartialMatch UnknownAttribute(Located<string> key)
    {
        Report(NoAttribute, key);
        return new PartialMatch(AuthorizationMatch.Empty, [], true);
    }

    private static Unreadable Invalid(string problem, string remedy) =>
        new(AuthorizationCodes.InvalidValue, Severity.Error, problem, remedy);

    private ValueList<StringMatch> WithAliases(ValueList<StringMatch> principals) =>
        [.. principals.SelectMany(principal => trust.AllOf(principal)).Distinct()];

    private ReadValues<T> Read<T>(PolicyValues values, Reader<T> reader)
    {
        var (any, isAnyWhole) = ReadList(values.Any, reader);
        var (none, isNoneWhole) = ReadList(values.None, reader);
        return new ReadValues<T>(isAnyWhole ? any : [], none, !isAnyWhole || !isNoneWhole);
    }

    private (ValueList<T> Values, bool IsWhole) ReadList<T>(ValueList<Located<string>> texts, Reader<T> reader)
    {
        var values = new List<T>();
        foreach (var text in texts)
        {
            if (reader(text.Value, out var value) is { } why)
                Report(why, text);
            else
                values.Add(value!);
        }

        return (values.ToValueList(), values.Count == texts.Count);
    }

    private void Report(Unreadable why, Located<string> text)
    {
        var isAllow = action == AuthorizationAction.Allow;
        var effect = isAllow ? "the rule allows nothing" : "the rule denies whatever it might be";
        diagnostics.Add(new Diagnostic(
            why.Code, why.Severity, text.Span, $"{UserText.Quote(text.Value)} is {why.Problem}, so {effect}", why.Remedy));
    }

    /// <summary>Istio takes a <c>*</c> elsewhere than at one end literally: it would match nobody.</summary>
    private static Unreadable? ReadName(string text, out StringMatch? match)
    {
        match = text.Length > 0 ? StringMatch.Parse(text) : null;
        var wildcards = text.AsSpan().Count('*');
        var isAtOneEnd = text.StartsWith('*') || text.EndsWith('*');
        return match is not null && (wildcards == 0 || (wildcards == 1 && isAtOneEnd)) ? null : NoName;
    }

    /// <summary>Identities are compared without their scheme: with it, an exclusion would exclude nobody.</summary>
    private static Unreadable? ReadPrincipal(string text, out StringMatch? match)
    {
        match = null;
        return text.StartsWith(SpiffeScheme, StringComparison.Ordinal) || ReadName(text, out match) is not null ? NoPrincipal : null;
    }

    private Unreadable? ReadServiceAccount(string text, out ServiceAccountMatch? match)
    {
        match = text.Split('/') switch
        {
            [{ Length: > 0 } name] => new ServiceAccountMatch(policyNamespace, name),
            [{ Length: > 0 } ns, { Length: > 0 } name] => new ServiceAccountMatch(ns, name),
            _ => null,
        };

        // Istio knows no wildcards here; taken literally they would match nobody.
        return match is null || text.Contains('*', StringComparison.Ordinal) ? NoServiceAccount : null;
    }

    /// <summary>IPv4 written as IPv6 would match nobody: connections show it as IPv4.</summary>
    private static Unreadable? ReadAddress(string text, out AddressBlock? block) =>
        AddressBlock.TryParse(text, out block) && !block.Address.IsIPv4MappedToIPv6 ? null : NoAddress;

    private static Unreadable? ReadTrustDomain(string text, out StringMatch? match)
    {
        match = text == "*" ? new StringMatch.Presence() : new StringMatch.Prefix(text + "/");
        return text == "*" || (text.Length > 0 && !text.AsSpan().ContainsAny('*', '/')) ? null : NoTrustDomain;
    }

    /// <summary>Only a trust domain that no other cluster has says which cluster an identity is of.</summary>
    private Unreadable? ReadCluster(string text, out StringMatch? match)
    {
        match = new StringMatch.Presence();
        if (text == "*")
            return null;
        if (trust.OfClusters.FirstOrDefault(known => known.Cluster == text) is not { TrustDomain: var domain })
            return new Unreadable(
                AuthorizationCodes.UnknownCluster,
                Severity.Warning,
                "no cluster of the mesh",
                "write a cluster's id, which is the name of its folder, or `*`");
        match = new StringMatch.Prefix(domain + "/");
        var others = trust.OfClusters.Where(known => known.TrustDomain == domain && known.Cluster != text).ToArray();
        return others is [{ Cluster: var other }, ..]
            ? new Unreadable(
                AuthorizationCodes.SharedTrustDomain,
                Severity.Warning,
                $"a cluster that shares the trust domain {UserText.Quote(domain)} with {UserText.Quote(other)}, which no identity tells it from",
                $"set a `trustDomain` of its own in the `mesh.yaml` of {UserText.Quote(text)}")
            : null;
    }

    private static Unreadable? ReadPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535 ? null : NoPort;

    /// <summary>Why a value keeps its rule closed.</summary>
    private sealed record Unreadable(string Code, Severity Severity, string Problem, string Remedy);
}

/// <summary>The values of a field that could be read.</summary>
/// <param name="Any">Those of which one must match.</param>
/// <param name="None">Those of which none may match.</param>
/// <param name="HasUnreadable">Whether some could not be read.</param>
internal sealed record ReadValues<T>(ValueList<T> Any, ValueList<T> None, bool HasUnreadable);
