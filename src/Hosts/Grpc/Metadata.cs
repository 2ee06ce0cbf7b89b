using System.Collections;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>The custom headers of a call, in order; keys are lower case. Binary values are not supported.</summary>
internal sealed class Metadata : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _entries = [];

    public void Add(string key, string value) => _entries.Add(new(key.ToLowerInvariant(), value));

    /// <summary>The last value of a key, or null.</summary>
    public string? GetValue(string key)
    {
        var at = _entries.FindLastIndex(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase));
        return at < 0 ? null : _entries[at].Value;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
