using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The east-west gateways of a cluster.</summary>
internal static class GatewayPlan
{
    /// <summary>The gateways that can be reached, ordered by namespace and name.</summary>
    public static ValueList<EastWestGateway> Compile(
        ClusterObjects objects, string network, string trustDomain, DiagnosticBag bag) =>
        objects.Of<GatewayManifest>()
            .Where(manifest => manifest.GatewayClassName.Value == WellKnown.EastWestGatewayClass)
            .Select(manifest => Compile(manifest, network, trustDomain, bag))
            .OfType<EastWestGateway>()
            .ToValueList();

    private static EastWestGateway? Compile(
        GatewayManifest manifest, string network, string trustDomain, DiagnosticBag bag)
    {
        var name = new NamespacedName(manifest.Meta.Namespace.Value, manifest.Meta.Name.Value);
        if (HbonePort(manifest) is not { } port)
        {
            bag.Warning(
                CompilationCodes.GatewayWithoutHbone,
                manifest.Meta.Name.Span,
                $"Gateway `{name}` has no listener of protocol `HBONE` with TLS mode `Terminate`; nothing is sent through it",
                "add a listener `{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}`");
            return null;
        }

        var addresses = Addresses(manifest);
        if (addresses.IsEmpty)
        {
            bag.Warning(
                CompilationCodes.GatewayWithoutAddress,
                manifest.Meta.Name.Span,
                $"Gateway `{name}` has no IP address; no other network can reach this one through it",
                "set `spec.addresses` to the address by which other clusters reach it");
            return null;
        }

        if (ServiceAccount(manifest, bag) is not { } serviceAccount)
            return null;
        return new EastWestGateway(
            name,
            manifest.Meta.Labels[WellKnown.NetworkLabel] ?? network,
            addresses,
            port,
            new SpiffeId(trustDomain, name.Namespace, serviceAccount));
    }

    /// <summary>The account whose identity the gateway proves: its own name unless an annotation says otherwise.</summary>
    private static string? ServiceAccount(GatewayManifest manifest, DiagnosticBag bag)
    {
        if (!manifest.Meta.Annotations.TryGet(WellKnown.GatewayServiceAccountAnnotation, out var annotation))
            return manifest.Meta.Name.Value;
        if (LabelSyntax.ExplainDnsSubdomain(annotation.Value) is not { } why)
            return annotation.Value;
        bag.Warning(
            CompilationCodes.UnknownServiceAccount,
            annotation.Span,
            $"`{annotation.Value}` is no service account: {why}; nothing is sent through Gateway `{manifest.Meta.Name.Value}`",
            "write the name of one");
        return null;
    }

    private static int? HbonePort(GatewayManifest manifest) =>
        manifest.Listeners
            .Where(listener => listener.Protocol.Value == "HBONE" && listener.TlsMode?.Value == GatewayTlsMode.Terminate)
            .Select(listener => (int?)listener.Port.Value)
            .FirstOrDefault();

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
