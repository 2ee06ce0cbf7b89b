namespace ScopeMesh.Tunnel.Tls;

/// <summary>
/// The alert in a TLS failure. The platform hands it on as text only: OpenSSL's reason, such as
/// <c>sslv3 alert bad certificate</c>.
/// </summary>
internal static class TlsAlerts
{
    private const string Marker = " alert ";

    private static readonly string[] AboutOurCertificate =
    [
        "bad certificate", "unsupported certificate", "certificate revoked", "certificate expired", "certificate unknown",
        "unknown ca", "access denied", "certificate required",
    ];

    /// <summary>The alert that the peer sent; null where the failure is another.</summary>
    public static string? Find(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            var at = e.Message.IndexOf(Marker, StringComparison.Ordinal);
            if (at >= 0)
                return e.Message[(at + Marker.Length)..].Trim();
        }
        return null;
    }

    /// <summary>Whether an alert says that the peer refuses our certificate.</summary>
    public static bool IsRefusal(string alert) => AboutOurCertificate.Any(alert.StartsWith);
}
