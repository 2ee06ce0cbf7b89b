using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy;

/// <summary>Identities as text, with their scheme and without.</summary>
public sealed class IdentityLaws
{
    private static readonly Gen<string> Texts =
        from parts in Gen.Elements("td", "ns", "sa", "a", "", "NS").ListOf()
        select string.Join('/', parts);

    private static readonly Gen<SpiffeId> Ids =
        from domain in Gen.Elements("td", "ns", "cluster.local")
        from ns in Gen.Elements("", "ns", "shop")
        from account in Gen.Elements("", "sa", "cart")
        select new SpiffeId(domain, ns, account);

    [Fact]
    public void An_identity_is_read_as_it_is_written() => Law.Holds(Ids, id =>
    {
        Assert.True(SpiffeId.TryParse(id.ToString(), out var whole));
        Assert.True(SpiffeId.TryParsePrincipal(id.Principal, out var principal));
        Assert.Equal((id, id), (whole, principal));
    });

    [Fact]
    public void Any_text_is_the_identity_that_is_written_as_it_or_none() => Law.Holds(Texts, text =>
    {
        var isIdentity = SpiffeId.TryParsePrincipal(text, out var id);
        Assert.Equal(isIdentity ? text : "", id.Principal);
        Assert.Equal(isIdentity, SpiffeId.TryParse("spiffe://" + text, out var same));
        Assert.Equal(id, same);
        Assert.False(SpiffeId.TryParse(text, out _));
    });
}
