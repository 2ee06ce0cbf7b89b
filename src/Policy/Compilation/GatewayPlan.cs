using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using LanguageExt;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// The ways into networks that a cluster knows: its own east-west gateways, and pointers to those of clusters that are not
/// read (class <c>istio-remote</c>).
/// </summary>
internal static class GatewayPlan
{
    private const uint DefaultWeight = 1;

    /// <summary>The east-west gateways that can be reached, ordered by namespace and name.</summary>
    public static ValueList<EastWestGateway> Own(ImmutableArray<GatewayManifest> manifests, ClusterFacts facts, DiagnosticBag bag) =>
        OfClass(WellKnown.EastWestGatewayClass, manifests, facts, bag);

    /// <summary>The pointers to gateways elsewhere, ordered by namespace and name.</summary>
    public static ValueList<EastWestGateway> Remote(
        ImmutableArray<GatewayManifest> manifests, ClusterFacts facts, DiagnosticBag bag) =>
        OfClass(WellKnown.RemoteGatewayClass, manifests, facts, bag);

    /// <summary>Tells of Gateways that are none of the mesh's.</summary>
    public static void ReportUnused(ImmutableArray<GatewayManifest> manifests, DiagnosticBag bag)
    {
        foreach (var manifest in manifests)
        {
            var className = manifest.GatewayClassName;
            if (className.Value is WellKnown.EastWestGatewayClass or WellKnown.RemoteGatewayClass or WellKnown.WaypointGatewayClass)
                continue;
            bag.Note(
                CompilationCodes.UnusedGatewayClass,
                className.Span,
                $"{ClusterObjects.Describe(manifest)} is of class `{className.Value}`, which the mesh does not use");
        }
    }

    private static ValueList<EastWestGateway> OfClass(
        string className, ImmutableArray<GatewayManifest> manifests, ClusterFacts facts, DiagnosticBag bag) =>
        manifests
            .Where(manifest => manifest.GatewayClassName.Value == className)
            .SelectMany(manifest => Compile(manifest, className == WellKnown.RemoteGatewayClass, facts, bag))
            .ToValueList();

    /// <summary>The gateway, or none: everything that is wrong with it is said at once.</summary>
    private static ValueList<EastWestGateway> Compile(
        GatewayManifest manifest, bool isRemote, ClusterFacts facts, DiagnosticBag bag)
    {
        var name = ClusterObjects.NameOf(manifest);
        return (HbonePort(manifest, name, isRemote), Network(manifest, name, isRemote, facts), Addresses(manifest, name),
                ServiceAccount(manifest, name, isRemote))
            .Apply((port, network, addresses, serviceAccount) => new EastWestGateway(
                name, network, IpAddresses(addresses), port, new SpiffeId(facts.TrustDomain, name.Namespace, serviceAccount))
            {
                Weight = Weight(manifest, bag),
                Hostnames = Hostnames(addresses),
            })
            .Match<ValueList<EastWestGateway>>(
                gateway => [gateway],
                findings =>
                {
                    bag.AddRange(findings);
                    return [];
                });
    }

    /// <summary>The port of the listener that takes HBONE. What a pointer says of TLS is the other gateway's business.</summary>
    private static Validation<Diagnostic, int> HbonePort(GatewayManifest manifest, NamespacedName name, bool isRemote)
    {
        foreach (var listener in manifest.Listeners)
        {
            if (listener.Protocol.Value == "HBONE" && (isRemote || listener.TlsMode?.Value == GatewayTlsMode.Terminate))
                return listener.Port.Value;
        }

        return isRemote
            ? Warning(
                CompilationCodes.GatewayWithoutHbone,
                manifest.Meta.Name.Span,
                $"Gateway `{name}` has no listener of protocol `HBONE`; nothing is sent through it",
                "add a listener `{name: mesh, port: 15008, protocol: HBONE}`")
            : Warning(
                CompilationCodes.GatewayWithoutHbone,
                manifest.Meta.Name.Span,
                $"Gateway `{name}` has no listener of protocol `HBONE` with TLS mode `Terminate`; nothing is sent through it",
                "add a listener `{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}`");
    }

    private static Validation<Diagnostic, string> Network(
        GatewayManifest manifest, NamespacedName name, bool isRemote, ClusterFacts facts)
    {
        var label = manifest.Meta.Labels[WellKnown.NetworkLabel] ?? "";
        if (!isRemote || label.Length > 0)
            return label.Length > 0 ? label : facts.Network;
        return Warning(
            CompilationCodes.RemoteGatewayWithoutNetwork,
            manifest.Meta.Name.Span,
            $"Gateway `{name}` does not say to which network it leads; nothing is sent through it",
            $"label it with `{WellKnown.NetworkLabel}`");
    }

    /// <summary>What the cluster reports of it; before that, what was asked for.</summary>
    private static Validation<Diagnostic, ValueList<GatewayAddressManifest>> Addresses(GatewayManifest manifest, NamespacedName name)
    {
        var reported = (manifest.StatusAddresses.IsEmpty ? manifest.Addresses : manifest.StatusAddresses)
            .Where(address => address.Type is GatewayAddressManifest.IpAddress or GatewayAddressManifest.Hostname)
            .ToValueList();
        return reported.IsEmpty
            ? Warning(
                CompilationCodes.GatewayWithoutAddress,
                manifest.Meta.Name.Span,
                $"Gateway `{name}` has no address; no other network can reach this one through it",
                "set `spec.addresses` to the address by which other clusters reach it")
            : reported;
    }

    /// <summary>The account whose identity the gateway proves: after its own name (as in Istio) unless an annotation says otherwise.</summary>
    private static Validation<Diagnostic, string> ServiceAccount(GatewayManifest manifest, NamespacedName name, bool isRemote)
    {
        if (!manifest.Meta.Annotations.TryGet(WellKnown.GatewayServiceAccountAnnotation, out var annotation))
            return isRemote ? $"{name.Name}-{WellKnown.RemoteGatewayClass}" : name.Name;
        if (LabelSyntax.ExplainDnsSubdomain(annotation.Value) is not { } why)
            return annotation.Value;
        return Warning(
            CompilationCodes.UnknownServiceAccount,
            annotation.Span,
            $"`{annotation.Value}` is no service account: {why}; nothing is sent through Gateway `{name.Name}`",
            "write the name of one");
    }

    private static uint Weight(GatewayManifest manifest, DiagnosticBag bag)
    {
        if (!manifest.Meta.Annotations.TryGet(WellKnown.GatewayWeightAnnotation, out var annotation))
            return DefaultWeight;
        if (uint.TryParse(annotation.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var weight))
            return weight;
        bag.Warning(
            CompilationCodes.InvalidGatewayWeight,
            annotation.Span,
            $"annotation `{WellKnown.GatewayWeightAnnotation}` of {ClusterObjects.Describe(manifest)} is {UserText.Quote(annotation.Value)}, which is no weight, and counts as {DefaultWeight}",
            "write a whole number; 0 makes it a standby");
        return DefaultWeight;
    }

    private static ValueList<IPAddress> IpAddresses(ValueList<GatewayAddressManifest> addresses) => addresses
        .Where(address => address.Type == GatewayAddressManifest.IpAddress)
        .Select(address => IPAddress.Parse(address.Value.Value))
        .Distinct()
        .Order(AddressOrder.Instance)
        .ToValueList();

    private static ValueList<string> Hostnames(ValueList<GatewayAddressManifest> addresses) => addresses
        .Where(address => address.Type == GatewayAddressManifest.Hostname)
        .Select(address => address.Value.Value.TrimEnd('.').ToLowerInvariant())
        .Distinct()
        .Order(StringComparer.Ordinal)
        .ToValueList();

    private static Diagnostic Warning(string code, SourceSpan at, string message, string remedy) =>
        new(code, Severity.Warning, at, message, remedy);
}
