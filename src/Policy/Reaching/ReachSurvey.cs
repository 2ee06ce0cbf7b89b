using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>
/// The work of making a matrix, before it is done: who is asked for, and how much it is. Callers that no decision can tell
/// apart are followed once.
/// </summary>
public sealed class ReachSurvey
{
    private readonly MeshView _view;
    private readonly CallerGroups _callers;
    private readonly ValueList<CallerGroup> _groups;
    private readonly Dictionary<WorkloadName, int> _podsOfName;

    private ReachSurvey(MeshView view, ReachQuestion question)
    {
        var pods = view.Mesh.Clusters.SelectMany(cluster => cluster.Pods).Select(pod => pod.Workload).ToArray();
        _view = view;
        _callers = CallerGroups.Of(view);
        _groups = _callers.Group(pods.Where(question.From.Matches));
        _podsOfName = pods.SelectMany(NamesOf).CountBy(name => name).ToDictionary();
        Services = ServicesOf(view).Where(question.To.Matches).ToValueList();
    }

    /// <summary>The columns, ordered by host and port.</summary>
    public ValueList<ReachService> Services { get; }

    /// <summary>How many groups of callers are to be followed.</summary>
    public int Groups => _groups.Count;

    /// <summary>How many pods are asked for.</summary>
    public int Pods => _groups.Sum(group => group.Members.Count);

    /// <summary>How many clients there are at least: one for each owner of pods.</summary>
    public int Clients => _groups.SelectMany(group => group.Members).Select(ReachCells.OwnerOf).Distinct().Count();

    /// <summary>Surveys a mesh.</summary>
    /// <param name="view">The mesh.</param>
    /// <param name="question">Of whom and to what is asked.</param>
    public static ReachSurvey Of(MeshView view, ReachQuestion question) => new(view, question);

    /// <summary>Why there is no matrix of it, and what to do; null where there is one.</summary>
    /// <param name="limits">How large it may be.</param>
    public string? Exceeds(ReachLimits limits)
    {
        var (clients, services) = (Clients, Services.Count);
        return (long)Math.Max(clients, Groups) * services <= limits.Cells
            ? null
            : $"{clients:n0} clients against {services:n0} services are more than {limits.Cells:n0} cells: "
            + "narrow them with `--from CLUSTER/NAMESPACE/NAME` or `--to HOST`, such as `--from 'east/*'`";
    }

    /// <summary>Follows group after group, each when it is asked for: the long part of the work.</summary>
    public IEnumerable<SurveyedRow> Rows() => _groups.SelectMany(Follow);

    /// <summary>The matrix of what was followed.</summary>
    /// <param name="rows">All rows.</param>
    public ReachMatrix Matrix(IEnumerable<SurveyedRow> rows)
    {
        var draft = new ReachMatrixDraft();
        var clients = rows
            .SelectMany(row => row.Pods.Select(pod => (
                Pod: pod, Owner: ReachCells.OwnerOf(pod), IsEnrolled: Journeys.IsCarried(pod), Cells: draft.Row(row.Cells))))
            .GroupBy(row => (row.Owner, row.IsEnrolled, row.Cells), row => row.Pod.Name)
            .Select(group => (
                Client: new ReachClient(
                    group.Key.Owner,
                    group.Order(StringComparer.Ordinal).ToValueList(),
                    group.Count() == _podsOfName[group.Key.Owner],
                    group.Key.IsEnrolled),
                group.Key.Cells))
            .OrderBy(row => row.Client.Name.ToString(), StringComparer.Ordinal)
            .ThenBy(row => row.Client.Pods[0], StringComparer.Ordinal)
            .ToArray();
        var outcomes = draft.Outcomes;
        return ReachMatrixDraft.Of(
            clients.Select(row => row.Client), Services, clients.Select(row => row.Cells.Select(place => outcomes[place])));
    }

    private IEnumerable<SurveyedRow> Follow(CallerGroup group)
    {
        var cells = Services.Select(service => CellOf(group.First, service)).ToValueList();

        // Callers that keep their endpoints have each their own, whatever else they have in common.
        var kept = Enumerable.Range(0, Services.Count).Where(place => _callers.AreKept(group, DestinationOf(Services[place]))).ToArray();
        if (kept.Length == 0)
            return [new SurveyedRow(group.Members, cells)];
        return group.Members.Select(pod => new SurveyedRow(
            [pod],
            Services.Select((service, place) => Array.BinarySearch(kept, place) >= 0 ? CellOf(pod, service) : cells[place]).ToValueList()));
    }

    private ReachCell CellOf(Workload caller, ReachService service) =>
        ReachCells.Of(_view.Mesh, Journeys.Of(_view, caller, DestinationOf(service)));

    /// <summary>What a pod is called: its own name, and that of what made it.</summary>
    private static IEnumerable<WorkloadName> NamesOf(Workload pod)
    {
        var (own, owner) = (new WorkloadName(pod.Cluster, pod.Namespace, pod.Name), ReachCells.OwnerOf(pod));
        return own == owner ? [own] : [own, owner];
    }

    private static Destination DestinationOf(ReachService service) => Destination.Of(service.Host, service.Port);

    /// <summary>What is a Service of some cluster and seen by some node: names of single pods are not.</summary>
    private static IEnumerable<ReachService> ServicesOf(MeshView view)
    {
        var suffix = $".svc.{view.DomainSuffix}";
        var seen = view.Viewpoints
            .Where(viewpoint => viewpoint.Role == ViewpointRole.Node)
            .SelectMany(viewpoint => view.Table(viewpoint).Services)
            .Where(service => view.Index.Find(service.Key) is not null)
            .SelectMany(service => service.Ports.Select(port => (service.Hostname, port.ServicePort)))
            .ToHashSet();
        var hosts = seen.Select(service => service.Hostname).ToHashSet(StringComparer.Ordinal);
        return seen
            .OrderBy(service => service.Hostname, StringComparer.Ordinal)
            .ThenBy(service => service.ServicePort)
            .Select(service => new ReachService(service.Hostname, service.ServicePort, NameOf(service.Hostname)));

        string NameOf(string host) =>
            host.EndsWith(suffix, StringComparison.Ordinal) && !hosts.Contains(host[..^suffix.Length]) ? host[..^suffix.Length] : host;
    }
}

/// <summary>Callers that were followed, and what became of their connections.</summary>
/// <param name="Pods">The callers.</param>
/// <param name="Cells">For each service the cell of all of them.</param>
public sealed record SurveyedRow(ValueList<Workload> Pods, ValueList<ReachCell> Cells);
