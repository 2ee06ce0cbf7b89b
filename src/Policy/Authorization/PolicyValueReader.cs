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
internal sealed class PolicyValueReader(AuthorizationAction action, string policyNamespace, List<Diagnostic> diagnostics)
{
    private const string SpiffeScheme = "spiffe://";

    private delegate bool Reader<T>(string text, out T? value);

    public ReadValues<StringMatch> Strings(PolicyValues values) =>
        Read<StringMatch>(values, ReadString, "no name", "write a name, `*`, or one with `*` at one end");

    public ReadValues<StringMatch> Principals(PolicyValues values) => Read<StringMatch>(
        values,
        ReadPrincipal,
        "no principal",
        $"write `TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT`, without `{SpiffeScheme}`");

    public ReadValues<ServiceAccountMatch> ServiceAccounts(PolicyValues values) => Read<ServiceAccountMatch>(
        values,
        ReadServiceAccount,
        "no service account",
        "write `NAMESPACE/NAME`, or `NAME` for one of the policy's namespace");

    public ReadValues<AddressBlock> Addresses(PolicyValues values) => Read<AddressBlock>(
        values, AddressBlock.TryParse, "no address or range of addresses", "write one such as `10.0.0.1` or `10.0.0.0/8`");

    public ReadValues<int> Ports(PolicyValues values) =>
        Read<int>(values, ReadPort, "no port", "write a number from 1 to 65535, in quotes");

    public PartialMatch UnknownAttribute(Located<string> key)
    {
        const string Remedy = "write one such as `source.ip` or `destination.port`";
        Report(AuthorizationCodes.UnknownAttribute, key, "no attribute", Remedy);
        return new PartialMatch(AuthorizationMatch.Empty, [], true);
    }

    private ReadValues<T> Read<T>(PolicyValues values, Reader<T> reader, string problem, string remedy)
    {
        var (any, isAnyWhole) = ReadList(values.Any, reader, problem, remedy);
        var (none, isNoneWhole) = ReadList(values.None, reader, problem, remedy);
        return new ReadValues<T>(isAnyWhole ? any : [], none, !isAnyWhole || !isNoneWhole);
    }

    private (ValueList<T> Values, bool IsWhole) ReadList<T>(
        ValueList<Located<string>> texts, Reader<T> reader, string problem, string remedy)
    {
        var values = new List<T>();
        foreach (var text in texts)
        {
            if (reader(text.Value, out var value))
                values.Add(value!);
            else
                Report(AuthorizationCodes.InvalidValue, text, problem, remedy);
        }

        return (values.ToValueList(), values.Count == texts.Count);
    }

    private void Report(string code, Located<string> text, string problem, string remedy)
    {
        var isAllow = action == AuthorizationAction.Allow;
        var effect = isAllow ? "the rule allows nothing" : "the rule denies whatever it might be";
        diagnostics.Add(new Diagnostic(
            code, Severity.Error, text.Span, $"{UserText.Quote(text.Value)} is {problem}, so {effect}", remedy));
    }

    private static bool ReadString(string text, out StringMatch? match)
    {
        match = text.Length > 0 ? StringMatch.Parse(text) : null;
        return match is not null;
    }

    /// <summary>Identities are compared without their scheme: with it, an exclusion would exclude nobody.</summary>
    private static bool ReadPrincipal(string text, out StringMatch? match)
    {
        match = null;
        return !text.StartsWith(SpiffeScheme, StringComparison.Ordinal) && ReadString(text, out match);
    }

    private bool ReadServiceAccount(string text, out ServiceAccountMatch? match)
    {
        match = text.Split('/') switch
        {
            [{ Length: > 0 } name] => new ServiceAccountMatch(policyNamespace, name),
            [{ Length: > 0 } ns, { Length: > 0 } name] => new ServiceAccountMatch(ns, name),
            _ => null,
        };
        // Istio knows no wildcards here; taken literally they would match nobody.
        if (text.Contains('*'))
            match = null;
        return match is not null;
    }

    private static bool ReadPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}

/// <summary>The values of a field that could be read.</summary>
/// <param name="Any">Those of which one must match.</param>
/// <param name="None">Those of which none may match.</param>
/// <param name="HasUnreadable">Whether some could not be read.</param>
internal sealed record ReadValues<T>(ValueList<T> Any, ValueList<T> None, bool HasUnreadable);
