namespace ScopeMesh.Hosts.Certificates;

/// <summary>
/// Fills bytes with chance: <see cref="System.Security.Cryptography.RandomNumberGenerator.Fill"/>, or something
/// repeatable in tests.
/// </summary>
internal delegate void RandomBytes(Span<byte> bytes);
