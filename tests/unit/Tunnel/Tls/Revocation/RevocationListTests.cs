using System.Security.Cryptography;
using System.Text;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Tests.Unit.Tunnel.Tls.Revocation;

public sealed class RevocationListTests
{
    private static readonly TestPki Mesh = new();
    private static readonly WorkloadCertificate Revoked = Mesh.Issue(Ids.Server);

    private static byte[] List => Mesh.Revoke(Revoked);

    [Fact]
    public void A_file_is_one_list_in_der_or_any_in_pem_among_other_blocks()
    {
        Assert.Equal((1, 1), Counts(List));
        Assert.Equal((1, 1), Counts(Pem(List)));
        Assert.Equal((2, 2), Counts(Pem(List) + Mesh.RootPem + "\n# a comment\n" + Pem(Mesh.RevokeIntermediate())));
        Assert.Equal((0, 0), Counts(Mesh.RootPem));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void An_empty_file_revokes_nothing(string text) => Assert.Equal((0, 0), Counts(text));

    [Fact]
    public void What_is_no_list_is_refused_as_a_whole()
    {
        const string problem = "it holds something that is no revocation list (X.509 CRL) in PEM or DER";
        var pem = Pem(List);
        Assert.Equal(problem, Problem("garbage"));
        Assert.Equal(problem, Problem(Mesh.Root.RawData));
        Assert.Equal(problem, Problem([.. List, 0]));
        Assert.Equal(problem, Problem(List[..^1]));
        // A file that is being written, or was cut off, does not revoke less.
        Assert.Equal(problem, Problem(pem + pem[..(pem.Length / 2)]));
        Assert.Equal(problem, Problem(pem + PemEncoding.WriteString("X509 CRL", [1, 2, 3])));
    }

    [Fact]
    public void A_list_that_is_not_whole_or_for_others_is_refused()
    {
        Assert.Equal(
            "it holds a revocation list that cannot be followed: it is a delta of another list, which it says nothing without",
            Problem(WithExtension("2.5.29.27", [2, 1, 1])));
        Assert.Equal(
            "it holds a revocation list that cannot be followed: it speaks for other issuers too (an indirect list)",
            Problem(WithExtension("2.5.29.28", [0x30, 3, 0x84, 1, 0xff])));
        Assert.Equal(
            "it holds a revocation list that cannot be followed: it has a critical extension `1.2.3.4`, which is not known",
            Problem(WithExtension("1.2.3.4", [5, 0])));
        Assert.Equal((1, 1), Counts(WithExtension("2.5.29.28", [0x30, 3, 0x81, 1, 0xff])));
    }

    [Fact]
    public void An_overdue_list_says_so_and_counts()
    {
        var due = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var list = RevocationList.Read(Mesh.RevokeSerials([[1]], due), out _)!;

        Assert.Equal(1, list.Count);
        Assert.Empty(list.Overdue(due));
        Assert.Equal(
            ["the revocation list of `CN=mesh intermediate` was to be renewed by 2025-01-01 00:00:00Z; it counts all the same"],
            list.Overdue(due.AddSeconds(1)));
    }

    private static string Pem(byte[] list) => PemEncoding.WriteString("X509 CRL", list) + "\n";

    private static (int Lists, int Count) Counts(string text) => Counts(Encoding.UTF8.GetBytes(text));

    private static (int Lists, int Count) Counts(byte[] bytes)
    {
        var list = RevocationList.Read(bytes, out var problem);
        Assert.Null(problem);
        return (list!.Lists, list.Count);
    }

    private static string? Problem(string text) => Problem(Encoding.UTF8.GetBytes(text));

    private static string? Problem(byte[] bytes)
    {
        Assert.Null(RevocationList.Read(bytes, out var problem));
        return problem;
    }

    /// <summary>A list with a critical extension; its signature does not hold, which nobody looks at here.</summary>
    private static byte[] WithExtension(string oid, byte[] value)
    {
        var list = new System.Formats.Asn1.AsnReader(List, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        var body = list.ReadSequence();
        var writer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                while (body.HasData && body.PeekTag().TagClass == System.Formats.Asn1.TagClass.Universal)
                    writer.WriteEncodedValue(body.ReadEncodedValue().Span);
                using (writer.PushSequence(new(System.Formats.Asn1.TagClass.ContextSpecific, 0)))
                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    writer.WriteBoolean(true);
                    writer.WriteOctetString(value);
                }
            }
            while (list.HasData)
                writer.WriteEncodedValue(list.ReadEncodedValue().Span);
        }
        return writer.Encode();
    }
}
