namespace ScopeMesh.Tunnel.Tls;

/// <summary>
/// What failures of handshakes are about: what was expected, and what came. OpenSSL gives a reason, such as
/// <c>error:0A000102:SSL routines::unsupported protocol</c>, and the platform hands it on, or says something of its own.
/// </summary>
internal static class TlsFailures
{
    private const string Expected = "expected TLS 1.3";
    private const string Suites = "TLS_AES_256_GCM_SHA384 or TLS_AES_128_GCM_SHA256";

    /// <summary>The peer has agreed on another protocol than HTTP/2, or on none.</summary>
    public const string NotHttp2 = "the peer does not speak HTTP/2: expected `h2` by ALPN, and it offers none of it";

    private static readonly Dictionary<string, string> ByReason = new(StringComparer.Ordinal)
    {
        ["unsupported protocol"] = $"the peer offers an older TLS only, {Expected}",
        ["wrong version number"] = $"the peer does not speak TLS, {Expected}",
        ["http request"] = $"the peer does not speak TLS but HTTP, {Expected}",
        ["https proxy request"] = $"the peer does not speak TLS but HTTP, {Expected}",
        ["packet length too long"] = $"the peer does not speak TLS, {Expected}",
        ["no application protocol"] = NotHttp2,
        ["no shared cipher"] = $"the peer offers no cipher suite of ours, expected {Suites}",
    };

    private static readonly Dictionary<string, string> ByAlert = new(StringComparer.Ordinal)
    {
        ["protocol version"] = $"the peer does not speak this version of TLS, {Expected}",
        ["no application protocol"] = NotHttp2,
        ["handshake failure"] = $"the peer agrees to no cipher suite or group of ours, expected {Suites}",
    };

    /// <summary>A failure of our side, for people.</summary>
    /// <param name="reason">OpenSSL's words, or the platform's.</param>
    public static string Describe(string reason)
    {
        var words = reason[(reason.LastIndexOf("::", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..].Trim();
        if (ByReason.TryGetValue(words, out var known))
            return known;
        // What SslStream says before it has asked OpenSSL.
        return words.StartsWith("Cannot determine the frame size", StringComparison.Ordinal)
            ? ByReason["wrong version number"]
            : $"TLS failed: {words.TrimEnd('.')}";
    }

    /// <summary>An alert by which the peer ended TLS, for people.</summary>
    /// <param name="alert">The alert's name.</param>
    public static string DescribeAlert(string alert) =>
        ByAlert.TryGetValue(alert, out var known) ? $"{known} (alert `{alert}`)" : $"the peer ended TLS: {alert}";
}
