using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.ScopeLang;
using static ScopeMesh.Tests.Unit.Hosts.Xds.Discovery;

namespace ScopeMesh.Tests.Unit.Hosts.Xds;

/// <summary>The client's side of one type.</summary>
public sealed class DeltaClientSituations
{
    private static readonly XdsVerdict Accepted = new XdsVerdict.Accepted();

    [Fact]
    public void A_first_request_asks_for_everything_and_claims_nothing()
    {
        var (_, request) = new DeltaClientSubscription(XdsTypes.Address).Connect(XdsLimits.Default);
        Assert.Equal(DeltaRequest.Empty with { InitialVersions = request.InitialVersions }, request);
        Assert.Empty(request.InitialVersions);
    }

    [Fact]
    public void What_is_accepted_is_acknowledged_and_held()
    {
        var (next, answer) = Take(Connected(), Response("1", ["a", "b"]), Accepted);
        Assert.Equal(new DeltaRequest { Nonce = "1" }, answer);
        Assert.True(next.Synced);

        (next, _) = Take(next, Response("2", ["c"], "a"), Accepted);
        Assert.Equal(["b", "c"], next.Held.Keys.Order());
    }

    [Fact]
    public void What_is_refused_changes_nothing_and_is_answered_with_every_reason()
    {
        var (held, _) = Take(Connected(), Response("1", ["a"]), Accepted);
        var verdict = new XdsVerdict.Rejected([new("b", "has no address"), new("c", "is odd")]);
        var (next, answer) = Take(held, Response("2", ["b", "c"], "a"), verdict);
        Assert.Equal(new DeltaRequest { Nonce = "2", Error = "b: has no address; c: is odd" }, answer);
        Assert.Same(held.Held, next.Held);
        Assert.Equal(answer.Error, next.Refusal);

        (next, _) = Take(next, Response("3", ["b"], "a"), Accepted);
        Assert.Null(next.Refusal);
    }

    [Fact]
    public void A_long_list_of_reasons_is_cut()
    {
        var rejections = Enumerable.Range(1, 5).Select(i => new XdsRejection($"r{i}", "no")).ToValueList();
        Assert.Equal("r1: no; r2: no; and 3 more", DeltaClientSubscription.Describe(rejections, 2));
    }

    [Fact]
    public void A_refused_first_response_leaves_a_client_without_anything()
    {
        var (next, _) = Take(Connected(), Response("1", ["a"]), new XdsVerdict.Rejected([new("a", "no")]));
        Assert.False(next.Synced);
        Assert.Empty(next.Held);
    }

    [Fact]
    public void A_client_that_comes_again_claims_what_it_holds()
    {
        var (held, _) = Take(Connected(), Response("1", ["a@1", "b"]), Accepted);
        var (_, request) = held.Connect(XdsLimits.Default);
        Assert.Equal(Set("a@1", "b").Resources.ToDictionary(one => one.Name, one => one.Version), request.InitialVersions);
    }

    [Fact]
    public void A_client_that_holds_more_than_it_may_claim_takes_the_first_response_for_everything()
    {
        var (held, _) = Take(Connected(), Response("1", ["a", "b", "c"]), Accepted);
        var (unclaimed, request) = held.Connect(XdsLimits.Default with { ClaimedVersionsBytes = 3 * (1 + 16 + 16) - 1 });
        Assert.Equal(DeltaRequest.Empty, request);
        Assert.NotEmpty(held.Connect(XdsLimits.Default with { ClaimedVersionsBytes = 3 * (1 + 16 + 16) }).Request.InitialVersions);

        Assert.Equal(["a", "c"], unclaimed.OnResponse(Response("1", ["b", "d"])).Update.Removed);
        (unclaimed, _) = Take(unclaimed, Response("1", ["b", "d"]), Accepted);
        Assert.Equal(["b", "d"], unclaimed.Held.Keys.Order());
        Assert.Equal([], unclaimed.OnResponse(Response("2", ["e"])).Update.Removed);
    }

    [Fact]
    public void What_comes_and_goes_in_one_response_comes()
    {
        var (update, _) = Connected().OnResponse(Response("1", ["a"], "a", "b", "b"));
        Assert.Equal("+a -b", Describe(new DeltaChange(update.Upserts, update.Removed)));
    }

    [Fact]
    public void A_response_that_is_wrong_in_itself_is_faulted_resource_by_resource()
    {
        var change = new DeltaChange([Resource("a"), Resource("a"), Resource("")], []);
        Assert.Equal(
            ["a: comes twice in one response", "(unnamed): a resource needs a name"],
            Connected().OnResponse(new DeltaResponse("1", change)).Faults.Select(fault => fault.ToString()));

        var other = new DeltaClientSubscription(XdsTypes.Authorization);
        Assert.Equal(
            [$"a: is a `{XdsTypes.Address}`, not a `{XdsTypes.Authorization}`"],
            other.OnResponse(Response("1", ["a"])).Faults.Select(fault => fault.ToString()));
    }

    private static DeltaClientSubscription Connected() => new DeltaClientSubscription(XdsTypes.Address).Connect(XdsLimits.Default).Next;

    private static DeltaResponse Response(string nonce, string[] upserts, params string[] removed) =>
        new(nonce, new DeltaChange(upserts.Select(Resource).ToValueList(), removed.ToValueList()));

    private static (DeltaClientSubscription Next, DeltaRequest Answer) Take(
        DeltaClientSubscription subscription, DeltaResponse response, XdsVerdict verdict)
    {
        var (update, faults) = subscription.OnResponse(response);
        Assert.Empty(faults);
        return subscription.Settle(response.Nonce, update, verdict, XdsLimits.Default);
    }
}
