using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Property.Tunnel;

public sealed class HeaderLaws
{
    private static readonly Gen<string?> Word =
        Gen.OneOf(Gen.Constant<string?>(null), Gen.Elements('a', 'Z', '0', '.', '-', '_', '~').NonEmptyListOf().Select(chars => (string?)new string([.. chars])));

    private static readonly Gen<IPEndPoint> EndPoints =
        from v6 in Gen.Elements(true, false)
        from bytes in Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf(16)
        from port in Gen.Choose(1, 65_535)
        select Canonical(new IPEndPoint(new IPAddress(v6 ? bytes : bytes[..4]), port));

    private static readonly Gen<string> AnyText = ArbMap.Default.GeneratorFor<string?>().Select(s => s ?? "");

    [Fact]
    public void Authorities_read_what_they_write()
    {
        Law.Holds(EndPoints, endpoint =>
            HboneAuthority.TryParse(HboneAuthority.Of(endpoint).ToString(), out var read) && read == HboneAuthority.Of(endpoint) && endpoint.Address.Equals(read.Address));
        Law.Holds(AnyText, text =>
        {
            if (HboneAuthority.TryParse(text, out var authority))
                Assert.True(HboneAuthority.TryParse(authority.ToString(), out var again) && again == authority);
        });
    }

    [Fact]
    public void Baggage_reads_what_it_writes() =>
        Law.Holds(
            from words in Word.ArrayOf(7)
            from kind in Gen.Elements(Enum.GetValues<WorkloadKind>())
            select new Baggage
            {
                Cluster = words[0], Namespace = words[1], Kind = words[2] is null ? default : kind, Workload = words[2],
                ServiceName = words[3], ServiceVersion = words[4], Region = words[5], Zone = words[6],
            },
            baggage => Baggage.Parse([baggage.ToString()]) == baggage);

    [Fact]
    public void Forwarded_reads_what_it_writes() =>
        Law.Holds(from address in EndPoints from host in Word select new ForwardedHeader(address, host), header =>
            ForwardedHeader.Parse(header.ToString()) == header);

    [Fact]
    public void A_trace_parent_reads_what_it_writes() =>
        Law.Holds(ArbMap.Default.GeneratorFor<(ulong, ulong, ulong, byte)>(), v =>
        {
            var parent = new TraceParent(new UInt128(v.Item1, v.Item2), v.Item3, v.Item4);
            return TraceParent.TryParse(parent.ToString(), out var read) && read == parent;
        });

    [Fact]
    public void Any_header_is_read_and_what_is_written_of_it_may_be_sent() =>
        Law.Holds(from name in Gen.Elements("baggage", "forwarded", "traceparent") from start in Gen.Elements("", "k8s.cluster.name=", "for=\"1.2.3.4:5\";host=") from value in AnyText select new HeaderField(name, start + value), field =>
        {
            foreach (var written in HboneHeaders.Parse([field]).ToFields())
                Assert.Null(HeaderRules.CheckField(written));
        });

    private static IPEndPoint Canonical(IPEndPoint endpoint) =>
        endpoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endpoint.Address.MapToIPv4(), endpoint.Port) : endpoint;
}
