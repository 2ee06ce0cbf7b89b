namespace ScopeMesh.Tunnel.Http2;

/// <summary>A stream that is open or half-closed (RFC 9113, 5.1).</summary>
internal sealed class Http2Stream(int id, int sendWindowBytes, int receiveWindowBytes)
{
    public FlowWindow SendWindow = new(sendWindowBytes);
    public CreditWindow ReceiveWindow = new(receiveWindowBytes);

    public int Id { get; } = id;

    /// <summary>What the connection's budget holds for this stream's window; 0 where the peer sends no more. See <see cref="ReceiveBudget"/>.</summary>
    public int CommittedBytes { get; set; }

    /// <summary>Whether we have sent END_STREAM.</summary>
    public bool LocalEnded { get; set; }

    /// <summary>Whether the peer has.</summary>
    public bool RemoteEnded { get; set; }

    /// <summary>Whether the peer's final head has come, so that DATA may follow.</summary>
    public bool HeadReceived { get; set; }

    /// <summary>Whether we have sent a head: of a stream that the peer opened, the answer.</summary>
    public bool HeadSent { get; set; }

    /// <summary>How many interim responses have come.</summary>
    public int InterimResponses { get; set; }

    public bool IsClosed => LocalEnded && RemoteEnded;
}
