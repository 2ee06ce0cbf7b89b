using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tunnel.Tls.OpenSsl;

/// <summary>What a step of TLS came to.</summary>
internal enum TlsStep
{
    /// <summary>It is done, or there are bytes.</summary>
    Done,

    /// <summary>It goes on when more ciphertext has come.</summary>
    NeedsInput,

    /// <summary>The peer has said that its direction ends.</summary>
    Ended,

    /// <summary>It failed; the alert, if there is one, is in the output.</summary>
    Failed,
}

/// <summary>
/// One TLS connection that does no I/O: ciphertext in, plaintext out, and back. Not safe for use by several threads at
/// once. OpenSSL calls back on the thread that called it, which is how its callbacks know whose they are.
/// </summary>
internal sealed unsafe class OpenSslConnection : SafeHandle
{
    // BIO_TYPE_SOURCE_SINK with an index that nobody else has a use for.
    private const int BioType = 0x0400 | 0x7f;
    private const int AlpnAccepted = 0;
    private const int AlpnFatal = 2;

    private static readonly nint BioMethod = CreateBioMethod();

    [ThreadStatic]
    private static OpenSslConnection? s_calling;

    private readonly Func<IReadOnlyList<byte[]>, CertificateVerdict> _verify;
    private ReadOnlyMemory<byte> _input;
    private ByteBuffer? _output;
    private Exception? _callbackFailure;

    private OpenSslConnection(nint ssl, Func<IReadOnlyList<byte[]>, CertificateVerdict> verify)
        : base(0, ownsHandle: true)
    {
        SetHandle(ssl);
        _verify = verify;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>What went wrong with the step that failed last, in OpenSSL's words.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Whether a step failed because the peer has shown no certificate, which OpenSSL judges by itself.</summary>
    public bool PresentedNothing => Error.EndsWith("peer did not return a certificate", StringComparison.Ordinal);

    /// <summary>Ciphertext that was given and not used yet.</summary>
    public int InputLeft => _input.Length;

    /// <summary>Whether HTTP/2 was agreed on.</summary>
    public bool IsHttp2
    {
        get
        {
            byte* protocol;
            uint length;
            LibSsl.AlpnSelected(handle, &protocol, &length);
            return new ReadOnlySpan<byte>(protocol, (int)length).SequenceEqual("h2"u8);
        }
    }

    /// <summary>Begins a connection.</summary>
    /// <param name="ours">Our certificate.</param>
    /// <param name="isServer">Our role.</param>
    /// <param name="verify">Judges the certificates that the peer presents, in DER, its own first.</param>
    public static OpenSslConnection Create(
        WorkloadCertificate ours, bool isServer, Func<IReadOnlyList<byte[]>, CertificateVerdict> verify)
    {
        var connection = new OpenSslConnection(OpenSslContext.Of(ours, isServer).NewConnection(), verify);
        var bio = LibSsl.NewBio(BioMethod);
        LibSsl.SetBioInit(bio, 1);
        LibSsl.SetBio(connection.handle, bio, bio);
        if (isServer)
            LibSsl.SetAccept(connection.handle);
        else
            LibSsl.SetConnect(connection.handle);
        return connection;
    }

    /// <summary>Gives ciphertext, which must stay as it is until it is used up.</summary>
    public void Give(ReadOnlyMemory<byte> input) => _input = input;

    /// <summary>Goes on with the handshake.</summary>
    public TlsStep ShakeHands(ByteBuffer output)
    {
        Enter(output);
        return Leave(LibSsl.DoHandshake(handle));
    }

    /// <summary>Decrypts as much as there is and fits.</summary>
    /// <returns>How many bytes; where there are none, <paramref name="step"/> says why.</returns>
    public int Read(Span<byte> buffer, ByteBuffer output, out TlsStep step)
    {
        var total = 0;
        step = TlsStep.Done;
        fixed (byte* start = buffer)
        {
            while (total < buffer.Length && step == TlsStep.Done)
            {
                Enter(output);
                var count = LibSsl.Read(handle, start + total, buffer.Length - total);
                step = Leave(count);
                total += Math.Max(0, count);
            }
        }
        return total;
    }

    /// <summary>Whether there is something to read, and otherwise why not.</summary>
    public TlsStep Peek(ByteBuffer output)
    {
        byte one;
        Enter(output);
        return Leave(LibSsl.Peek(handle, &one, 1));
    }

    /// <summary>Encrypts all of it.</summary>
    public TlsStep Write(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        if (bytes.IsEmpty)
            return TlsStep.Done;
        fixed (byte* start = bytes)
        {
            Enter(output);
            return Leave(LibSsl.Write(handle, start, bytes.Length));
        }
    }

    /// <summary>Says that our direction ends (close_notify).</summary>
    public void Complete(ByteBuffer output)
    {
        Enter(output);
        _ = LibSsl.Shutdown(handle);
        s_calling = null;
        LibSsl.ClearErrors();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int OnVerify(nint store, nint argument)
    {
        var calling = s_calling!;
        try
        {
            var verdict = calling._verify(ReadCertificates(store));
            LibSsl.SetStoreError(store, (int)verdict);
            return verdict == CertificateVerdict.Ok ? 1 : 0;
        }
        catch (Exception e)
        {
            // Nothing may be thrown through OpenSSL.
            calling._callbackFailure = e;
            LibSsl.SetStoreError(store, (int)CertificateVerdict.NotAccepted);
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static int OnSelectAlpn(nint ssl, byte** selected, byte* selectedLength, byte* offered, uint length, nint argument)
    {
        for (uint at = 0; at < length; at += offered[at] + 1u)
        {
            if (offered[at] != 2 || at + 2 >= length || offered[at + 1] != (byte)'h' || offered[at + 2] != (byte)'2')
                continue;
            *selected = offered + at + 1;
            *selectedLength = 2;
            return AlpnAccepted;
        }
        return AlpnFatal;
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.Free(handle);
        return true;
    }

    private static nint CreateBioMethod()
    {
        var method = LibSsl.NewBioMethod(BioType, "scopemesh");
        _ = LibSsl.SetBioRead(method, &OnBioRead);
        _ = LibSsl.SetBioWrite(method, &OnBioWrite);
        _ = LibSsl.SetBioControl(method, &OnBioControl);
        return method;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnBioRead(nint bio, byte* buffer, int count)
    {
        var calling = s_calling!;
        if (calling._input.IsEmpty)
        {
            LibSsl.SetBioFlags(bio, LibSsl.BioFlagsRead | LibSsl.BioFlagsShouldRetry);
            return -1;
        }
        LibSsl.ClearBioFlags(bio, LibSsl.BioFlagsRead | LibSsl.BioFlagsShouldRetry);
        count = Math.Min(count, calling._input.Length);
        calling._input.Span[..count].CopyTo(new Span<byte>(buffer, count));
        calling._input = calling._input[count..];
        return count;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnBioWrite(nint bio, byte* bytes, int count)
    {
        s_calling!._output!.Append(new ReadOnlySpan<byte>(bytes, count));
        return count;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnBioControl(nint bio, int command, nint number, nint pointer) => command == LibSsl.BioFlush ? 1 : 0;

    private static List<byte[]> ReadCertificates(nint store)
    {
        var leaf = LibSsl.StoreCertificate(store);
        var certificates = new List<byte[]> { ReadCertificate(leaf) };
        var others = LibSsl.StoreUntrusted(store);
        for (var i = 0; i < LibSsl.StackCount(others); i++)
        {
            if (LibSsl.StackItem(others, i) is var other && other != leaf)
                certificates.Add(ReadCertificate(other));
        }
        return certificates;
    }

    private static byte[] ReadCertificate(nint certificate)
    {
        var der = new byte[LibSsl.WriteCertificate(certificate, null)];
        fixed (byte* start = der)
        {
            var end = start;
            _ = LibSsl.WriteCertificate(certificate, &end);
        }
        return der;
    }

    private void Enter(ByteBuffer output)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        _output = output;
        s_calling = this;
        // What others left behind on this thread would be taken for ours.
        LibSsl.ClearErrors();
    }

    private TlsStep Leave(int result)
    {
        s_calling = null;
        if (result > 0)
            return TlsStep.Done;
        if (_callbackFailure is { } failure)
        {
            _callbackFailure = null;
            LibSsl.ClearErrors();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
        switch (LibSsl.GetError(handle, result))
        {
            case LibSsl.ErrorWantRead:
                return TlsStep.NeedsInput;
            case LibSsl.ErrorZeroReturn:
                return TlsStep.Ended;
            default:
                Error = LibSsl.TakeError();
                return TlsStep.Failed;
        }
    }
}

/// <summary>What the peer's certificate was found to be; the values are OpenSSL's, which makes them alerts (RFC 8446, 6.2).</summary>
internal enum CertificateVerdict
{
    Ok = 0,
    // One that OpenSSL has no alert for, and then says certificate_unknown.
    NotAccepted = 47,
    Expired = 10,
    UnknownIssuer = 20,
    Revoked = 23,
    InvalidPurpose = 26,
    Rejected = 28,
}
