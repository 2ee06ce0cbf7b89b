using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Explaining;

namespace ScopeMesh.Tests.Unit.ScopeLang.Explaining;

/// <summary>Explanations as people see them, in full.</summary>
public sealed class ExplanationTextTests
{
    private const string Shop =
        """
        let live = namespace(env in (prod, staging))
        global "opt-in" when live and service(istio.io/global=true)
        global "payments" when namespace named (pay, bill) and not service(internal)
        local "pinned" when service(pin, owner!=ops) or cluster named edge
        """;

    [Fact]
    public void A_global_service() => Explains(
        Shop, Service("shop", "env=prod", "cart", "istio.io/global=true"),
        """
        service `cart` in namespace `shop` of cluster `c` is global by `opt-in`
          ✓ global `opt-in`, which decides
            ✓ and
              ✓ live
                ✓ namespace(env in (prod, staging)): the label `env` of the namespace is `prod`
              ✓ service(istio.io/global=true): the label `istio.io/global` of the service is `true`
          ✗ global `payments`
          ✗ local `pinned`
        """);

    [Fact]
    public void A_service_that_no_rule_matches() => Explains(
        Shop, Service("shop", "env=dev", "cart", ""),
        """
        service `cart` in namespace `shop` of cluster `c` is local: no rule matches
          ✗ global `opt-in`
            ✗ and
              ✗ live
                ✗ namespace(env in (prod, staging)): the label `env` of the namespace is `dev`
              ✗ service(istio.io/global=true): the service has no label `istio.io/global`
          ✗ global `payments`
            ✗ and
              ✗ namespace named (pay, bill): the namespace is called `shop`
              ✓ not
                ✗ service(internal): the service has no label `internal`
          ✗ local `pinned`
            ✗ or
              ✗ and
                ✗ service(pin): the service has no label `pin`
                ✓ service(owner!=ops): the service has no label `owner`
              ✗ cluster named edge: the cluster is called `c`
        it would be global with
          the label `env` of the namespace set to `prod`, now `dev`
          the label `istio.io/global` of the service set to `true`, now absent
        """);

    [Fact]
    public void A_service_that_is_overruled() => Explains(
        Shop, Service("pay", "", "api", "pin="),
        """
        service `api` in namespace `pay` of cluster `c` is local by `pinned`
          ✗ global `opt-in`
          ✓ global `payments`, overruled
            ✓ and
              ✓ namespace named (pay, bill): the namespace is called `pay`
              ✓ not
                ✗ service(internal): the service has no label `internal`
          ✓ local `pinned`, which decides
            ✓ or
              ✓ and
                ✓ service(pin): the label `pin` of the service is ``
                ✓ service(owner!=ops): the service has no label `owner`
              ✗ cluster named edge: the cluster is called `c`
        it would be global with
          the label `pin` of the service taken off, now ``
        """);

    [Fact]
    public void A_service_that_labels_cannot_help() => Explains(
        "global when cluster named west", Service("shop", "", "cart", ""),
        """
        service `cart` in namespace `shop` of cluster `c` is local: no rule matches
          ✗ global `#1`
            ✗ cluster named west: the cluster is called `c`
        no labels would make it global; change the policy
        """);

    [Fact]
    public void A_service_of_an_unknown_namespace() => Explains(
        Shop, new ScopeFacts("c", NamespaceFacts.Unknown("shop"), "cart", LabelSet.Empty),
        """
        service `cart` in namespace `shop` of cluster `c` is local: nothing is known of its namespace
        define the namespace first
        """);

    [Fact]
    public void A_let_is_shown_where_it_is_used_first_and_a_label_can_be_taken_off() => Explains(
        "let a = service(a)\nlet b = not a\nglobal when true and b\nlocal when a and service()", Service("shop", "", "cart", "a=x"),
        """
        service `cart` in namespace `shop` of cluster `c` is local by `#2`
          ✗ global `#1`
          ✓ local `#2`, which decides
            ✓ and
              ✓ a
                ✓ service(a): the label `a` of the service is `x`
              ✓ service(): it asks for nothing
        it would be global with
          the label `a` of the service taken off, now `x`
        """);

    private static void Explains(string policy, ScopeFacts facts, string expected) => Assert.Equal(
        expected + "\n", ExplanationText.Render(ScopePolicy.Parse(policy).Policy!.Explain(facts)));

    private static ScopeFacts Service(string ns, string nsLabels, string service, string labels) =>
        new("c", NamespaceFacts.Known(ns, Labels(nsLabels)), service, Labels(labels));

    private static LabelSet Labels(string text) => LabelSet.Create(text
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(label => KeyValuePair.Create(label[..label.IndexOf('=')], label[(label.IndexOf('=') + 1)..])));
}
