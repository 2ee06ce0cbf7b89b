using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>Gives Services virtual addresses and families as an API server would.</summary>
internal sealed class ServiceAddresses
{
    /// <summary>The range of virtual addresses where manifests name none.</summary>
    public static readonly IPNetwork ServiceCidr = IPNetwork.Parse("10.96.0.0/16");

    /// <summary>The same of the other family, for Services that ask for it.</summary>
    public static readonly IPNetwork ServiceCidrV6 = IPNetwork.Parse("fd00:10:96::/112");

    private readonly Dictionary<IpFamily, AddressRange> _ranges;
    private readonly bool _isDualStack;
    private readonly DiagnosticBag _bag;

    /// <summary>Begins with what is written.</summary>
    /// <param name="manifests">All Services, whose own addresses nobody else gets.</param>
    /// <param name="isDualStack">Whether pods have addresses of both families.</param>
    /// <param name="bag">Where findings go.</param>
    public ServiceAddresses(ImmutableArray<ServiceManifest> manifests, bool isDualStack, DiagnosticBag bag)
    {
        var taken = manifests.SelectMany(manifest => manifest.ClusterIps.Select(ip => ip.Value)).ToHashSet();
        _ranges = new Dictionary<IpFamily, AddressRange>
        {
            [IpFamily.IPv4] = new(ServiceCidr, taken),
            [IpFamily.IPv6] = new(ServiceCidrV6, taken),
        };
        (_isDualStack, _bag) = (isDualStack, bag);
    }

    /// <summary>A Service's addresses: those that are written, and one of each further family that it is to have.</summary>
    public ValueList<IPAddress> Of(ServiceManifest manifest)
    {
        if (manifest.IsHeadless)
            return [];
        var given = manifest.ClusterIps.Select(ip => ip.Value).ToList();
        var families = Families(manifest);
        foreach (var family in families.IsEmpty && given.Count == 0 ? [IpFamily.IPv4] : families)
        {
            if (given.Any(address => AddressText.FamilyOf(address) == family))
                continue;
            if (_ranges[family].Take(StableHash.Of(manifest.Meta.Namespace.Value, manifest.Meta.Name.Value)) is { } address)
                given.Add(address);
            else
                ReportExhausted(manifest, family);
        }

        return given.Order(AddressOrder.Instance).ToValueList();
    }

    /// <summary>Which addresses of a Service's endpoints are called: any, where it says nothing of families.</summary>
    public IpFamilies FamiliesOf(ServiceManifest manifest) => Families(manifest) switch
    {
        { IsEmpty: true } => IpFamilies.Automatic,
        [IpFamily.IPv4] => IpFamilies.IPv4Only,
        [IpFamily.IPv6] => IpFamilies.IPv6Only,
        _ => IpFamilies.Dual,
    };

    /// <summary>
    /// The families that an API server would write: those that are written, or that of the written address, and the other one
    /// where both are asked for. None where nothing is said.
    /// </summary>
    private ValueList<IpFamily> Families(ServiceManifest manifest)
    {
        var written = manifest.IpFamilies.Select(family => family.Value).Distinct().ToValueList();
        if (manifest.IpFamilyPolicy?.Value is not { } policy)
            return written;
        var first = written.IsEmpty ? FirstFamily(manifest) : written[0];
        var wantsBoth = policy == IpFamilyPolicy.RequireDualStack || (policy == IpFamilyPolicy.PreferDualStack && _isDualStack);
        if (!wantsBoth)
            return written.IsEmpty ? [first] : written;
        return [first, first == IpFamily.IPv4 ? IpFamily.IPv6 : IpFamily.IPv4];
    }

    private static IpFamily FirstFamily(ServiceManifest manifest) =>
        manifest.ClusterIps.IsEmpty ? IpFamily.IPv4 : AddressText.FamilyOf(manifest.ClusterIps[0].Value);

    private void ReportExhausted(ServiceManifest manifest, IpFamily family) => _bag.Warning(
        CompilationCodes.AddressesExhausted,
        manifest.Span,
        $"the range {(family == IpFamily.IPv6 ? ServiceCidrV6 : ServiceCidr)} has no address left for "
        + $"{ClusterObjects.Describe(manifest)}; it can be called by name only",
        "give it a `spec.clusterIP`");
}
