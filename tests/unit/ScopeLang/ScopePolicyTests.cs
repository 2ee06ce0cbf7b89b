using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Unit.ScopeLang;

public sealed class ScopePolicyTests
{
    private const string Shop = """
        # shop.scope
        let live  = namespace(env in (prod, staging))
        let optIn = service(istio.io/global=true)

        global "opt-in"   when live and optIn
        global "payments" when namespace named (payments, billing) and not service(internal)
        local  "pinned"   when service(shop.example/pin-local) or namespace(data-residency=eu)

        test "a labelled service in prod crosses" {
          namespace shop { env: prod }
          service   cart { istio.io/global: "true" }
          expect global by "opt-in"
        }
        """;

    [Theory]
    [InlineData("shop", "env=prod", "istio.io/global=true", Scope.Global, "opt-in")]
    [InlineData("shop", "env=staging", "istio.io/global=true", Scope.Global, "opt-in")]
    [InlineData("shop", "env=dev", "istio.io/global=true", Scope.Local, null)]
    [InlineData("shop", "env=prod", "", Scope.Local, null)]
    [InlineData("billing", "", "", Scope.Global, "payments")]
    [InlineData("billing", "", "internal=", Scope.Local, null)]
    [InlineData("billing", "env=prod", "istio.io/global=true", Scope.Global, "opt-in")]
    [InlineData("shop", "env=prod", "istio.io/global=true,shop.example/pin-local=", Scope.Local, "pinned")]
    [InlineData("billing", "data-residency=eu", "", Scope.Local, "pinned")]
    public void The_example_decides_as_it_reads(string ns, string nsLabels, string labels, Scope scope, string? rule)
    {
        var policy = Valid(Shop);
        var facts = new ScopeFacts("c", NamespaceFacts.Known(ns, Labels(nsLabels)), "cart", Labels(labels));
        var reason = rule is null ? ScopeReason.NoRuleMatched : ScopeReason.RuleMatched;
        Assert.Equal(new ScopeDecision(scope, rule, reason), policy.Decide(facts));
    }

    [Fact]
    public void All_determining_rules_are_listed_in_file_order()
    {
        var policy = Valid(Shop);
        var facts = new ScopeFacts(
            "c", NamespaceFacts.Known("billing", Labels("env=prod")), "cart", Labels("istio.io/global=true"));
        Assert.Equal(["opt-in", "payments"], policy.Matches(facts));
    }

    [Fact]
    public void An_unknown_namespace_is_local_whatever_the_rules_say()
    {
        var facts = new ScopeFacts("c", NamespaceFacts.Unknown("shop"), "cart", LabelSet.Empty);
        Assert.Equal(
            new ScopeDecision(Scope.Local, null, ScopeReason.NamespaceUnknown), Valid("global when true").Decide(facts));
        Assert.Equal([], Valid("global when true").Matches(facts));
    }

    [Fact]
    public void A_rule_without_a_name_is_called_by_its_place()
    {
        var facts = new ScopeFacts("c", NamespaceFacts.Known("shop", LabelSet.Empty), "cart", LabelSet.Empty);
        var policy = Valid("global when service(a)\nglobal \"b\" when service(b)\nglobal when true");
        Assert.Equal("#3", policy.Decide(facts).Rule);
    }

    [Fact]
    public void A_decision_allocates_nothing()
    {
        var policy = Valid(Shop);
        var facts = new ScopeFacts(
            "c", NamespaceFacts.Known("shop", Labels("env=prod")), "cart", Labels("istio.io/global=true"));
        policy.Decide(facts);
        Assert.Equal(0, Allocation.InRound(() => policy.Decide(facts)));
    }

    private static ScopePolicy Valid(string text)
    {
        var parsed = ScopePolicy.Parse(text, "shop.scope");
        Assert.Equal([], parsed.Diagnostics);
        return parsed.Policy!;
    }

    private static LabelSet Labels(string text) => LabelSet.Create(
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('='))
            .Select(parts => new KeyValuePair<string, string>(parts[0], parts[1])));
}
