using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy.Authorization;

public sealed class PolicyTrustLaws
{
    private static readonly Gen<string> Domain = Gen.Elements("td", "old-td", "other", "cluster.local");

    private static readonly Gen<string> Name = Gen.Elements("a", "b");

    private static readonly Gen<PolicyTrust> Domains =
        from own in Domain
        from count in Gen.Choose(0, 3)
        from aliases in Domain.ListOf(count)
        select new PolicyTrust(own, aliases.ToValueList(), []);

    private static readonly Gen<SpiffeId> Identity =
        from domain in Domain
        from ns in Name
        from account in Name
        select new SpiffeId(domain, ns, account);

    /// <summary>All principals that are nearly the identity of somebody: whole, or with a wildcard at any place.</summary>
    private static readonly Gen<StringMatch> Principal =
        from identity in Identity
        let text = identity.Principal
        from place in Gen.Choose(0, text.Length)
        from shape in Gen.Choose(0, 3)
        select StringMatch.Parse(shape switch
        {
            0 => text,
            1 => text[..place] + "*",
            2 => "*" + text[place..],
            _ => $"{identity.TrustDomain}/ns/{identity.Namespace}/*",
        });

    private static readonly Gen<(PolicyTrust Domains, StringMatch Principal, SpiffeId Identity)> Cases =
        from domains in Domains
        from principal in Principal
        from identity in Identity
        select (domains, principal, identity);

    [Fact]
    public void A_principal_means_what_it_says() => Law.Holds(Cases, at =>
        Assert.True(!at.Principal.Matches(at.Identity.Principal) || Means(at.Domains, at.Principal, at.Identity)));

    [Fact]
    public void What_it_means_besides_is_said_of_another_name_of_the_same_trust_domain() => Law.Holds(Cases, at =>
    {
        string[] same = [at.Domains.Own, .. at.Domains.Aliases];
        if (Means(at.Domains, at.Principal, at.Identity) && !at.Principal.Matches(at.Identity.Principal))
        {
            Assert.Contains(at.Identity.TrustDomain, same);
            Assert.Contains(same.Append("cluster.local"), domain => at.Principal.Matches(As(at.Identity, domain).Principal));
        }
    });

    [Fact]
    public void A_principal_of_somebody_means_them_by_every_name_of_their_trust_domain() =>
        Law.Holds(from domains in Domains from identity in Identity select (Domains: domains, Identity: identity), at =>
        {
            string[] same = [at.Domains.Own, .. at.Domains.Aliases];
            var isOwn = same.Append("cluster.local").Contains(at.Identity.TrustDomain);
            Assert.All(same, domain => Assert.Equal(
                isOwn || domain == at.Identity.TrustDomain,
                Means(at.Domains, new StringMatch.Exact(at.Identity.Principal), As(at.Identity, domain))));
        });

    private static bool Means(PolicyTrust domains, StringMatch principal, SpiffeId identity) =>
        domains.AllOf(principal).Any(one => one.Matches(identity.Principal));

    private static SpiffeId As(SpiffeId identity, string domain) => new(domain, identity.Namespace, identity.ServiceAccount);
}
