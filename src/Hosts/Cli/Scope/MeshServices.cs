using System.CommandLine;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>A Service of a mesh folder, and the policy of the cluster that defines it.</summary>
/// <param name="Facts">What a policy is told of it.</param>
/// <param name="Policy">The policy that is in force for it.</param>
internal readonly record struct MeshServiceFacts(ScopeFacts Facts, ScopePolicy Policy)
{
    public string FullName => $"{Facts.Cluster}/{Facts.Namespace.Name}/{Facts.Service}";
}

/// <summary>The Services of a mesh folder.</summary>
internal static class MeshServices
{
    public static Option<string?> Option(string description = "take the Services of this mesh folder") =>
        new("--mesh") { Description = description };

    /// <summary>Reads a mesh folder; what was found goes to standard error.</summary>
    /// <exception cref="InputException">There is no such folder, or it has errors.</exception>
    /// <exception cref="MeshFolderException">It is no mesh folder.</exception>
    public static IReadOnlyList<MeshServiceFacts> Read(string folder) => Of(ReadMesh(folder));

    /// <summary>Reads a mesh folder as a whole; what was found goes to standard error.</summary>
    /// <exception cref="InputException">There is no such folder, or it has errors.</exception>
    /// <exception cref="MeshFolderException">It is no mesh folder.</exception>
    public static Mesh ReadMesh(string folder) => MeshReading.Read(folder, Console.Error).Mesh;

    /// <summary>Finds one Service of a mesh folder by <c>CLUSTER/NAMESPACE/NAME</c>.</summary>
    /// <exception cref="InputException">There is no such folder, it has errors, or holds no such Service.</exception>
    /// <exception cref="MeshFolderException">It is no mesh folder.</exception>
    public static MeshServiceFacts Find(ParseResult parsed, string folder, string name)
    {
        if (name.Split('/') is not [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 }])
            throw new InputException(ExitCode.Usage, $"`{name}` is no CLUSTER/NAMESPACE/NAME");
        var found = Of(MeshReading.For(parsed, folder).Mesh).Where(service => service.FullName == name).ToArray();
        return found.Length > 0
            ? found[0]
            : throw new InputException(ExitCode.Unavailable, $"`{folder}` holds no Service `{name}`; `scope eval --mesh` lists those that it holds");
    }

    /// <summary>A row for each Service, after a row of titles: where it is, its scope, and what determined it.</summary>
    /// <param name="services">The Services.</param>
    /// <param name="policy">What decides, in the place of the policies that are in force.</param>
    public static IReadOnlyList<string[]> Rows(IEnumerable<MeshServiceFacts> services, ScopePolicy? policy) =>
    [
        ["CLUSTER", "NAMESPACE", "SERVICE", "SCOPE", "RULES"],
        .. services.Select(service => Row(service.Facts, policy ?? service.Policy)),
    ];

    public static IReadOnlyList<MeshServiceFacts> Of(Mesh mesh) =>
    [
        .. from cluster in mesh.Clusters
           from service in cluster.Services
           select new MeshServiceFacts(ScopeResolver.Facts(cluster, service), cluster.ScopePolicy),
    ];

    private static string[] Row(in ScopeFacts facts, ScopePolicy policy)
    {
        var decision = policy.Decide(in facts);
        return
        [
            facts.Cluster,
            facts.Namespace.Name,
            facts.Service,
            decision.Scope == Scope.Global ? "global" : "local",
            Because(in facts, policy),
        ];
    }

    /// <summary>The rules that determined a scope, or in brackets why none did.</summary>
    /// <param name="facts">The Service.</param>
    /// <param name="policy">What decides.</param>
    public static string Because(in ScopeFacts facts, ScopePolicy policy) => policy.Decide(in facts).Reason switch
    {
        ScopeReason.RuleMatched => DecisionText.Rules(policy.Matches(in facts)),
        ScopeReason.NoRuleMatched => "(no rule matches)",
        ScopeReason.NamespaceUnknown => "(its namespace is not known)",
    };
}
