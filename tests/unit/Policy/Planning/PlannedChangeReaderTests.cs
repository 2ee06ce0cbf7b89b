using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Planning;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Planning;

public sealed class PlannedChangeReaderTests
{
    public static TheoryData<string, PlannedChange> Changes => new()
    {
        { "mended", new PlannedChange.FromPath("mended") },
        { "./scale:x", new PlannedChange.FromPath("./scale:x") },
        { "-", new PlannedChange.FromPath("-") },
        { "east=-", new PlannedChange.InPlace("east", "-") },
        { "clusters/east/mesh.scope=a=b", new PlannedChange.InPlace("clusters/east/mesh.scope", "a=b") },
        { "remove:west", new PlannedChange.Removal("west") },
        { "gateway-down:west", Of("west", new Amendment.GatewayDown("gateway-down:west", null)) },
        {
            "gateway-down:west/istio-system/gw",
            Of("west", new Amendment.GatewayDown("gateway-down:west/istio-system/gw", new NamespacedName("istio-system", "gw")))
        },
        { "unready:east/shop/cart", Of("east", new Amendment.Unready("unready:east/shop/cart", new NamespacedName("shop", "cart"))) },
        { "scale:east/shop/cart,3", Of("east", new Amendment.Scaled("scale:east/shop/cart,3", new NamespacedName("shop", "cart"), 3)) },
        { "delete:service,east/shop/cart", Of("east", new Amendment.Deleted("delete:service,east/shop/cart", "Service", new NamespacedName("shop", "cart"))) },
        { "delete:Node,east/n1", Of("east", new Amendment.Deleted("delete:Node,east/n1", "Node", new NamespacedName("", "n1"))) },
        {
            "label:east/shop/cart,istio.io/global=true,old-",
            Of(
                "east",
                new Amendment.Labelled("label:east/shop/cart,istio.io/global=true,old-", "shop", "cart", "istio.io/global", "true"),
                new Amendment.Labelled("label:east/shop/cart,istio.io/global=true,old-", "shop", "cart", "old", null))
        },
        { "label:east/shop,env=", Of("east", new Amendment.Labelled("label:east/shop,env=", "shop", null, "env", "")) },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Reads_a_change(string text, PlannedChange change) => Assert.Equal(new PlannedChangeRead(change, null), PlannedChangeReader.Read(text));

    [Theory]
    [InlineData("", "a change is empty; name a folder, a file, or what is done, such as `remove:west`")]
    [InlineData("=x", "`=x` is no PLACE=FILE; write `east=FILE`, or `clusters/east/mesh.scope=FILE`")]
    [InlineData("scal:east/shop/cart,1", "`scal` in `scal:east/shop/cart,1` is no change; did you mean `scale`")]
    [InlineData(
        "annotate:x",
        "`annotate` in `annotate:x` is no change; there are `label`, `scale`, `unready`, `delete`, `gateway-down` or `remove`, and `./annotate:x` is a file of that name")]
    [InlineData("remove:a/b", "`remove:a/b` names no cluster; write `remove:CLUSTER`, or `delete:KIND,CLUSTER/NAMESPACE/NAME` for an object")]
    [InlineData("label:east,a=b", "`label:east,a=b` names nothing to label; write `label:CLUSTER/NAMESPACE/SERVICE,KEY=VALUE`, or `label:CLUSTER/NAMESPACE,KEY=VALUE`")]
    [InlineData("label:east/shop", "`label:east/shop` names no label; write `label:east/shop,KEY=VALUE`, or `label:east/shop,KEY-` to take one away")]
    [InlineData("label:east/shop,env", "`env` in `label:east/shop,env` is no label; write `env=VALUE`, or `env-` to take it away")]
    [InlineData("scale:east/shop/cart", "`scale:east/shop/cart` says no number of replicas; write `scale:CLUSTER/NAMESPACE/DEPLOYMENT,3`")]
    [InlineData("unready:east/cart", "`unready:east/cart` names no pod; write `unready:CLUSTER/NAMESPACE/NAME`, a pod or what made it")]
    [InlineData("delete:Servise,east/shop/cart", "`Servise` in `delete:Servise,east/shop/cart` is no kind that the mesh uses; did you mean `Service`")]
    [InlineData("delete:Node,east/shop/cart", "`east/shop/cart` in `delete:Node,east/shop/cart` is no Node; write `delete:Node,CLUSTER/NAME`")]
    [InlineData("gateway-down:a/b", "`gateway-down:a/b` names no gateway; write `gateway-down:CLUSTER` for all of it, or `gateway-down:CLUSTER/NAMESPACE/NAME`")]
    public void Says_why_a_text_is_no_change(string text, string error) =>
        Assert.Equal(new PlannedChangeRead(null, error), PlannedChangeReader.Read(text));

    [Fact]
    public void Every_word_is_known_to_the_reader() => Assert.All(
        PlannedChangeReader.Words, word => Assert.DoesNotContain("is no change", PlannedChangeReader.Read($"{word}:?").Error ?? "", StringComparison.Ordinal));

    private static PlannedChange.Amended Of(string cluster, params Amendment[] amendments) => new(cluster, amendments.ToValueList());
}
