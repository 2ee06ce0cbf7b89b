namespace ScopeMesh.Hosts.Admin.Dumps;

/// <summary>A part of <c>/config_dump</c> that somebody else than the host itself knows, such as <c>workloadState</c>.</summary>
internal interface IConfigDumpPart
{
    /// <summary>The key at the top of the dump; it takes the place of a part of the same key.</summary>
    string Name { get; }

    /// <summary>The value as it is now, as JSON is made of it; called on any thread.</summary>
    object? Value { get; }
}
