using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using Wire = ScopeMesh.Hosts.Xds.Protos.WorkloadApi;

namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>
/// What ScopeMesh says of a service beyond Istio's fields, as an extension of the service's message that others pass
/// over: a <c>google.protobuf.Struct</c> with each cluster's weight, whether callers keep their endpoint, and on what stands
/// for the trust domains that are believed the roots of each.
/// </summary>
internal static class RoutingExtension
{
    private const string Name = "scopemesh.io/routing";
    private const string Weights = "clusterWeights";
    private const string Affinity = "clientAffinity";
    private const string Roots = "trustRoots";

    /// <summary>The extension, or none where there is nothing to say.</summary>
    public static IEnumerable<Wire.Extension> Of(MeshService service)
    {
        if (service is { ClusterWeights.IsEmpty: true, HasClientAffinity: false, Federation.IsEmpty: true })
            return [];
        var config = new Struct();
        if (service.HasClientAffinity)
            config.Fields[Affinity] = Value.ForBool(true);
        if (!service.ClusterWeights.IsEmpty)
        {
            var weights = new Struct();
            foreach (var weight in service.ClusterWeights)
                weights.Fields[weight.Cluster] = Value.ForNumber(weight.Weight);
            config.Fields[Weights] = Value.ForStruct(weights);
        }

        if (!service.Federation.IsEmpty)
        {
            var roots = new Struct();
            foreach (var bundle in service.Federation)
                roots.Fields[bundle.TrustDomain] = Value.ForString(bundle.RootsPem);
            config.Fields[Roots] = Value.ForStruct(roots);
        }

        return [new Wire.Extension { Name = Name, Config = Packed(config) }];
    }

    /// <summary>Each cluster's weight, ordered by cluster.</summary>
    /// <exception cref="InvalidResourceException">A weight is no whole number that is not negative.</exception>
    public static ValueList<ClusterWeight> ClusterWeights(IEnumerable<Wire.Extension> extensions) =>
        Config(extensions)?.Fields.GetValueOrDefault(Weights) is { KindCase: Value.KindOneofCase.StructValue } weights
            ? weights.StructValue.Fields
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new ClusterWeight(entry.Key, ToWeight(entry.Value)))
                .ToValueList()
            : [];

    /// <summary>Whether callers keep their endpoint.</summary>
    public static bool HasClientAffinity(IEnumerable<Wire.Extension> extensions) =>
        Config(extensions)?.Fields.GetValueOrDefault(Affinity) is { BoolValue: true };

    /// <summary>The roots of foreign trust domains, ordered.</summary>
    /// <exception cref="InvalidResourceException">Roots are no text.</exception>
    public static ValueList<TrustBundle> Federation(IEnumerable<Wire.Extension> extensions) =>
        Config(extensions)?.Fields.GetValueOrDefault(Roots) is { KindCase: Value.KindOneofCase.StructValue } roots
            ? roots.StructValue.Fields
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => entry.Value.KindCase == Value.KindOneofCase.StringValue
                    ? new TrustBundle(entry.Key, entry.Value.StringValue)
                    : throw new InvalidResourceException($"the roots of trust domain `{entry.Key}` are no text"))
                .ToValueList()
            : [];

    private static Struct? Config(IEnumerable<Wire.Extension> extensions)
    {
        var packed = extensions.FirstOrDefault(extension => extension.Name == Name)?.Config;
        if (packed is null)
            return null;
        return packed.TryUnpack<Struct>(out var config)
            ? config
            : throw new InvalidResourceException($"extension `{Name}` is no struct");
    }

    private static uint ToWeight(Value value) =>
        value is { KindCase: Value.KindOneofCase.NumberValue, NumberValue: >= 0 and <= uint.MaxValue and var number }
        && number == Math.Floor(number)
            ? (uint)number
            : throw new InvalidResourceException(
                string.Create(CultureInfo.InvariantCulture, $"the weight of a cluster is {value}, and not a whole number"));

    /// <summary>Packed with entries in the order of their keys, so that equal extensions have equal bytes.</summary>
    private static Any Packed(Struct config)
    {
        var bytes = new byte[config.CalculateSize()];
        using var output = new CodedOutputStream(bytes) { Deterministic = true };
        config.WriteTo(output);
        output.CheckNoSpaceLeft();
        return new Any
        {
            TypeUrl = $"type.googleapis.com/{Struct.Descriptor.FullName}",
            Value = UnsafeByteOperations.UnsafeWrap(bytes),
        };
    }
}
