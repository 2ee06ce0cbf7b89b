using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ScopeMesh.Tunnel.Tls.OpenSsl;

/// <summary>What all connections of one role with one certificate have in common (<c>SSL_CTX</c>).</summary>
internal sealed class OpenSslContext : SafeHandle
{
    // Istio's order.
    private const string CipherSuites = "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256";

    private static readonly ConditionalWeakTable<WorkloadCertificate, OpenSslContext> Clients = [];
    private static readonly ConditionalWeakTable<WorkloadCertificate, OpenSslContext> Servers = [];

    private OpenSslContext(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    private static ReadOnlySpan<byte> Alpn => [2, (byte)'h', (byte)'2'];

    /// <summary>The context of a certificate and role; made once.</summary>
    /// <exception cref="CryptographicException">OpenSSL does not take the certificate or its key.</exception>
    public static OpenSslContext Of(WorkloadCertificate ours, bool isServer) =>
        (isServer ? Servers : Clients).GetValue(ours, certificate => Create(certificate, isServer));

    /// <summary>A new connection (<c>SSL</c>), which keeps the context alive by itself.</summary>
    public nint NewConnection()
    {
        var added = false;
        try
        {
            DangerousAddRef(ref added);
            return LibSsl.New(handle);
        }
        finally
        {
            if (added)
                DangerousRelease();
        }
    }

    protected override bool ReleaseHandle()
    {
        LibSsl.FreeContext(handle);
        return true;
    }

    private static unsafe OpenSslContext Create(WorkloadCertificate ours, bool isServer)
    {
        LibSsl.ClearErrors();
        var context = new OpenSslContext(LibSsl.NewContext(LibSsl.TlsMethod()));
        try
        {
            Check(!context.IsInvalid);
            LibSsl.RequireTls13(context.handle);
            Check(LibSsl.SetCipherSuites(context.handle, CipherSuites) == 1);
            LibSsl.SetVerify(context.handle, LibSsl.VerifyPeer | LibSsl.VerifyFailIfNoPeerCertificate, 0);
            LibSsl.SetCertificateVerify(context.handle, &OpenSslConnection.OnVerify, 0);
            if (isServer)
                LibSsl.SetAlpnSelect(context.handle, &OpenSslConnection.OnSelectAlpn, 0);
            else
                context.OfferAlpn();
            context.Use(ours);
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static void Check(bool succeeded)
    {
        if (!succeeded)
            throw new CryptographicException(LibSsl.TakeError());
    }

    private static byte[] ExportKey(X509Certificate2 leaf)
    {
        using AsymmetricAlgorithm? key = (AsymmetricAlgorithm?)leaf.GetECDsaPrivateKey() ?? leaf.GetRSAPrivateKey();
        return key?.ExportPkcs8PrivateKey()
            ?? throw new CryptographicException("a workload's certificate comes with an ECDSA or RSA key");
    }

    private unsafe void OfferAlpn()
    {
        fixed (byte* alpn = Alpn)
            Check(LibSsl.SetAlpn(handle, alpn, (uint)Alpn.Length) == 0);
    }

    private unsafe void Use(WorkloadCertificate ours)
    {
        var leaf = ours.Leaf.RawData;
        fixed (byte* der = leaf)
            Check(LibSsl.UseCertificate(handle, leaf.Length, der) == 1);
        foreach (var intermediate in ours.Intermediates)
        {
            var raw = intermediate.RawData;
            fixed (byte* der = raw)
            {
                var start = der;
                var certificate = LibSsl.ReadCertificate(0, &start, raw.Length);
                Check(certificate != 0 && LibSsl.AddChain(handle, certificate));
            }
        }
        UseKey(ExportKey(ours.Leaf));
    }

    private unsafe void UseKey(byte[] pkcs8)
    {
        fixed (byte* der = pkcs8)
        {
            var start = der;
            var key = LibSsl.ReadPrivateKey(0, &start, pkcs8.Length);
            CryptographicOperations.ZeroMemory(pkcs8);
            Check(key != 0);
            var used = LibSsl.UsePrivateKey(handle, key);
            LibSsl.FreeKey(key);
            Check(used == 1);
        }
    }
}
