namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>
/// How a response says of which route table it is a part: <c>scopemesh-table/</c> and the table's content hash. What other control
/// planes write into that field is theirs, and says nothing here.
/// </summary>
internal static class TableVersion
{
    private const string Prefix = "scopemesh-table/";

    public static string Of(string contentHash) => Prefix + contentHash;

    /// <summary>The content hash; null where the version is not one of ours.</summary>
    public static string? HashOf(string version) =>
        version.StartsWith(Prefix, StringComparison.Ordinal) ? version[Prefix.Length..] : null;
}
