using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Xds;

/// <summary>Resources of discovery as bytes.</summary>
public sealed class ResourceLaws
{
    private static readonly Viewpoint Here = new("c0", "n0", ViewpointRole.Node);

    private static readonly Gen<byte[]> Noise = Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf();

    /// <summary>Messages of a table's own, some of them with bytes changed, cut off or put in.</summary>
    private static readonly Gen<XdsUpdate> Updates =
        from table in NamedTables.All
        from isAddress in Gen.Elements(true, true, false)
        let url = isAddress ? XdsTypes.Address : XdsTypes.Authorization
        let some = RouteTableResources.Of(table).Of(XdsTypes.Address).Resources.Take(8)
        from noise in Noise
        from spoilt in Gen.CollectToArray(some.Select(resource => Spoilt(resource.Payload.Value.ToByteArray())))
        select new XdsUpdate(
            url,
            [
                .. spoilt.Append(noise).Select((bytes, index) =>
                    new XdsResource($"r{index}", "1", new Any { TypeUrl = url, Value = ByteString.CopyFrom(bytes) }, [])),
            ],
            []);

    [Fact]
    public void Resources_of_any_bytes_are_taken_or_their_update_refused_as_a_whole() =>
        Law.Holds(Updates, update =>
        {
            var before = NodeState.Start(Here);
            var (after, rejections) = before.Apply(RouteTableUpdates.Read(update));

            Assert.All(rejections, rejection => Assert.NotEmpty(rejection.Reason));
            Assert.True(rejections.Count <= update.Upserts.Count);
            if (!rejections.IsEmpty)
                Assert.Same(before.Latest, after.Latest);
        });

    private static Gen<byte[]> Spoilt(byte[] bytes) =>
        from how in Gen.Choose(0, 4)
        from at in Gen.Choose(0, Math.Max(0, bytes.Length - 1))
        from noise in Noise
        select how switch
        {
            0 => bytes,
            1 => bytes[..at],
            2 => [.. bytes[..at], .. noise, .. bytes[at..]],
            3 => [.. bytes[..at], .. noise, .. bytes[Math.Min(bytes.Length, at + noise.Length)..]],
            _ => [.. bytes, .. noise],
        };
}
