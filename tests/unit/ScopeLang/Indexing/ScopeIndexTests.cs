using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Indexing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Indexing;

public sealed class ScopeIndexTests
{
    private const string Policy = """
        let live = namespace(env in (prod, staging))
        global "opt-in" when live and service(istio.io/global=true)
        global "teams"  when service(team)
        local  "pinned" when service(pin=yes)
        """;

    private static readonly ScopeDecision NoRule = new(Scope.Local, null, ScopeReason.NoRuleMatched);
    private static readonly ScopeDecision OptIn = new(Scope.Global, "opt-in", ScopeReason.RuleMatched);
    private static readonly ScopeDecision Teams = new(Scope.Global, "teams", ScopeReason.RuleMatched);

    [Fact]
    public void Decisions_are_found_by_cluster_namespace_and_name()
    {
        var index = Shop();
        Assert.Equal(OptIn, index.Decision("east", "shop", "cart"));
        Assert.Equal(NoRule, index.Decision("east", "shop", "till"));
        Assert.Null(index.Decision("west", "shop", "cart"));
        Assert.Null(index.Decision("east", "shop", "carts"));
        Assert.Equal(["bank/vault", "shop/cart", "shop/till"], index.Services.Select(s => $"{s.Facts.Namespace.Name}/{s.Facts.Service}"));
    }

    [Fact]
    public void What_comes_later_counts()
    {
        var index = ScopeIndex.Create(Valid(Policy), [Facts("shop", "prod", "a", ""), Facts("shop", "dev", "a", "team=x")]);
        Assert.Equal(1, index.Count);
        Assert.Equal(Teams, index.Decision("east", "shop", "a"));
    }

    [Fact]
    public void A_new_service_is_reported_and_so_is_one_that_went()
    {
        var added = Shop().WithService(Facts("shop", "prod", "desk", "team=a"));
        Assert.Equal([new ServiceChange("east", "shop", "desk", null, Teams)], added.Changes);
        Assert.Equal((1, 4), (added.Reevaluated, added.Index.Count));
        var removed = added.Index.WithoutService("east", "shop", "desk");
        Assert.Equal([new ServiceChange("east", "shop", "desk", Teams, null)], removed.Changes);
        Assert.Equal((0, 3), (removed.Reevaluated, removed.Index.Count));
    }

    [Fact]
    public void A_service_that_is_not_there_can_go_without_a_change()
    {
        Assert.Equal([], Shop().WithoutService("east", "shop", "desk").Changes);
        Assert.Equal([], Shop().WithoutService("east", "attic", "desk").Changes);
    }

    [Theory]
    [InlineData("istio.io/global=true,colour=red", 0)]
    [InlineData("istio.io/global=true,pin=no", 0)]
    [InlineData("istio.io/global=true,pin=yes", 1)]
    [InlineData("istio.io/global=false", 1)]
    [InlineData("istio.io/global=true,team=", 1)]
    public void Only_labels_that_the_policy_can_tell_apart_are_decided_anew(string labels, int reevaluated) =>
        Assert.Equal(reevaluated, Shop().WithService(Facts("shop", "prod", "cart", labels)).Reevaluated);

    [Theory]
    [InlineData("prod", "staging", 2)]
    [InlineData("prod", "dev", 2)]
    [InlineData("dev", "test", 0)]
    public void Labels_of_a_namespace_touch_its_services_where_the_policy_can_tell_them_apart(string from, string to, int reevaluated)
    {
        var index = Shop().WithNamespace("east", Facts("shop", from, "", "").Namespace).Index;
        Assert.Equal(reevaluated, index.WithNamespace("east", Facts("shop", to, "", "").Namespace).Reevaluated);
    }

    [Fact]
    public void A_service_brings_what_is_known_of_its_namespace()
    {
        var change = Shop().WithService(Facts("shop", "dev", "till", ""));
        Assert.Equal([new ServiceChange("east", "shop", "cart", OptIn, NoRule)], change.Changes);
        Assert.Equal(2, change.Reevaluated);
    }

    [Fact]
    public void A_namespace_that_is_unknown_makes_its_services_local()
    {
        var change = Shop().WithNamespace("east", NamespaceFacts.Unknown("shop"));
        var unknown = new ScopeDecision(Scope.Local, null, ScopeReason.NamespaceUnknown);
        Assert.Equal(
            [new ServiceChange("east", "shop", "cart", OptIn, unknown), new ServiceChange("east", "shop", "till", NoRule, unknown)],
            change.Changes);
        Assert.Equal(0, change.Index.WithPolicy(Valid("global when service()")).Changes.Count(c => c.Namespace == "shop"));
    }

    [Theory]
    [InlineData("global \"opt-in\" when live and service(istio.io/global=true)", "global \"opted\" when live and service(istio.io/global=true)", 1)]
    [InlineData("global \"teams\"  when service(team)", "", 1)]
    [InlineData("local  \"pinned\" when service(pin=yes)", "", 0)]
    [InlineData("let live = namespace(env in (prod, staging))", "let live = namespace(env in (prod, staging, test))", 1)]
    [InlineData("live", "alive", 0)]
    [InlineData("let live = namespace(env in (prod, staging))", "# nothing else\nlet live = namespace(env in (prod, staging)) let more = service(team)", 0)]
    public void A_new_policy_is_asked_about_services_that_a_changed_rule_matches(string found, string replacement, int reevaluated) =>
        Assert.Equal(reevaluated, Shop().WithPolicy(Valid(Policy.Replace(found, replacement))).Reevaluated);

    [Fact]
    public void Rules_that_change_places_touch_what_the_one_that_moved_matches()
    {
        var change = Shop().WithPolicy(Valid("""
            global "teams"  when service(team)
            local  "pinned" when service(pin=yes)
            global "opt-in" when namespace(env in (prod, staging)) and service(istio.io/global=true)
            """));
        Assert.Equal([], change.Changes);
        Assert.Equal(1, change.Reevaluated);
    }

    // Two Services in `shop`, which is prod, and one in `bank`, which is not.
    private static ScopeIndex Shop() => ScopeIndex.Create(
        Valid(Policy),
        [Facts("shop", "prod", "till", ""), Facts("shop", "prod", "cart", "istio.io/global=true"), Facts("bank", "dev", "vault", "team=b")]);

    private static ScopeFacts Facts(string ns, string env, string service, string labels) => new(
        "east",
        NamespaceFacts.Known(ns, LabelSet.Create([new("env", env)])),
        service,
        LabelSet.Create(labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('='))
            .Select(parts => KeyValuePair.Create(parts[0], parts[1]))));

    private static ScopePolicy Valid(string text) => ScopePolicy.Parse(text).Policy!;
}
