using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The authorization policies of a cluster, those that enforce its PeerAuthentications among them, and who lists which.</summary>
internal sealed class AuthorizationPlan
{
    private const string PolicyKind = "AuthorizationPolicy";
    private const string PeerKind = "PeerAuthentication";

    private readonly SelectorIndex<NamespacedName> _selecting;
    private readonly PeerAuthentications _peers;

    private AuthorizationPlan(
        IEnumerable<AuthorizationPolicy> policies,
        ImmutableArray<SelectingPolicy> selecting,
        PeerAuthentications peers,
        string systemNamespace)
    {
        _selecting = SelectorIndex<NamespacedName>.Create(selecting.Select(policy => (
            policy.Name.Namespace == systemNamespace ? SelectorIndex<NamespacedName>.EveryNamespace : policy.Name.Namespace,
            policy.Selector,
            policy.Name)));
        _peers = peers;
        Policies = policies.Concat(peers.Policies).OrderBy(policy => policy.Key).ToValueList();
    }

    /// <summary>All policies, ordered by namespace and name.</summary>
    public ValueList<AuthorizationPolicy> Policies { get; }

    /// <summary>Compiles the policies of a cluster.</summary>
    /// <param name="objects">Its objects.</param>
    /// <param name="unreadable">The policies and PeerAuthentications that cannot be read.</param>
    /// <param name="trust">The trust domains that policies may speak of.</param>
    /// <param name="systemNamespace">The namespace whose policies hold for the mesh.</param>
    /// <param name="bag">Where findings go.</param>
    public static AuthorizationPlan Compile(
        ClusterObjects objects,
        ImmutableArray<RejectedManifest> unreadable,
        PolicyTrust trust,
        string systemNamespace,
        DiagnosticBag bag)
    {
        var policies = ImmutableArray.CreateBuilder<AuthorizationPolicy>();
        var selecting = ImmutableArray.CreateBuilder<SelectingPolicy>();
        foreach (var manifest in objects.Of<AuthorizationPolicyManifest>())
        {
            var compiled = AuthorizationPolicyCompiler.Compile(manifest, systemNamespace, trust);
            bag.AddRange(compiled.Diagnostics);
            if (compiled.Policy is not { } policy)
                continue;
            policies.Add(policy);

            // Workloads list those of their namespace and of the mesh too: so a node knows when it has all of them.
            selecting.Add(new SelectingPolicy(policy.Key, compiled.Selector ?? LabelSelector.Everything));
        }

        selecting.AddRange(unreadable.Where(rejected => rejected.Kind == PolicyKind).Select(policy => KeptClosed(policy, systemNamespace, bag)));
        return new AuthorizationPlan(policies, selecting.ToImmutable(), Peers(objects, unreadable, systemNamespace, bag), systemNamespace);
    }

    /// <summary>
    /// The authorization policies and PeerAuthentications of a file that cannot be read. Where more are mentioned than
    /// were found, one stands for those whose very name is unreadable.
    /// </summary>
    public static IEnumerable<RejectedManifest> Unreadable(SourceText source, ManifestRead read) =>
        Unreadable(PolicyKind, read.Manifests.Count(manifest => manifest is AuthorizationPolicyManifest), source, read)
            .Concat(Unreadable(PeerKind, read.Manifests.Count(manifest => manifest is PeerAuthenticationManifest), source, read));

    /// <summary>The policies that a workload lists, in order, each once.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="labels">Its labels.</param>
    public ValueList<NamespacedName> Of(string ns, LabelSet labels)
    {
        var names = _selecting.Find(ns, labels);
        names.AddRange(_peers.PoliciesOf(ns, labels));
        return names switch
        {
            [] => [],
            [var only] => [only],
            _ => names.Distinct().Order().ToValueList(),
        };
    }

    private static IEnumerable<RejectedManifest> Unreadable(string kind, int valid, SourceText source, ManifestRead read)
    {
        var rejected = read.Rejected.Where(manifest => manifest.Kind == kind).ToArray();
        var isBroken = read.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error);
        return isBroken && Regex.Count(source.Text, kind) > rejected.Length + valid
            ? [.. rejected, new RejectedManifest(kind, null, null, SourceSpan.OfFile(source.File))]
            : rejected;
    }

    /// <summary>
    /// What a policy that cannot be read may be about lists it, and nobody knows it, so that nobody is let in: the policy
    /// may have been there to keep somebody out.
    /// </summary>
    private static SelectingPolicy KeptClosed(RejectedManifest policy, string systemNamespace, DiagnosticBag bag)
    {
        var name = NameOf(policy, systemNamespace);
        bag.Warning(
            CompilationCodes.UnreadablePolicy,
            policy.Span,
            $"AuthorizationPolicy `{name}` cannot be read; at a first start nobody reaches the pods that it may be about",
            "correct it");
        return new SelectingPolicy(name, LabelSelector.Everything);
    }

    private static PeerAuthentications Peers(
        ClusterObjects objects, ImmutableArray<RejectedManifest> unreadable, string systemNamespace, DiagnosticBag bag)
    {
        var manifests = objects.Of<PeerAuthenticationManifest>();
        bag.AddRange(PeerAuthenticationChecks.Find(manifests, systemNamespace));
        var closed = unreadable.Where(rejected => rejected.Kind == PeerKind).ToArray();
        foreach (var peer in closed)
            bag.Warning(
                AuthorizationCodes.UnreadablePeerAuthentication,
                peer.Span,
                $"PeerAuthentication `{NameOf(peer, systemNamespace)}` cannot be read; at a first start the pods that it may be about take no plaintext",
                "correct it");
        return PeerAuthentications.Create(
            manifests.Select(PeerAuthentication.Of), closed.Select(peer => NameOf(peer, systemNamespace).Namespace), systemNamespace);
    }

    private static NamespacedName NameOf(RejectedManifest rejected, string systemNamespace) =>
        new(rejected.Namespace ?? systemNamespace, rejected.Name ?? "unreadable");
}
