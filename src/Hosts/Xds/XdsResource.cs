using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds;

/// <summary>One thing that a client can subscribe to.</summary>
/// <param name="Name">Its name, unique within its type.</param>
/// <param name="Version">
/// Says whether a client's copy is the same; equal contents have equal versions on every server.
/// </param>
/// <param name="Payload">The message.</param>
/// <param name="Aliases">
/// Other keys that clients may subscribe by. Several resources may share one: who asks for a service by its name
/// gets its workloads too where they carry that name as an alias.
/// </param>
internal sealed record XdsResource(string Name, string Version, Any Payload, ValueList<string> Aliases)
{
    private const int VersionBytes = 8;

    /// <summary>Wraps a message; its version is a hash of its bytes.</summary>
    public static XdsResource Of(string name, IMessage message, ValueList<string> aliases = default)
    {
        var bytes = Serialize(message);
        var payload = new Any { TypeUrl = XdsTypes.UrlOf(message.Descriptor), Value = bytes };
        return new XdsResource(name, VersionOf(bytes), payload, aliases);
    }

    private static string VersionOf(ByteString bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(bytes.Span)[..VersionBytes]);

    /// <summary>Map entries go out in the order of their keys, so that equal messages have equal bytes.</summary>
    private static ByteString Serialize(IMessage message)
    {
        var bytes = new byte[message.CalculateSize()];
        using var output = new CodedOutputStream(bytes) { Deterministic = true };
        message.WriteTo(output);
        output.CheckNoSpaceLeft();
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
