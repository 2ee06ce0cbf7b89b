using System.Globalization;
using System.Net;
using System.Text;

namespace ScopeMesh.Hosts.Grpc;

/// <summary>How a status travels: <c>grpc-status</c>, and <c>grpc-message</c> in percent-encoded UTF-8.</summary>
internal static class StatusWire
{
    public const string CodeHeader = "grpc-status";

    public const string DetailHeader = "grpc-message";

    public static string Print(StatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Encodes every byte outside of 0x20 to 0x7E, and the percent sign (gRPC over HTTP/2, Status-Message).
    /// </summary>
    public static string EncodeDetail(string detail, int maximumChars)
    {
        var text = new StringBuilder(detail.Length);
        foreach (var value in Encoding.UTF8.GetBytes(Shorten(detail, maximumChars)))
        {
            if (value is >= 0x20 and <= 0x7E and not (byte)'%')
                text.Append((char)value);
            else
                text.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }
        return text.ToString();
    }

    /// <summary>Decodes; what is not validly encoded stays as it is, since a message is never worth an error.</summary>
    public static string DecodeDetail(string encoded)
    {
        var bytes = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length
                && byte.TryParse(
                    encoded.AsSpan(i + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add(encoded[i] <= 0x7E ? (byte)encoded[i] : (byte)'?');
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>The status of a call from its header texts; without a readable code the status is unknown.</summary>
    public static Status Read(string? code, string? detail)
    {
        var text = detail is null ? "" : DecodeDetail(detail);
        if (code is null)
            return new Status(StatusCode.Unknown, "the peer ended the call without a status");
        return int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.IsDefined((StatusCode)number)
                ? new Status((StatusCode)number, text)
                : new Status(StatusCode.Unknown, $"unknown status `{code}` {text}".TrimEnd());
    }

    /// <summary>What an answer that is not gRPC means (gRPC's "HTTP to gRPC Status Code Mapping").</summary>
    public static Status OfHttp(HttpStatusCode http)
    {
        var code = http switch
        {
            HttpStatusCode.BadRequest => StatusCode.Internal,
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        };
        return new Status(code, $"the peer answered HTTP status {(int)http}");
    }

    private static string Shorten(string detail, int maximumChars)
    {
        if (detail.Length <= maximumChars)
            return detail;
        var end = char.IsHighSurrogate(detail[maximumChars - 1]) ? maximumChars - 1 : maximumChars;
        return detail[..end];
    }
}
