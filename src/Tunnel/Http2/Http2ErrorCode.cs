namespace ScopeMesh.Tunnel.Http2;

/// <summary>Why a stream or a connection ends (RFC 9113, 7).</summary>
public enum Http2ErrorCode : uint
{
    /// <summary>No error: a graceful end.</summary>
    NoError = 0,

    /// <summary>The peer broke the protocol.</summary>
    ProtocolError = 1,

    /// <summary>The sender of the code failed.</summary>
    InternalError = 2,

    /// <summary>The peer sent more than the window allows.</summary>
    FlowControlError = 3,

    /// <summary>SETTINGS were not acknowledged in time.</summary>
    SettingsTimeout = 4,

    /// <summary>A frame came for a stream whose side is closed.</summary>
    StreamClosed = 5,

    /// <summary>A frame has a wrong size.</summary>
    FrameSizeError = 6,

    /// <summary>The stream was refused before anything was done; it may be tried again.</summary>
    RefusedStream = 7,

    /// <summary>The stream is no longer wanted.</summary>
    Cancel = 8,

    /// <summary>A header block cannot be decompressed.</summary>
    CompressionError = 9,

    /// <summary>The connection that a CONNECT led to failed.</summary>
    ConnectError = 10,

    /// <summary>The peer makes too much work.</summary>
    EnhanceYourCalm = 11,

    /// <summary>The transport is not secure enough.</summary>
    InadequateSecurity = 12,

    /// <summary>HTTP/1.1 is wanted instead.</summary>
    Http11Required = 13,
}

/// <summary>What codes are called in messages.</summary>
internal static class Http2ErrorCodes
{
    public static string Name(this Http2ErrorCode code) => code switch
    {
        Http2ErrorCode.NoError => "NO_ERROR",
        Http2ErrorCode.ProtocolError => "PROTOCOL_ERROR",
        Http2ErrorCode.InternalError => "INTERNAL_ERROR",
        Http2ErrorCode.FlowControlError => "FLOW_CONTROL_ERROR",
        Http2ErrorCode.SettingsTimeout => "SETTINGS_TIMEOUT",
        Http2ErrorCode.StreamClosed => "STREAM_CLOSED",
        Http2ErrorCode.FrameSizeError => "FRAME_SIZE_ERROR",
        Http2ErrorCode.RefusedStream => "REFUSED_STREAM",
        Http2ErrorCode.Cancel => "CANCEL",
        Http2ErrorCode.CompressionError => "COMPRESSION_ERROR",
        Http2ErrorCode.ConnectError => "CONNECT_ERROR",
        Http2ErrorCode.EnhanceYourCalm => "ENHANCE_YOUR_CALM",
        Http2ErrorCode.InadequateSecurity => "INADEQUATE_SECURITY",
        Http2ErrorCode.Http11Required => "HTTP_1_1_REQUIRED",
        _ => $"code {(uint)code}",
    };
}
