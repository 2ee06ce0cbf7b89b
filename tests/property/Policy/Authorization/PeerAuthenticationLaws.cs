using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Policy.Authorization;

public sealed class PeerAuthenticationLaws
{
    private static readonly Gen<MtlsMode> Mode = Gen.Elements(Enum.GetValues<MtlsMode>());

    private static readonly Gen<PortMtls> Port =
        from port in Gen.Choose(1, 3)
        from mode in Mode
        select new PortMtls(port, mode);

    private static readonly Gen<PeerAuthentication> Peer =
        from ns in Gen.Elements("root", "a", "b")
        from name in Gen.Choose(0, 5)
        from app in Gen.Elements(null, "x", "y")
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

    [Fact]
    public void The_policies_that_a_workload_lists_deny_exactly_who_stays_unknown_at_a_strict_port() =>
        Law.Holds(
            from count in Gen.Choose(0, 6)
            from peers in Peer.ListOf(count)
            from ns in Gen.Elements("root", "a", "b")
            from app in Gen.Elements("x", "y")
            from port in Gen.Choose(1, 4)
            from identity in Gen.Elements(default, new SpiffeId("td", "a", "b"))
            select (Peers: peers.DistinctBy(peer => peer.Key).ToArray(), Namespace: ns, App: app, Port: port, Identity: identity),
            at =>
            {
                var all = PeerAuthentications.Create(at.Peers, "root");
                var decision = Authorizer.Decide(
                    PolicyIndex.Create(all.Policies),
                    at.Namespace,
                    all.PoliciesOf(at.Namespace, App(at.App)),
                    new InboundConnection(IPAddress.Loopback, at.Identity, IPAddress.Loopback, at.Port));
                var isStrict = all.For(at.Namespace, App(at.App)).Of(at.Port) == MtlsMode.Strict;
                Assert.Equal(
                    isStrict && at.Identity.IsNone,
                    decision is AuthorizationDecision.Denied { Why: DenyReason.DenyMatches });
                Assert.False(decision is AuthorizationDecision.Denied { Why: not DenyReason.DenyMatches });
            });

    private static LabelSet App(string app) => LabelSet.Create([new("app", app)]);
}
