using System.Net;
using System.Text;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy;

/// <summary>The bytes of the PROXY protocol's second version, as its specification has them.</summary>
public sealed class ProxyHeaderTests
{
    private const string Signature = "0D0A0D0A000D0A515549540A";

    [Fact]
    public void Says_who_called_what_and_by_which_identity()
    {
        var identity = new SpiffeId("td", "a", "b");
        var header = ProxyHeader.Of(IPEndPoint.Parse("10.0.0.1:1000"), IPEndPoint.Parse("10.0.0.2:80"), identity);
        var expected = Signature + "2111" + "0024" + "0A000001" + "0A000002" + "03E8" + "0050"
            + "D0" + "0015" + Convert.ToHexString(Encoding.ASCII.GetBytes("spiffe://td/ns/a/sa/b"));
        Assert.Equal(expected, Convert.ToHexString(header));
    }

    [Fact]
    public void Writes_both_addresses_in_one_family()
    {
        var header = ProxyHeader.Of(IPEndPoint.Parse("10.0.0.1:1000"), IPEndPoint.Parse("[2001:db8::2]:80"), default);
        Assert.Equal(
            Signature + "2121" + "0024" + "00000000000000000000FFFF0A000001" + "20010DB8000000000000000000000002" + "03E8" + "0050",
            Convert.ToHexString(header));
    }
}
