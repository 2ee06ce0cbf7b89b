using System.Collections.Immutable;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;
using static ScopeMesh.Tests.Unit.Hosts.Xds.Discovery;

namespace ScopeMesh.Tests.Unit.Hosts.Xds;

/// <summary>The server's side of one type.</summary>
public sealed class DeltaSubscriptionSituations
{
    private static readonly DeltaRequest Nothing = new() { Subscribe = ["*"], Unsubscribe = ["*"] };

    [Fact]
    public void Says_nothing_before_it_is_asked() => Silent(Start(Set("a")).OnSnapshot(Set("b")));

    [Fact]
    public void A_first_request_gets_everything_even_if_that_is_nothing()
    {
        Assert.Equal("+a +b", Answered(Start(Set("b", "a")).Say(DeltaRequest.Empty)).Sent);
        Assert.Equal("", Answered(Start(Set()).Say(DeltaRequest.Empty)).Sent);
        Assert.Equal("+a", Answered(Start(Set("a")).Say(new DeltaRequest { Subscribe = ["*"] })).Sent);
    }

    [Fact]
    public void An_acknowledgement_is_not_answered()
    {
        var (asked, nonce, _) = Answered(Start(Set("a")).Say(DeltaRequest.Empty));
        var step = asked.Say(Ack(nonce));
        Assert.Equal([new DeltaEffect.Acknowledged(nonce)], step.Effects);
    }

    [Fact]
    public void A_newer_set_is_sent_as_what_changed()
    {
        var subscription = Synced(Set("a", "b@1", "c"));
        Assert.Equal("+b +d -a", Answered(subscription.OnSnapshot(Set("b@2", "c", "d"))).Sent);
    }

    [Fact]
    public void A_newer_set_with_equal_contents_is_not_sent() => Silent(Synced(Set("a", "b")).OnSnapshot(Set("b", "a")));

    [Fact]
    public void What_changes_while_a_response_is_under_way_is_sent_as_one_change_after_it()
    {
        var (asked, nonce, _) = Answered(Start(Set("a@1")).Say(DeltaRequest.Empty));
        var waiting = Silent(asked.OnSnapshot(Set("a@2", "b")));
        waiting = Silent(waiting.OnSnapshot(Set("a@3")));
        waiting = Silent(waiting.OnSnapshot(Set("a@4", "c")));

        var (next, second, sent) = Answered(waiting.Say(Ack(nonce)));
        Assert.Equal("+a +c", sent);
        Assert.NotEqual(nonce, second);
        Silent(next.Say(Ack(second)));
    }

    [Fact]
    public void What_changed_and_changed_back_while_a_response_was_under_way_is_not_sent()
    {
        var (asked, nonce, _) = Answered(Start(Set("a@1")).Say(DeltaRequest.Empty));
        var waiting = Silent(asked.OnSnapshot(Set("a@2")));
        Silent(Silent(waiting.OnSnapshot(Set("a@1"))).Say(Ack(nonce)));
    }

    [Fact]
    public void A_refusal_is_reported_and_its_content_is_not_sent_again_until_it_changes()
    {
        var (pushed, nonce, _) = Answered(Synced(Set("a@1")).OnSnapshot(Set("a@bad", "b")));
        var (refused, effects) = pushed.Say(Nack(nonce, "a: is bad"));
        Assert.Equal([new DeltaEffect.Refused(nonce, "a: is bad")], effects);

        refused = Silent(refused.OnSnapshot(Set("a@bad", "b")));
        Assert.Equal("+a +b", Answered(refused.OnSnapshot(Set("a@good", "b"))).Sent);
    }

    [Fact]
    public void After_a_refusal_the_next_change_holds_all_that_the_client_lacks()
    {
        var (pushed, nonce, _) = Answered(Synced(Set("a", "z")).OnSnapshot(Set("a@bad", "b")));
        var refused = Silent(pushed.Say(Nack(nonce, "a: is bad")));
        Assert.Equal("+a +b +c -z", Answered(refused.OnSnapshot(Set("a@bad", "b", "c"))).Sent);
    }

    [Fact]
    public void After_a_refusal_going_back_to_what_the_client_has_sends_nothing()
    {
        var (pushed, nonce, _) = Answered(Synced(Set("a@1")).OnSnapshot(Set("a@bad")));
        Silent(Silent(pushed.Say(Nack(nonce, "no"))).OnSnapshot(Set("a@1")));
    }

    [Fact]
    public void What_is_newer_is_sent_after_a_refusal_at_once()
    {
        var (pushed, nonce, _) = Answered(Synced(Set("a@1")).OnSnapshot(Set("a@bad")));
        var waiting = Silent(pushed.OnSnapshot(Set("a@good")));
        Assert.Equal("+a", Answered(waiting.Say(Nack(nonce, "no"))).Sent);
    }

    [Fact]
    public void An_answer_to_something_else_changes_nothing()
    {
        var (asked, nonce, _) = Answered(Start(Set("a")).Say(DeltaRequest.Empty));
        var (next, effects) = asked.Say(Ack("from before"));
        Assert.Equal([new DeltaEffect.Stale("from before")], effects);
        Assert.Equal([new DeltaEffect.Acknowledged(nonce)], next.Say(Ack(nonce)).Effects);
        Assert.Equal([new DeltaEffect.Stale(nonce)], next.Say(Ack(nonce)).Next.Say(Nack(nonce, "late")).Effects);
    }

    [Fact]
    public void A_client_that_comes_again_gets_only_what_changed()
    {
        var held = Set("same", "old@1", "gone");
        var request = new DeltaRequest { InitialVersions = held.Resources.ToImmutableDictionary(one => one.Name, one => one.Version) };
        Assert.Equal("+new +old -gone", Answered(Start(Set("same", "old@2", "new")).Say(request)).Sent);
    }

    [Fact]
    public void A_client_that_comes_again_and_has_everything_gets_an_empty_answer()
    {
        var held = Set("a", "b");
        var request = new DeltaRequest { InitialVersions = held.Resources.ToImmutableDictionary(one => one.Name, one => one.Version) };
        Assert.Equal("", Answered(Start(Set("a", "b")).Say(request)).Sent);
    }

    [Fact]
    public void An_empty_version_is_never_current()
    {
        var request = new DeltaRequest { InitialVersions = ImmutableDictionary<string, string>.Empty.Add("a", "").Add("b", "") };
        Assert.Equal("+a -b", Answered(Start(Set("a")).Say(request)).Sent);
    }

    [Fact]
    public void Everything_and_not_everything_is_nothing()
    {
        var subscription = Acknowledged(Start(Set("a", "b")).Say(Nothing), "");
        Silent(subscription.OnSnapshot(Set("a@2", "c")));
    }

    [Fact]
    public void What_is_asked_for_by_name_is_sent_and_kept_up_to_date_alone()
    {
        var subscription = Acknowledged(Start(Set("a", "b")).Say(Nothing), "");
        subscription = Acknowledged(subscription.Say(new DeltaRequest { Subscribe = ["a"] }), "+a");
        subscription = Silent(subscription.OnSnapshot(Set("a", "b@2")));
        subscription = Acknowledged(subscription.OnSnapshot(Set("a@2", "b@2")), "+a");
        Assert.Equal("-a", Answered(subscription.OnSnapshot(Set("b@2"))).Sent);
    }

    [Fact]
    public void An_unknown_name_is_answered_as_removed_and_sent_when_it_comes()
    {
        var subscription = Acknowledged(Start(Set("a")).Say(Nothing), "");
        subscription = Acknowledged(subscription.Say(new DeltaRequest { Subscribe = ["x"] }), "-x");
        subscription = Silent(subscription.OnSnapshot(Set("a@2")));
        subscription = Acknowledged(subscription.OnSnapshot(Set("a@2", "x")), "+x");
        Assert.Equal("-x", Answered(subscription.OnSnapshot(Set())).Sent);
    }

    [Fact]
    public void An_alias_brings_every_resource_that_has_it()
    {
        var set = Set("pod-1 net/10.0.0.1 ns/host", "pod-2 ns/host", "ns/host", "other");
        var subscription = Acknowledged(Start(set).Say(Nothing), "");
        subscription = Acknowledged(subscription.Say(new DeltaRequest { Subscribe = ["ns/host"] }), "+ns/host +pod-1 +pod-2");
        Assert.Equal("-pod-2", Answered(subscription.OnSnapshot(Set("pod-1 net/10.0.0.1 ns/host", "ns/host"))).Sent);
    }

    [Fact]
    public void What_loses_the_alias_by_which_it_was_asked_for_is_gone()
    {
        var subscription = Acknowledged(Start(Set("pod net/1")).Say(Nothing), "");
        subscription = Acknowledged(subscription.Say(new DeltaRequest { Subscribe = ["net/1"] }), "+pod");
        Assert.Equal("-net/1 -pod", Answered(subscription.OnSnapshot(Set("pod net/2"))).Sent);
    }

    [Fact]
    public void Who_unsubscribes_hears_no_more_and_is_not_told_that_it_is_gone()
    {
        var subscription = Acknowledged(Start(Set("a", "b")).Say(new DeltaRequest { Subscribe = ["a", "b"] }), "+a +b");
        subscription = Silent(subscription.Say(new DeltaRequest { Unsubscribe = ["a"] }));
        Assert.Equal("+b", Answered(subscription.OnSnapshot(Set("b@2"))).Sent);
    }

    [Fact]
    public void Who_subscribes_again_gets_it_again()
    {
        var subscription = Acknowledged(Start(Set("a", "b")).Say(new DeltaRequest { Subscribe = ["a", "b"] }), "+a +b");
        Assert.Equal("+a", Answered(subscription.Say(new DeltaRequest { Subscribe = ["a"] })).Sent);
        Assert.Equal("+a +b", Answered(Synced(Set("a", "b")).Say(new DeltaRequest { Subscribe = ["*"] })).Sent);
    }

    [Fact]
    public void An_interest_that_changes_while_a_response_is_under_way_is_served_after_it()
    {
        var (asked, nonce, _) = Answered(Start(Set("a", "b")).Say(new DeltaRequest { Subscribe = ["a"] }));
        var waiting = Silent(asked.Say(new DeltaRequest { Subscribe = ["b"], Unsubscribe = ["a"] }));
        var next = Acknowledged(waiting.Say(Ack(nonce)), "+b");
        Silent(next.OnSnapshot(Set("b")));
    }

    [Fact]
    public void An_acknowledgement_may_bring_an_interest()
    {
        var (asked, nonce, _) = Answered(Start(Set("a", "b")).Say(new DeltaRequest { Subscribe = ["a"] }));
        Assert.Equal("+b", Answered(asked.Say(new DeltaRequest { Nonce = nonce, Subscribe = ["b"] })).Sent);
    }

    [Fact]
    public void A_client_by_name_that_comes_again_wants_what_it_kept()
    {
        var kept = Set("a").Resources.Single();
        var request = Nothing with { InitialVersions = ImmutableDictionary<string, string>.Empty.Add(kept.Name, kept.Version).Add("gone", "1") };
        var subscription = Acknowledged(Start(Set("a", "b")).Say(request), "-gone");
        Assert.Equal("+a", Answered(subscription.OnSnapshot(Set("a@2", "b@2"))).Sent);
    }

    [Fact]
    public void More_names_than_allowed_end_the_stream()
    {
        var limits = XdsLimits.Default with { SubscribedNames = 2 };
        var (two, effects) = Start(Set()).OnRequest(new DeltaRequest { Subscribe = ["a", "b"] }, limits);
        Assert.IsType<DeltaEffect.Send>(Assert.Single(effects));
        var three = two.OnRequest(new DeltaRequest { Subscribe = ["c"] }, limits);
        Assert.Equal([new DeltaEffect.TooManyNames(2)], three.Effects);
    }

    [Fact]
    public void A_stream_serves_no_more_types_than_allowed()
    {
        var state = new DeltaStreamState("n", XdsSnapshot.Empty.With("x", Set("a")).With("y", Set("b")), XdsLimits.Default with { StreamTypes = 2 });
        (state, var x) = state.OnRequest("x", DeltaRequest.Empty);
        (state, var y) = state.OnRequest("y", DeltaRequest.Empty);
        Assert.Equal(["x+a", "y+b"], x.Concat(y).Select(Line));
        Assert.False(state.IsFull("x"));
        Assert.True(state.IsFull("z"));
    }

    [Fact]
    public void The_types_of_a_stream_go_on_to_the_newest_snapshot_together_once_nothing_is_under_way()
    {
        var state = new DeltaStreamState("n", SnapshotOf(1), XdsLimits.Default);
        (state, var x) = state.OnRequest("x", DeltaRequest.Empty);
        (state, var y) = state.OnRequest("y", DeltaRequest.Empty);
        Assert.Equal(["x+a of 1", "y+b of 1"], x.Concat(y).Select(Versioned));

        (state, _) = state.OnRequest("y", Ack("n1"));
        foreach (var number in (int[])[2, 3])
        {
            (state, var pushed) = state.OnSnapshot(SnapshotOf(number));
            Assert.Empty(pushed);
        }

        (state, var sent) = state.OnRequest("x", Ack("n1"));
        Assert.Equal(["x+a of 3", "y+b of 3"], sent.Where(effect => effect.Effect is DeltaEffect.Send).Select(Versioned));

        static XdsSnapshot SnapshotOf(int number) =>
            XdsSnapshot.Empty.With("x", Set($"a@{number}")).With("y", Set($"b@{number}")).Named($"{number}");

        static string Versioned(TypedEffect effect) => $"{Line(effect)} of {((DeltaEffect.Send)effect.Effect).Response.Version}";
    }

    private static string Line(TypedEffect effect) => effect.TypeUrl + Describe(((DeltaEffect.Send)effect.Effect).Response.Change);

    private static DeltaSubscription Synced(XdsResourceSet set)
    {
        var (asked, nonce, _) = Answered(Start(set).Say(DeltaRequest.Empty));
        return Silent(asked.Say(Ack(nonce)));
    }

    private static DeltaSubscription Acknowledged((DeltaSubscription Next, ScopeMesh.ScopeLang.ValueList<DeltaEffect> Effects) step, string expected)
    {
        var (next, nonce, sent) = Answered(step);
        Assert.Equal(expected, sent);
        return Silent(next.Say(Ack(nonce)));
    }
}
