using System.Net;
using FsCheck.Fluent;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Unit.Hosts.Grpc;

public sealed class StatusSituations
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("100 %", "100 %25")]
    [InlineData("line\nbreak", "line%0Abreak")]
    [InlineData("naïve", "na%C3%AFve")]
    [InlineData("", "")]
    public void A_message_is_encoded_by_percent_signs(string detail, string encoded)
    {
        Assert.Equal(encoded, StatusWire.EncodeDetail(detail, 100));
        Assert.Equal(detail, StatusWire.DecodeDetail(encoded));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%zz")]
    [InlineData("a%")]
    public void What_is_not_encoded_rightly_stays_as_it_is(string text) => Assert.Equal(text, StatusWire.DecodeDetail(text));

    [Fact]
    public void Every_message_comes_through_as_printable_ASCII() =>
        Law.Holds(Gen.Choose(0, 0xD7FF).Select(value => (char)value).ArrayOf().Select(chars => new string(chars)), detail =>
        {
            var encoded = StatusWire.EncodeDetail(detail, int.MaxValue);
            Assert.All(encoded, letter => Assert.InRange(letter, ' ', '~'));
            Assert.Equal(detail, StatusWire.DecodeDetail(encoded));
        });

    [Fact]
    public void A_message_is_cut_at_its_limit_and_never_inside_a_character()
    {
        Assert.Equal("abc", StatusWire.EncodeDetail("abcd", 3));
        Assert.Equal("ab", StatusWire.EncodeDetail("ab\U0001F600", 3));
    }

    [Theory]
    [InlineData(null, null, StatusCode.Unknown, "the peer ended the call without a status")]
    [InlineData("0", null, StatusCode.OK, "")]
    [InlineData("16", "no%20token", StatusCode.Unauthenticated, "no token")]
    [InlineData("17", "x", StatusCode.Unknown, "unknown status `17` x")]
    [InlineData("-1", null, StatusCode.Unknown, "unknown status `-1`")]
    internal void A_status_is_read_from_its_headers(string? code, string? detail, StatusCode expected, string text) =>
        Assert.Equal(new Status(expected, text), StatusWire.Read(code, detail));

    [Theory]
    [InlineData(HttpStatusCode.NotFound, StatusCode.Unimplemented)]
    [InlineData(HttpStatusCode.Unauthorized, StatusCode.Unauthenticated)]
    [InlineData(HttpStatusCode.ServiceUnavailable, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.Redirect, StatusCode.Unknown)]
    internal void An_answer_that_is_not_gRPC_means_a_status(HttpStatusCode http, StatusCode expected) =>
        Assert.Equal(expected, StatusWire.OfHttp(http).StatusCode);

    [Theory]
    [InlineData("1H", 3_600_000_000)]
    [InlineData("2M", 120_000_000)]
    [InlineData("3S", 3_000_000)]
    [InlineData("99999999m", 99_999_999_000)]
    [InlineData("5u", 5)]
    [InlineData("7000n", 7)]
    public void A_timeout_is_digits_and_a_unit(string text, long microseconds)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), timeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("1s")]
    public void Anything_else_is_no_timeout(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Fact]
    public void A_timeout_longer_than_timers_take_is_cut()
    {
        Assert.True(GrpcTimeout.TryParse("99999999H", out var timeout));
        Assert.Equal(TimeSpan.FromDays(24), timeout);
    }

    [Fact]
    public void A_printed_timeout_is_never_shorter() =>
        Law.Holds(Gen.Choose(1, int.MaxValue).Two().Select(pair => TimeSpan.FromTicks((long)pair.Item1 * (pair.Item2 % 9000 + 1))), timeout =>
        {
            Assert.True(GrpcTimeout.TryParse(GrpcTimeout.Print(timeout), out var read));
            Assert.True(read >= timeout || read == TimeSpan.FromDays(24));
        });

    [Fact]
    public void Delays_double_up_to_their_maximum_and_start_anew_after_success()
    {
        var backoff = Backoff.Starting(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(35));
        var delays = new List<double>();
        for (var i = 0; i < 4; i++, backoff = backoff.AfterFailure())
            delays.Add(backoff.Delay.TotalMilliseconds);
        Assert.Equal([10, 20, 35, 35], delays);
        Assert.Equal(10, backoff.AfterSuccess().Delay.TotalMilliseconds);
    }

    [Fact]
    public void Header_names_ignore_case_and_the_last_value_counts()
    {
        var headers = new Metadata { { "ClusterId", "a" }, { "clusterid", "b" } };
        Assert.Equal("b", headers.GetValue("CLUSTERID"));
        Assert.Null(headers.GetValue("other"));
    }
}
