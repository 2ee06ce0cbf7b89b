using ScopeMesh.Hosts.NodeProxy.Dns;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Dns;

/// <summary>What counts as the answer to a question that was handed on.</summary>
public sealed class DnsExchangeTests
{
    private static readonly DnsMessage Query = new() { Id = 7, WantsRecursion = true, Questions = [Question("www.example.test")] };
    private static readonly DnsExchange Exchange = new(Bytes(Query), Query.Questions[0], 99);
    private static readonly DnsMessage Answer = Query with { Id = 99, IsResponse = true, IsAuthoritative = true };

    [Fact]
    public void It_is_handed_on_with_another_number() => Assert.Equal(Query with { Id = 99 }, DnsReader.Read(Exchange.Query.Span));

    [Fact]
    public void Its_answer_has_that_number_and_its_question_and_is_a_response()
    {
        Assert.True(Exchange.IsAnswered(Bytes(Answer)));
        Assert.True(Exchange.IsAnswered(Bytes(Answer with { Questions = [Question("WWW.example.TEST")] })));
        Assert.False(Exchange.IsAnswered(Bytes(Answer with { Id = 7 })));
        Assert.False(Exchange.IsAnswered(Bytes(Answer with { IsResponse = false })));
        Assert.False(Exchange.IsAnswered(Bytes(Answer with { Questions = [Question("www.example.tesu")] })));
        Assert.False(Exchange.IsAnswered(Bytes(Answer with { Questions = [Question("test")] })));
        Assert.False(Exchange.IsAnswered(Bytes(Answer with { Questions = [Question("www.example.test") with { Type = DnsType.AAAA }] })));
        Assert.False(Exchange.IsAnswered(Bytes(Answer with { Questions = [.. Answer.Questions, .. Answer.Questions] })));
        Assert.False(Exchange.IsAnswered(Bytes(Answer).AsSpan(0, 11)));
        Assert.False(Exchange.IsAnswered([]));
    }

    [Fact]
    public void Only_what_says_what_is_wrong_may_lack_the_question()
    {
        Assert.True(Exchange.IsAnswered(Bytes(Answer with { Questions = [], ResponseCode = DnsResponseCode.FormErr })));
        Assert.False(Exchange.IsAnswered(Bytes(Answer with { Questions = [] })));
        Assert.False(Exchange.IsAnswered(Bytes(Answer with { Questions = [], ResponseCode = DnsResponseCode.NxDomain })));
    }

    [Fact]
    public void It_is_given_to_whoever_asked_under_their_number_and_without_authority() =>
        Assert.Equal(Answer with { Id = 7, IsAuthoritative = false }, DnsReader.Read(Exchange.Relayed(Bytes(Answer))));

    [Fact]
    public void What_may_have_been_cut_says_that_there_is_more()
    {
        var record = new DnsRecord(Query.Questions[0].Name, DnsType.TXT, DnsWire.Internet, 1, [0]);
        var bytes = Bytes(Answer with { Answers = [record, record] });
        Assert.Equal(Answer with { IsTruncated = true }, DnsReader.Read(Exchange.Cut(bytes.AsSpan(0, bytes.Length - 3))));
    }

    private static DnsQuestion Question(string name)
    {
        Assert.True(DnsName.TryParse(name, out var asked));
        return new DnsQuestion(asked, DnsType.A, DnsWire.Internet);
    }

    private static byte[] Bytes(DnsMessage message) => DnsWriter.Write(message, DnsWire.MaxBytes);
}
