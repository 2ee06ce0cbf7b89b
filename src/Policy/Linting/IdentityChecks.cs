using System.Collections.Frozen;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether whom policies name is somebody: an identity that some workload of the mesh has.</summary>
internal static class IdentityChecks
{
    public static IEnumerable<Finding> Find(LintedMesh mesh)
    {
        var known = KnownIdentities.Of(Identities(mesh));
        return from cluster in mesh.Clusters
               let named = new Names(mesh, cluster.Cluster, known)
               from policy in cluster.Objects.Of<AuthorizationPolicyManifest>()
               from finding in Find(policy, named)
               where finding is not null
               select finding;
    }

    private static IEnumerable<Finding?> Find(AuthorizationPolicyManifest policy, Names named)
    {
        foreach (var source in policy.Rules.SelectMany(rule => rule.From))
        {
            foreach (var principal in Both(source.Principals))
                yield return named.Principal(policy, principal);
            foreach (var ns in Both(source.Namespaces))
                yield return named.Namespace(policy, ns);
            foreach (var account in Both(source.ServiceAccounts))
                yield return named.ServiceAccount(policy, account);
        }

        foreach (var condition in policy.Rules.SelectMany(rule => rule.When))
        {
            foreach (var value in Both(condition.Values))
            {
                if (condition.Key.Value == "source.principal")
                    yield return named.Principal(policy, value);
                else if (condition.Key.Value == "source.namespace")
                    yield return named.Namespace(policy, value);
                else if (condition.Key.Value == "source.serviceAccount")
                    yield return named.ServiceAccount(policy, value);
            }
        }
    }

    private static IEnumerable<Located<string>> Both(PolicyValues values) => values.Any.Concat(values.None);

    /// <summary>Those of workloads, of Deployments without replicas, and of gateways, whose pods a controller would make.</summary>
    private static IEnumerable<SpiffeId> Identities(LintedMesh mesh)
    {
        foreach (var cluster in mesh.Clusters)
        {
            foreach (var workload in cluster.Cluster.Workloads)
                yield return workload.Identity;
            foreach (var gateway in cluster.Cluster.Gateways.Concat(cluster.Cluster.RemoteGateways))
                yield return gateway.Identity;
            foreach (var deployment in cluster.Objects.Of<DeploymentManifest>())
                yield return Id(deployment, deployment.Template.Spec.ServiceAccountName?.Value ?? "default");
            foreach (var gateway in cluster.Objects.Of<GatewayManifest>())
            {
                yield return Id(gateway, gateway.Meta.Annotations[WellKnown.GatewayServiceAccountAnnotation] ?? gateway.Meta.Name.Value);
                yield return Id(gateway, $"{gateway.Meta.Name.Value}-{gateway.GatewayClassName.Value}");
            }

            SpiffeId Id(Manifest manifest, string account) =>
                account.Contains('/', StringComparison.Ordinal) ? default : new SpiffeId(cluster.Cluster.TrustDomain, manifest.Meta.Namespace.Value, account);
        }
    }

    /// <summary>Who there is, to be found by each part of an identity.</summary>
    private sealed record KnownIdentities(FrozenSet<string> Principals, FrozenSet<string> Namespaces, FrozenSet<NamespacedName> Accounts)
    {
        public static KnownIdentities Of(IEnumerable<SpiffeId> ids)
        {
            var all = ids.Where(id => !id.IsNone).Distinct().ToArray();
            return new KnownIdentities(
                all.Select(id => id.Principal).ToFrozenSet(StringComparer.Ordinal),
                all.Select(id => id.Namespace).ToFrozenSet(StringComparer.Ordinal),
                all.Select(id => new NamespacedName(id.Namespace, id.ServiceAccount)).ToFrozenSet());
        }
    }

    private sealed class Names(LintedMesh mesh, Cluster cluster, KnownIdentities known)
    {
        private readonly PolicyTrust _trust = new(cluster.TrustDomain, cluster.TrustDomainAliases, []);

        public Finding? Principal(AuthorizationPolicyManifest policy, Located<string> principal)
        {
            if (!IsReadable(principal.Value) || principal.Value.StartsWith("spiffe://", StringComparison.Ordinal))
                return null;
            if (Domain(principal.Value) is { } domain)
            {
                if (!IsBelieved(domain))
                    return Finding.Warning(
                        LintCodes.UnbelievedPrincipal,
                        principal.Span,
                        $"{UserText.Quote(principal.Value)} is of trust domain `{domain}`, which cluster `{cluster.Id}` does not believe, so nobody proves to be it",
                        LintedMesh.Meant(domain, Believed) is { } meant ? $"did you mean `{meant}`?" : $"write one of {LintedMesh.List(Believed)}, or federate it",
                        policy.Meta);

                // Who is in a trust domain beyond this mesh is not known here.
                if (mesh.Mesh.Clusters.All(other => other.TrustDomain != domain) && cluster.Federation.Any(bundle => bundle.TrustDomain == domain))
                    return null;
            }

            return _trust.AllOf(StringMatch.Parse(principal.Value)).Any(match => IsAny(match, known.Principals))
                ? null
                : Nobody(policy, principal, "principal", known.Principals);
        }

        public Finding? Namespace(AuthorizationPolicyManifest policy, Located<string> ns)
        {
            return !IsReadable(ns.Value) || IsAny(StringMatch.Parse(ns.Value), known.Namespaces)
                ? null
                : Nobody(policy, ns, "namespace", known.Namespaces);
        }

        public Finding? ServiceAccount(AuthorizationPolicyManifest policy, Located<string> account)
        {
            var own = policy.Meta.Namespace.Value;
            var (ns, name) = account.Value.Split('/') is [var before, var after] ? (before, after) : (own, account.Value);
            if (name.Length == 0 || name.Contains('*', StringComparison.Ordinal) || known.Accounts.Contains(new NamespacedName(ns, name)))
                return null;
            return Nobody(policy, account, "service account", known.Accounts.Select(id => id.Namespace == own ? id.Name : $"{id}"));
        }

        private static bool IsAny(StringMatch match, FrozenSet<string> texts) =>
            match is StringMatch.Exact exact ? texts.Contains(exact.Value) : texts.Any(match.Matches);

        private static Finding Nobody(AuthorizationPolicyManifest policy, Located<string> value, string what, IEnumerable<string> known) => Finding.Warning(
            LintCodes.NobodyNamed,
            value.Span,
            $"{ClusterObjects.Describe(policy)} names the {what} {UserText.Quote(value.Value)}, which no workload of the mesh has",
            LintedMesh.Meant(value.Value, known.Distinct()) is { } meant ? $"did you mean `{meant}`?" : "correct it, or remove it",
            policy.Meta);

        private bool IsBelieved(string domain) => domain == WellKnown.DefaultTrustDomain || TrustDomains.Believes(cluster, domain);

        private IEnumerable<string> Believed =>
            cluster.TrustDomainAliases.Concat(cluster.Federation.Select(bundle => bundle.TrustDomain)).Prepend(cluster.TrustDomain);

        /// <summary>The trust domain of a principal that names a whole one.</summary>
        private static string? Domain(string principal) =>
            principal.IndexOf('/', StringComparison.Ordinal) is > 0 and var end && !principal[..end].Contains('*', StringComparison.Ordinal) ? principal[..end] : null;

        /// <summary>What the compiler does not tell of itself.</summary>
        private static bool IsReadable(string text) =>
            text.Length > 0 && text.AsSpan().Count('*') is var stars && (stars == 0 || (stars == 1 && (text[0] == '*' || text[^1] == '*')));
    }
}
