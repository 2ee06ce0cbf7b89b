namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>A message that names nothing valid; its message is what a NACK says of it.</summary>
internal sealed class InvalidResourceException(string message) : Exception(message);
