using System.Collections.Immutable;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// Texts to a mesh. An error keeps the last good state of its cluster alone (at a first start: the rest of it that
/// is valid); a reference that does not resolve is a warning and leaves out what refers.
/// </summary>
public static class MeshCompiler
{
    /// <summary>Compiles the texts of a mesh. The same texts in any order give equal meshes.</summary>
    /// <param name="sources">The texts.</param>
    /// <param name="previous">What was in force before, or null at a first start.</param>
    /// <param name="memory">What compilations before have remembered, and this one remembers; it changes nothing of what it gives.</param>
    public static MeshCompilation Compile(
        MeshSources sources, MeshCompilation? previous = null, CompilationMemory? memory = null)
    {
        var bag = new DiagnosticBag();
        var config = MeshConfigReader.Read(sources.Config, bag) ?? previous?.Config ?? MeshConfig.Default;
        var policy = PolicyPlan.Compile(
            sources.Scope, sources.Config, PolicyPlan.Default, previous?.ScopePolicy, bag);
        var common = new Common(config, policy, previous, memory ?? new CompilationMemory());
        var compiled = Compile(Unique(sources.Clusters, previous, bag), common, bag);
        var clusters = compiled.Select(state => state.Cluster).ToImmutableArray();
        ReportGone(sources, previous, bag);
        ReportUnnamedNetworks(clusters, sources, bag);
        ReportSharedAddresses(clusters, sources, bag);
        var incomplete = compiled.Where(state => state.IsIncomplete).Select(state => state.Cluster.Id).ToValueList();
        var mesh = new Mesh(new ValueList<Cluster>(clusters));
        MeshChecks.Report(mesh, id => sources.Clusters.First(present => present.Id == id).Folder, bag);
        return new MeshCompilation(mesh, policy, config, incomplete, bag.ToOrderedList());
    }

    /// <summary>
    /// All clusters, each knowing the trust domains of all. A cluster whose last good state stays in force may have another
    /// one than it asks for now, which turns out only when it is compiled; then all are compiled once more.
    /// </summary>
    private static ImmutableArray<CompiledCluster> Compile(
        ImmutableArray<ClusterSources> clusters, Common common, DiagnosticBag bag)
    {
        var asked = clusters
            .Select(cluster => new ClusterTrustDomain(cluster.Id, TrustDomainOf(ConfigOf(cluster, common, new DiagnosticBag()))))
            .ToValueList();
        var (compiled, found) = CompileAll(asked);
        var inForce = compiled.Select(state => new ClusterTrustDomain(state.Cluster.Id, state.Cluster.TrustDomain)).ToValueList();
        if (inForce != asked)
            (compiled, found) = CompileAll(inForce);
        bag.AddRange(found.ToOrderedList());
        return compiled;

        (ImmutableArray<CompiledCluster> Compiled, DiagnosticBag Found) CompileAll(ValueList<ClusterTrustDomain> domains)
        {
            var findings = new DiagnosticBag();
            return ([.. clusters.Select(cluster => Compile(cluster, common, domains, findings))], findings);
        }
    }

    private static CompiledCluster Compile(
        ClusterSources sources, Common common, ValueList<ClusterTrustDomain> domains, DiagnosticBag bag)
    {
        var previous = common.Previous;
        var lastGood = previous?.Mesh.Find(sources.Id);
        var own = new DiagnosticBag();
        var policy = PolicyPlan.Compile(sources.Scope, sources.Config, common.ScopePolicy, lastGood?.ScopePolicy, bag);
        var config = ConfigOf(sources, common, own);
        var trust = new PolicyTrust(TrustDomainOf(config), config.TrustDomainAliases ?? [], domains);
        var (cluster, found) = common.Memory.Compile(sources, policy, config, trust);
        own.AddRange(found);
        bag.AddRange(own.ToOrderedList());

        // A cluster that never was without errors has no good state to go back to.
        if (!own.HasErrors || lastGood is null || previous!.Incomplete.Contains(sources.Id))
            return new CompiledCluster(cluster, own.HasErrors);
        bag.Warning(
            CompilationCodes.LastGoodCluster,
            SourceSpan.OfFile(sources.Folder),
            $"cluster `{sources.Id}` has errors; its last state without stays in force");
        return new CompiledCluster(lastGood with { ScopePolicy = policy }, false);
    }

    /// <summary>A cluster's own values, and the common ones for what it does not set.</summary>
    private static MeshConfig ConfigOf(ClusterSources sources, Common common, DiagnosticBag bag) =>
        (MeshConfigReader.Read(sources.Config, bag) ?? MeshConfig.Default).Over(common.Config);

    private static string TrustDomainOf(MeshConfig config) => config.TrustDomain ?? WellKnown.DefaultTrustDomain;

    /// <summary>
    /// The clusters, ordered by id. Of ids that differ in case only the one that is in force already goes on, else the
    /// first counts; what is no id is left out.
    /// </summary>
    private static ImmutableArray<ClusterSources> Unique(
        ValueList<ClusterSources> clusters, MeshCompilation? previous, DiagnosticBag bag)
    {
        var seen = new Dictionary<string, ClusterSources>(StringComparer.OrdinalIgnoreCase);
        var unique = ImmutableArray.CreateBuilder<ClusterSources>();
        var ordered = clusters
            .OrderBy(cluster => previous?.Mesh.Find(cluster.Id) is null)
            .ThenBy(cluster => cluster.Id, StringComparer.Ordinal);
        foreach (var cluster in ordered)
        {
            if (!seen.TryAdd(cluster.Id, cluster))
            {
                bag.Error(
                    CompilationCodes.DuplicateCluster,
                    SourceSpan.OfFile(cluster.Folder),
                    $"`{cluster.Folder}` and `{seen[cluster.Id].Folder}` both claim the cluster id `{cluster.Id.ToLowerInvariant()}`",
                    "rename one of the folders");
            }
            else if (LabelSyntax.ExplainValue(cluster.Id) is { } why)
            {
                bag.Error(
                    CompilationCodes.InvalidClusterId,
                    SourceSpan.OfFile(cluster.Folder),
                    $"`{cluster.Id}` is no cluster id: {why}",
                    "rename the folder");
            }
            else
            {
                unique.Add(cluster);
            }
        }

        return [.. unique.OrderBy(cluster => cluster.Id, StringComparer.Ordinal)];
    }

    private static void ReportGone(MeshSources sources, MeshCompilation? previous, DiagnosticBag bag)
    {
        foreach (var cluster in previous?.Mesh.Clusters ?? [])
        {
            if (sources.Clusters.Any(present => present.Id == cluster.Id))
                continue;
            bag.Warning(
                CompilationCodes.ClusterGone,
                SourceSpan.OfFile($"clusters/{cluster.Id}"),
                $"the folder of cluster `{cluster.Id}` is gone, and with it the cluster",
                "put it back if the cluster is still wanted");
        }
    }

    private static void ReportUnnamedNetworks(
        ImmutableArray<Cluster> clusters, MeshSources sources, DiagnosticBag bag)
    {
        if (clusters.Length < 2)
            return;
        foreach (var cluster in clusters.Where(cluster => cluster.Network.Length == 0))
        {
            bag.Warning(
                CompilationCodes.NoNetwork,
                SourceSpan.OfFile(sources.Clusters.First(present => present.Id == cluster.Id).Folder),
                $"cluster `{cluster.Id}` names no network, so it shares one with every other that names none",
                $"label its Namespace `{WellKnown.SystemNamespace}` with `{WellKnown.NetworkLabel}`");
        }
    }

    /// <summary>Addresses may overlap between networks, and within one they may not.</summary>
    private static void ReportSharedAddresses(ImmutableArray<Cluster> clusters, MeshSources sources, DiagnosticBag bag)
    {
        var owners = new Dictionary<NetworkAddress, Pod>();
        var pods = clusters.SelectMany(cluster => cluster.Pods.Select(pod => (cluster, pod)));
        foreach (var (cluster, pod) in pods)
        {
            if (pod.Workload.NetworkMode == NetworkMode.HostNetwork)
                continue;
            foreach (var address in pod.Workload.Addresses.Select(ip => new NetworkAddress(pod.Workload.Network, ip)))
            {
                if (owners.TryAdd(address, pod) || owners[address].Workload.Cluster == cluster.Id)
                    continue;
                bag.Warning(
                    CompilationCodes.SharedAddress,
                    SourceSpan.OfFile(sources.Clusters.First(present => present.Id == cluster.Id).Folder),
                    $"pods `{owners[address].Workload.Display}` and `{pod.Workload.Display}` both have {address.Address} in network `{address.Network}`",
                    "give the clusters different `podCIDR`s, or networks of their own");
            }
        }
    }

    /// <summary>What holds for clusters that say nothing else.</summary>
    private sealed record Common(
        MeshConfig Config, ScopePolicy ScopePolicy, MeshCompilation? Previous, CompilationMemory Memory);

    /// <summary>A cluster, and whether it never was without errors.</summary>
    private sealed record CompiledCluster(Cluster Cluster, bool IsIncomplete);
}
