namespace ScopeMesh.Hosts.Namespaces;

/// <summary>A network namespace cannot be opened or entered; the message says why, and what to do.</summary>
/// <param name="message">Why.</param>
internal sealed class NamespaceException(string message) : IOException(message);
