using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Unit.Tunnel.Hbone;

public sealed class HboneHeadersTests
{
    [Theory]
    [InlineData("10.0.0.1:80", "10.0.0.1", 80, true)]
    [InlineData("[2001:db8::1]:15008", "2001:db8::1", 15008, true)]
    [InlineData("[::ffff:10.0.0.1]:80", "10.0.0.1", 80, true)]
    [InlineData("helloworld.sample.svc.cluster.local:5000", "helloworld.sample.svc.cluster.local", 5000, false)]
    public void An_authority_is_a_host_and_a_port(string text, string host, int port, bool isAddress)
    {
        Assert.True(HboneAuthority.TryParse(text, out var authority));
        Assert.Equal((host, port, isAddress), (authority.Host, authority.Port, authority.Address is not null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.0.0.1")]
    [InlineData("name")]
    [InlineData("name:")]
    [InlineData(":80")]
    [InlineData("name:0")]
    [InlineData("name:65536")]
    [InlineData("name:+80")]
    [InlineData("name: 80")]
    [InlineData("::1:80")]
    [InlineData("[::1]")]
    [InlineData("[10.0.0.1]:80")]
    [InlineData("user@name:80")]
    [InlineData("na me:80")]
    [InlineData("[name]:80")]
    public void Anything_else_is_none(string? text) => Assert.False(HboneAuthority.TryParse(text, out _));

    [Fact]
    public void Headers_are_written_to_the_byte()
    {
        var headers = new HboneHeaders
        {
            Baggage = new Baggage
            {
                Cluster = "east", Namespace = "sample", Kind = WorkloadKind.Deployment, Workload = "curl",
                ServiceName = "curl", ServiceVersion = "v1", Region = "r", Zone = "z",
            },
            Forwarded = new ForwardedHeader(new IPEndPoint(IPAddress.IPv6Loopback, 80), "a.b"),
            TraceParent = new TraceParent(UInt128.Parse("255"), 16, 0),
            ForwardedNetwork = "network-1",
        };

        Assert.Equal(
            [
                new HeaderField("baggage", "k8s.cluster.name=east,k8s.namespace.name=sample,k8s.deployment.name=curl,service.name=curl,service.version=v1,cloud.region=r,cloud.availability_zone=z"),
                new HeaderField("forwarded", "for=\"[::1]:80\";host=a.b"),
                new HeaderField("traceparent", "00-000000000000000000000000000000ff-0000000000000010-00"),
                new HeaderField("x-forwarded-network", "network-1"),
            ],
            headers.ToFields());
        Assert.Equal(headers, HboneHeaders.Parse(headers.ToFields()));
    }

    [Theory]
    [InlineData("k8s.cluster.name=a=b=c", "k8s.cluster.name=a=b=c is read as a", "a")]
    [InlineData("k8s.cluster.name=", "empty is absent", null)]
    [InlineData(" k8s.cluster.name=a", "a space makes another key", null)]
    [InlineData("k8s.cluster.name=a,k8s.cluster.name=b", "the last wins", "b")]
    [InlineData("unknown=x,k8s.cluster.name=a", "unknown keys are passed over", "a")]
    [InlineData("k8s.cluster.name=a,k8s.cluster.name=", "the last wins, an empty one too", null)]
    [InlineData("k8s.cluster.name", "a key without value is none", null)]
    [InlineData("k8s.cluster.name= a%20b ", "nothing is trimmed or decoded", " a%20b ")]
    [InlineData("K8S.cluster.name=a", "keys are in lower case", null)]
    [InlineData("k8s.cluster.name=a\tb", "a tab is printable", "a\tb")]
    [InlineData("k8s.cluster.name=\u00e4", "what is not printable voids all", null)]
    [InlineData("k8s.cluster.name=a,service.name=\u007f", "what is not printable voids all", null)]
    public void Baggage_is_read_as_istio_reads_it(string line, string rule, string? cluster)
    {
        Assert.NotEmpty(rule);
        Assert.Equal(cluster, Baggage.Parse([line]).Cluster);
    }

    [Fact]
    public void Baggage_may_come_in_several_lines() =>
        Assert.Equal(
            new Baggage { Cluster = "a", Kind = WorkloadKind.CronJob, Workload = "w" },
            Baggage.Parse(["k8s.cluster.name=a", "k8s.cronjob.name=w"]));

    [Fact]
    public void Without_headers_nothing_is_said()
    {
        Assert.Equal(Baggage.Empty, Baggage.Parse([]));
        Assert.Equal(HboneHeaders.None, HboneHeaders.Parse([]));
    }

    [Fact]
    public void What_is_not_printable_in_one_line_voids_all_lines() =>
        Assert.Equal(Baggage.Empty, Baggage.Parse(["k8s.cluster.name=a", "service.name=\u0001"]));

    [Theory]
    [InlineData(WorkloadKind.Deployment, "k8s.deployment.name=w")]
    [InlineData(WorkloadKind.CronJob, "k8s.cronjob.name=w")]
    [InlineData(WorkloadKind.Pod, "k8s.pod.name=w")]
    [InlineData(WorkloadKind.Job, "k8s.job.name=w")]
    public void A_workloads_kind_is_in_its_key(WorkloadKind kind, string expected)
    {
        Assert.Equal(expected, new Baggage { Kind = kind, Workload = "w" }.ToString());
        Assert.Equal(new Baggage { Kind = kind, Workload = "w" }, Baggage.Parse([expected]));
    }

    [Fact]
    public void Values_that_cannot_be_written_are_left_out() =>
        Assert.Equal(
            "k8s.namespace.name=a b,service.name=b",
            new Baggage { Cluster = "a,b", Namespace = "a b", ServiceName = "b", ServiceVersion = " v", Region = "\u00e4", Zone = "a=b" }.ToString());

    [Theory]
    [InlineData("for=\"10.0.0.1:80\";host=a.b", "10.0.0.1:80", "a.b")]
    [InlineData("for=\"10.0.0.1:80\"; host=\"a.b\"", "10.0.0.1:80", "a.b")]
    [InlineData("host=a", null, "a")]
    [InlineData("\thost=a ", null, "a")]
    [InlineData("host=\"\"a\"\"", null, "\"a\"")]
    [InlineData("host=\"a", null, "\"a")]
    [InlineData("host=\"\"", null, null)]
    [InlineData("host=;host=a", null, null)]
    [InlineData("Host=a;xhost=b", null, null)]
    [InlineData("for=[::1]:80", "[::1]:80", null)]
    [InlineData("for=\"[::ffff:10.0.0.1]:80\"", "10.0.0.1:80", null)]
    [InlineData("for=unknown;host=", null, null)]
    [InlineData("for=\"10.0.0.1:80\";host=\u00e4", null, null)]
    public void Forwarded_is_read_as_far_as_it_can_be(string value, string? address, string? host)
    {
        var header = ForwardedHeader.Parse(value);
        Assert.Equal((address, host), (header.For?.ToString(), header.Host));
    }

    [Theory]
    [InlineData("10.0.0.1", null, "for=\"10.0.0.1:80\"")]
    [InlineData("::ffff:10.0.0.1", "a.b", "for=\"10.0.0.1:80\";host=a.b")]
    [InlineData("2001:db8::1", "a.b", "for=\"[2001:db8::1]:80\";host=a.b")]
    public void Forwarded_is_written_to_the_byte(string address, string? host, string expected) =>
        Assert.Equal(expected, new ForwardedHeader(new IPEndPoint(IPAddress.Parse(address), 80), host).ToString());

    [Fact]
    public void Of_several_headers_that_are_one_the_first_counts_and_lines_of_baggage_are_one()
    {
        var headers = HboneHeaders.Parse(
        [
            new("forwarded", "host=a"), new("forwarded", "host=b"), new("x-forwarded-network", "n"), new("x-forwarded-network", "m"),
            new("baggage", "service.name=a"), new("baggage", "service.version=v"), new("baggage", "service.name=b"),
        ]);

        Assert.Equal("a", headers.Forwarded?.Host);
        Assert.Equal("n", headers.ForwardedNetwork);
        Assert.Equal(new Baggage { ServiceName = "b", ServiceVersion = "v" }, headers.Baggage);
    }

    [Theory]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0", false)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01", false)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-012", false)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7--1", false)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7- 1", false)]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01", false)]
    [InlineData("00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false)]
    [InlineData("000-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", false)]
    public void A_trace_parent_is_four_fields_of_digits(string text, bool isOne)
    {
        Assert.Equal(isOne, TraceParent.TryParse(text, out var parent));
        if (isOne)
            Assert.Equal(text, parent.ToString());
    }
}
