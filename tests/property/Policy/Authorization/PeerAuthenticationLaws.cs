using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy.Authorization;

public sealed class PeerAuthenticationLaws
{
    private static readonly string[] Namespaces = ["a", "b", WellKnown.SystemNamespace];
    private static readonly string[] Apps = ["cart", "web"];

    private static readonly Gen<MtlsMode> Mode = Gen.Elements(Enum.GetValues<MtlsMode>());

    private static readonly Gen<PortMtls> Port =
        from port in Gen.Choose(1, 3)
        from mode in Mode
        select new PortMtls(port, mode);

    private static readonly Gen<PeerAuthentication> Peer =
        from ns in Gen.Elements("root", "a", "b")
        from name in Gen.Choose(0, 5)
        from app in Gen.Elements([null, .. Apps])
        from mode in Mode
        from count in Gen.Choose(0, 3)
        from ports in Port.ListOf(count)
        from age in Gen.Choose(0, 2)
        select new PeerAuthentication(
            new NamespacedName(ns, $"p{name}"),
            app is null ? null : LabelSelector.OfLabels(App(app)),
            mode,
            ports.ToValueList(),
            age == 0 ? null : DateTimeOffset.UnixEpoch.AddDays(age));

    private static readonly Gen<PeerAuthentication[]> Peers =
        from count in Gen.Choose(0, 6)
        from peers in Peer.ListOf(count)
        select peers.DistinctBy(peer => peer.Key).ToArray();

    [Fact]
    public void The_policies_that_a_workload_lists_deny_exactly_who_stays_unknown_at_a_strict_port() =>
        Law.Holds(
            from peers in Peers
            from closed in Gen.Elements(null, null, null, "a", "root")
            from ns in Gen.Elements("root", "a", "b")
            from app in Gen.Elements(Apps)
            from port in Gen.Choose(1, 4)
            from identity in Gen.Elements(default, new SpiffeId("td", "a", "b"))
            select (Peers: peers, Closed: closed, Namespace: ns, App: app, Port: port, Identity: identity),
            at =>
            {
                var all = PeerAuthentications.Create(at.Peers, at.Closed is null ? [] : [at.Closed], "root");
                var decision = Authorizer.Decide(
                    PolicyIndex.Create(all.Policies),
                    at.Namespace,
                    all.PoliciesOf(at.Namespace, App(at.App)),
                    new InboundConnection(IPAddress.Loopback, at.Identity, IPAddress.Loopback, at.Port));
                var isStrict = at.Closed == "root"
                    || at.Closed == at.Namespace
                    || ModeOf(at.Peers, at.Namespace, at.App, at.Port, "root") == MtlsMode.Strict;
                Assert.Equal(
                    isStrict && at.Identity.IsNone,
                    decision is AuthorizationDecision.Denied { Why: DenyReason.DenyMatches });
                Assert.False(decision is AuthorizationDecision.Denied { Why: not DenyReason.DenyMatches });
                Assert.Equal(isStrict, all.For(at.Namespace, App(at.App)).Of(at.Port) == MtlsMode.Strict);
            });

    [Fact]
    public void In_a_route_table_plaintext_is_denied_at_exactly_the_strict_ports_of_every_pod() =>
        Law.Holds(Peers, peers =>
        {
            var documents = peers.Select(Written)
                .Concat(["{apiVersion: v1, kind: Namespace, metadata: {name: a}}", "{apiVersion: v1, kind: Namespace, metadata: {name: b}}"])
                .Concat(from ns in Namespaces from app in Apps select PodOf(ns, app));
            var source = new SourceText("clusters/east/f.yaml", string.Join("\n---\n", documents));
            var compiled = MeshCompiler.Compile(new MeshSources(null, null, [new("east", "clusters/east", null, null, [source])]));
            Assert.DoesNotContain(compiled.Diagnostics, finding => finding.Severity == Severity.Error);
            var table = RouteTableCompiler.Compile(compiled.Mesh, new Viewpoint("east", "", ViewpointRole.Node));
            foreach (var pod in compiled.Mesh.Clusters[0].Pods)
                for (var port = 1; port <= 4; port++)
                {
                    var plaintext = new InboundConnection(IPAddress.Loopback, default, pod.Workload.Addresses[0], port);
                    var mode = ModeOf(peers.Select(AsWritten), pod.Workload.Namespace, pod.Workload.Name, port, WellKnown.SystemNamespace);
                    Assert.Equal(
                        mode == MtlsMode.Strict,
                        Authorizer.Decide(table.PoliciesOf(pod.Workload), plaintext) is AuthorizationDecision.Denied);
                }
        });

    /// <summary>The mode of a port as Istio's documents tell it: the port's own, the workload's, the namespace's, the mesh's.</summary>
    private static MtlsMode ModeOf(IEnumerable<PeerAuthentication> peers, string ns, string app, int port, string root)
    {
        var oldestFirst = peers.OrderBy(peer => peer.Created ?? DateTimeOffset.MinValue).ThenBy(peer => peer.Key).ToArray();
        var own = ns == root
            ? null
            : oldestFirst.FirstOrDefault(peer => peer.Key.Namespace == ns && peer.Selector?.Matches(App(app)) == true);
        MtlsMode[] fromInnerToOuter =
        [
            own?.Ports.FirstOrDefault(item => item.Port == port)?.Mode ?? MtlsMode.Unset,
            own?.Mode ?? MtlsMode.Unset,
            OfLevel(ns),
            OfLevel(root),
        ];
        return fromInnerToOuter.FirstOrDefault(mode => mode != MtlsMode.Unset, MtlsMode.Permissive);

        MtlsMode OfLevel(string level) =>
            oldestFirst.FirstOrDefault(peer => peer.Key.Namespace == level && peer.Selector is null)?.Mode ?? MtlsMode.Unset;
    }

    private static PeerAuthentication AsWritten(PeerAuthentication peer) => peer with { Key = new(NamespaceOf(peer), peer.Key.Name) };

    private static string NamespaceOf(PeerAuthentication peer) =>
        peer.Key.Namespace == "root" ? WellKnown.SystemNamespace : peer.Key.Namespace;

    private static string Written(PeerAuthentication peer)
    {
        var age = peer.Created is { } created ? $", creationTimestamp: \"{created:yyyy-MM-ddTHH:mm:ssZ}\"" : "";
        var selector = peer.Selector is { } labels ? $"selector: {{matchLabels: {{app: {labels.Requirements[0].Values[0]}}}}}, " : "";
        var ports = peer.Ports.DistinctBy(port => port.Port).Select(port => $"{port.Port}: {{mode: {Upper(port.Mode)}}}");
        return "{apiVersion: security.istio.io/v1, kind: PeerAuthentication, "
            + $"metadata: {{name: {peer.Key.Name}, namespace: {NamespaceOf(peer)}{age}}}, "
            + $"spec: {{{selector}mtls: {{mode: {Upper(peer.Mode)}}}, portLevelMtls: {{{string.Join(", ", ports)}}}}}}}";
    }

    private static string PodOf(string ns, string app) =>
        $"{{apiVersion: v1, kind: Pod, metadata: {{name: {app}, namespace: {ns}, labels: {{app: {app}}}}}, spec: {{containers: [{{name: main}}]}}}}";

    private static string Upper(MtlsMode mode) => mode.ToString().ToUpperInvariant();

    private static LabelSet App(string app) => LabelSet.Create([new("app", app)]);
}
