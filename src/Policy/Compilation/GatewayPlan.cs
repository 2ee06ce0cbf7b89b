using System.Net;
using LanguageExt;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The east-west gateways of a cluster.</summary>
internal static class GatewayPlan
{
    /// <summary>The gateways that can be reached, ordered by namespace and name.</summary>
    public static ValueList<EastWestGateway> Compile(
        ClusterObjects objects, string network, string trustDomain, DiagnosticBag bag) =>
        objects.Of<GatewayManifest>()
            .Where(manifest => manifest.GatewayClassName.Value == WellKnown.EastWestGatewayClass)
            .SelectMany(manifest => Compile(manifest, network, trustDomain, bag))
            .ToValueList();

    /// <summary>The gateway, or none: everything that is wrong with it is said at once.</summary>
    private static ValueList<EastWestGateway> Compile(
        GatewayManifest manifest, string network, string trustDomain, DiagnosticBag bag)
    {
        var name = new NamespacedName(manifest.Meta.Namespace.Value, manifest.Meta.Name.Value);
        return (HbonePort(manifest, name), RoutableAddresses(manifest, name), ServiceAccount(manifest, name))
            .Apply((port, addresses, serviceAccount) => new EastWestGateway(
                name,
                manifest.Meta.Labels[WellKnown.NetworkLabel] ?? network,
                addresses,
                port,
                new SpiffeId(trustDomain, name.Namespace, serviceAccount)))
            .Match<ValueList<EastWestGateway>>(
                gateway => [gateway],
                findings =>
                {
                    bag.AddRange(findings);
                    return [];
                });
    }

    private static Validation<Diagnostic, int> HbonePort(GatewayManifest manifest, NamespacedName name)
    {
        foreach (var listener in manifest.Listeners)
        {
            if (listener.Protocol.Value == "HBONE" && listener.TlsMode?.Value == GatewayTlsMode.Terminate)
                return listener.Port.Value;
        }

        return new Diagnostic(
            CompilationCodes.GatewayWithoutHbone,
            Severity.Warning,
            manifest.Meta.Name.Span,
            $"Gateway `{name}` has no listener of protocol `HBONE` with TLS mode `Terminate`; nothing is sent through it",
            "add a listener `{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}`");
    }

    private static Validation<Diagnostic, ValueList<IPAddress>> RoutableAddresses(GatewayManifest manifest, NamespacedName name)
    {
        var addresses = Addresses(manifest);
        return addresses.IsEmpty
            ? new Diagnostic(
                CompilationCodes.GatewayWithoutAddress,
                Severity.Warning,
                manifest.Meta.Name.Span,
                $"Gateway `{name}` has no IP address; no other network can reach this one through it",
                "set `spec.addresses` to the address by which other clusters reach it")
            : addresses;
    }

    /// <summary>The account whose identity the gateway proves: its own name unless an annotation says otherwise.</summary>
    private static Validation<Diagnostic, string> ServiceAccount(GatewayManifest manifest, NamespacedName name)
    {
        if (!manifest.Meta.Annotations.TryGet(WellKnown.GatewayServiceAccountAnnotation, out var annotation))
            return name.Name;
        if (LabelSyntax.ExplainDnsSubdomain(annotation.Value) is not { } why)
            return annotation.Value;
        return new Diagnostic(
            CompilationCodes.UnknownServiceAccount,
            Severity.Warning,
            annotation.Span,
            $"`{annotation.Value}` is no service account: {why}; nothing is sent through Gateway `{name.Name}`",
            "write the name of one");
    }

    /// <summary>What the cluster reports of it; before that, what was asked for.</summary>
    private static ValueList<IPAddress> Addresses(GatewayManifest manifest)
    {
        var reported = manifest.StatusAddresses.IsEmpty ? manifest.Addresses : manifest.StatusAddresses;
        return reported
            .Where(address => address.Type == GatewayAddressManifest.IpAddress)
            .Select(address => IPAddress.TryParse(address.Value.Value, out var ip) ? ip : null)
            .OfType<IPAddress>()
            .Order(AddressOrder.Instance)
            .ToValueList();
    }
}
