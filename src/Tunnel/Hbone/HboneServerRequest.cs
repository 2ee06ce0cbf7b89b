using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Hbone;

/// <summary>A CONNECT that wants an answer, which is given once.</summary>
public sealed class HboneServerRequest
{
    private readonly Http2StreamTransport _stream;

    internal HboneServerRequest(Http2StreamTransport stream, HboneRequest request, VerifiedPeer peer)
    {
        _stream = stream;
        Authority = request.Authority;
        Headers = request.Headers;
        Peer = peer;
    }

    /// <summary>Where it leads.</summary>
    public HboneAuthority Authority { get; }

    /// <summary>What it says besides.</summary>
    public HboneHeaders Headers { get; }

    /// <summary>Who asks.</summary>
    public VerifiedPeer Peer { get; }

    /// <summary>Whether it was answered.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Answers 200: to be called when the destination has taken the connection, and not before.</summary>
    /// <param name="baggage">What to say of the workload behind it.</param>
    /// <param name="endpoint">Which endpoint it is, in a word that says nothing else.</param>
    /// <returns>The tunnel's bytes.</returns>
    /// <exception cref="TunnelException">The peer has given up.</exception>
    public ITransport Accept(Baggage? baggage = null, string? endpoint = null)
    {
        if (IsAnswered)
            throw new InvalidOperationException("a request is answered once");
        IsAnswered = true;
        _stream.Respond(new ResponseHead(200, new HboneHeaders { Baggage = baggage, Endpoint = endpoint }.ToFields()), endStream: false);
        return _stream;
    }

    /// <summary>Answers another status than 200.</summary>
    /// <param name="status">The status, 300 to 599.</param>
    public void Reject(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 599);
        if (IsAnswered)
            throw new InvalidOperationException("a request is answered once");
        IsAnswered = true;
        try
        {
            _stream.Reject(status);
        }
        catch (TunnelException)
        {
            // The peer has given up, and wants no answer.
        }
    }
}
