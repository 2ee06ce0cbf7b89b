using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Tests.Property.Tunnel;

/// <summary>Revocation lists, as the platform writes them and as attackers might.</summary>
public sealed class RevocationLaws
{
    private static readonly TestPki Mesh = new();
    private static readonly X509Certificate2 Issuer = Mesh.Issue(Ids.Client).Intermediates[0];

    // Serial numbers are positive (RFC 5280, 4.1.2.2) and of one form: no zeros before the first digit but for the sign.
    private static readonly Gen<byte[]> Serial =
        from first in Gen.Choose(1, 127)
        from sign in Gen.Elements(true, false)
        from rest in Gen.Choose(0, 255).Select(i => (byte)i).ListOf(18)
        select sign ? (byte[])[0, (byte)(first | 0x80), .. rest] : [(byte)first, .. rest];

    [Fact]
    public void A_list_revokes_the_serial_numbers_that_it_names_and_no_others() =>
        Law.Holds(
            from named in Serial.ListOf(8)
            from asked in Serial.ListOf(8)
            from isPem in Gen.Elements(true, false)
            select (Named: named.ToArray(), Asked: named.Concat(asked).ToArray(), IsPem: isPem),
            given =>
            {
                var der = Mesh.RevokeSerials(given.Named.DistinctBy(Convert.ToHexString));
                var bytes = given.IsPem ? Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", der)) : der;
                var list = RevocationList.Read(bytes, out _)!;
                var named = given.Named.Select(Convert.ToHexString).ToHashSet();
                Assert.All(given.Asked, serial => Assert.Equal(
                    named.Contains(Convert.ToHexString(serial)),
                    list.FindRevoked(ChainOf(Convert.ToHexString(serial))) is not null));
            });

    [Fact]
    public void Any_bytes_are_lists_or_a_problem_but_never_an_exception() =>
        Law.Holds(
            from serials in Serial.ListOf(3)
            from places in Gen.Choose(0, int.MaxValue).ListOf(4)
            from values in Gen.Choose(0, 255).ListOf(4)
            from cut in Gen.Choose(0, 3)
            from isPem in Gen.Elements(true, false)
            select (Serials: serials.ToArray(), Changes: places.Zip(values).ToArray(), Cut: cut, IsPem: isPem),
            given =>
            {
                var bytes = Mesh.RevokeSerials(given.Serials.DistinctBy(Convert.ToHexString));
                if (given.IsPem)
                    bytes = Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", bytes));
                foreach (var (place, value) in given.Changes)
                    bytes[place % bytes.Length] = (byte)value;
                var list = RevocationList.Read(bytes.AsSpan(0, bytes.Length - given.Cut), out var problem);
                Assert.Equal(list is null, problem is not null);
                // Whoever asks it meets no exception either.
                if (list is not null)
                    _ = list.FindRevoked(ChainOf(Convert.ToHexString(given.Serials.FirstOrDefault([1]))));
            });

    private static VerifiedChain ChainOf(string serial) =>
        new([], [], [[new ChainLink("CN=workload", serial, Issuer)]], DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
}
