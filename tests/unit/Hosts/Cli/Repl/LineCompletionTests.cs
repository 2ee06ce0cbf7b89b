using ScopeMesh.Hosts.Cli.Repl;

namespace ScopeMesh.Tests.Unit.Hosts.Cli.Repl;

public sealed class LineCompletionTests : IDisposable
{
    private readonly SmallMesh _mesh = new();

    public void Dispose() => _mesh.Dispose();

    [Theory]
    [InlineData("e", "explain")]
    [InlineData("help ro", "routes")]
    [InlineData("explain ", "east/ west/")]
    [InlineData("explain ea", "east/")]
    [InlineData("explain east/", "east/shop/")]
    [InlineData("explain east/shop/", "east/shop/db east/shop/web")]
    [InlineData("explain east/shop/web ", "db.shop:80 db:80 two.shop: two:")]
    [InlineData("explain east/shop/web d", "db.shop:80 db:80")]
    [InlineData("explain east/shop/web 'd", "db.shop:80 db:80")]
    [InlineData("explain east/shop/web db.shop.", "db.shop.svc.cluster.local:80")]
    [InlineData("explain east/shop/web two:", "two:80 two:81")]
    [InlineData("explain west/shop/web ", "")]
    [InlineData("explain --from we", "west/")]
    [InlineData("explain --from east/shop/web db.", "db.shop:80")]
    [InlineData("explain east/shop/web db:80 ", "")]
    [InlineData("explain --f", "--format --from")]
    [InlineData("explain --format ", "json text")]
    [InlineData("routes ", "east west")]
    [InlineData("routes east ", "gateway node")]
    [InlineData("scope east/shop/", "east/shop/db east/shop/two")]
    [InlineData("from west/shop/", "west/shop/web")]
    [InlineData("plan re", "remove:")]
    [InlineData("plan remove:east remove:", "remove:east remove:west")]
    [InlineData("plan label:east/shop/d", "label:east/shop/db")]
    [InlineData("drift ", "shop/")]
    [InlineData("reach ea", "east/")]
    [InlineData("bogus ", "")]
    [InlineData("explain south/", "")]
    public void A_line_is_completed_by_what_may_follow(string line, string expected)
    {
        var session = _mesh.Session();
        Assert.Equal(expected, string.Join(' ', session.Complete(line, line.Length).Words));
        Assert.Equal(
            expected.Length == 0 ? "" : expected.Replace(' ', '\n') + "\n",
            session.Answer($"complete {line}").Text);
    }

    [Fact]
    public void A_caller_that_is_known_has_its_own_names()
    {
        var session = _mesh.Session();
        Assert.True(session.Answer("from east/shop/web").IsOk);
        Assert.Equal("db.shop:80 db:80 two.shop: two: east/ west/", string.Join(' ', session.Complete("explain ", 8).Words));
    }

    [Fact]
    public void What_stands_behind_the_cursor_does_not_count()
    {
        var found = _mesh.Session().Complete("explain ea db:80", 10);
        Assert.Equal((8, "east/"), (found.Start, Assert.Single(found.Words)));
    }

    [Theory]
    [InlineData("", "0:")]
    [InlineData("a  bc", "0:a 3:bc")]
    [InlineData(" a \t", "1:a 4:")]
    [InlineData("a 'b c", "0:a 2:b c")]
    [InlineData("a \"b\"'c'd", "0:a 2:bcd")]
    public void A_line_is_words(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', LineWords.Begun(line).Select(word => $"{word.Start}:{word.Text}")));
}
