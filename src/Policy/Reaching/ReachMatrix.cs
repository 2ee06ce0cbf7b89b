using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>Pods of one owner whose connections all have the same outcomes: a row of the matrix.</summary>
/// <param name="Name">What made the pods, or the pod where nothing did.</param>
/// <param name="Pods">The names of the pods, ordered, at least one.</param>
/// <param name="IsWhole">Whether these are all pods that the name means.</param>
/// <param name="IsEnrolled">Whether they are in the mesh: others are led by Kubernetes alone, in plaintext.</param>
public sealed record ReachClient(WorkloadName Name, ValueList<string> Pods, bool IsWhole, bool IsEnrolled)
{
    /// <summary>The name, and in brackets what else there is to know.</summary>
    public override string ToString()
    {
        var pods = IsWhole ? "" : $" ({string.Join(", ", Pods)})";
        return $"{Name}{pods}{(IsEnrolled ? "" : " (not in the mesh)")}";
    }
}

/// <summary>A service and port that somebody sees: a column of the matrix.</summary>
/// <param name="Host">The full host name.</param>
/// <param name="Port">The service port.</param>
/// <param name="Name">The host name as people write it: without <c>.svc</c> and the domain's suffix.</param>
public sealed record ReachService(string Host, int Port, string Name)
{
    /// <summary><c>NAME:PORT</c>.</summary>
    public override string ToString() => $"{Name}:{Port}";
}

/// <summary>Who reaches what: clients against services.</summary>
/// <param name="Clients">The rows, ordered by name and then by their first pods.</param>
/// <param name="Services">The columns, ordered by host and port.</param>
/// <param name="Outcomes">Every cell that there is, once, in the order in which rows have them first.</param>
/// <param name="Rows">For each client and service the place of its cell among <paramref name="Outcomes"/>.</param>
public sealed record ReachMatrix(
    ValueList<ReachClient> Clients,
    ValueList<ReachService> Services,
    ValueList<ReachCell> Outcomes,
    ValueList<ValueList<int>> Rows)
{
    /// <summary>What becomes of the connections of a client to a service.</summary>
    /// <param name="client">The client's place.</param>
    /// <param name="service">The service's place.</param>
    public ReachCell this[int client, int service] => Outcomes[Rows[client][service]];

    /// <summary>Clients and services that have a cell of a kind, with all of their cells among each other.</summary>
    /// <param name="isWanted">Whether a cell is of the kind.</param>
    public ReachMatrix With(Func<ReachCell, bool> isWanted)
    {
        var wanted = Outcomes.Select(isWanted).ToArray();
        var services = Enumerable.Range(0, Services.Count).Where(service => Rows.Any(row => wanted[row[service]])).ToArray();
        var clients = Enumerable.Range(0, Clients.Count).Where(client => Rows[client].Any(cell => wanted[cell])).ToArray();
        return ReachMatrixDraft.Of(
            clients.Select(client => Clients[client]),
            services.Select(service => Services[service]).ToValueList(),
            clients.Select(client => services.Select(service => this[client, service])));
    }
}
