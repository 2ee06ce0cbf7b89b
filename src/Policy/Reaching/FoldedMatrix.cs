using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>
/// A matrix in which clients with equal rows are one group, and services with equal columns one. Nothing is lost by it:
/// groups have the places of what is in them.
/// </summary>
/// <param name="Clients">The clients, as in the matrix.</param>
/// <param name="Services">The services, as in the matrix.</param>
/// <param name="ClientGroups">For each group the places of its clients, ordered; groups by their first ones.</param>
/// <param name="ServiceGroups">For each group the places of its services, ordered; groups by their first ones.</param>
/// <param name="Outcomes">The cells, as in the matrix.</param>
/// <param name="Rows">For each group of clients and group of services the place of the cell.</param>
public sealed record FoldedMatrix(
    ValueList<ReachClient> Clients,
    ValueList<ReachService> Services,
    ValueList<ValueList<int>> ClientGroups,
    ValueList<ValueList<int>> ServiceGroups,
    ValueList<ReachCell> Outcomes,
    ValueList<ValueList<int>> Rows)
{
    /// <summary>Folds a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    public static FoldedMatrix Of(ReachMatrix matrix)
    {
        var clients = Groups(matrix.Rows);
        var rows = clients.Select(group => matrix.Rows[group[0]]).ToArray();

        // Columns need comparing where rows differ alone: what is equal in each kind of row is equal in all.
        var services = Groups(Enumerable.Range(0, matrix.Services.Count).Select(service => rows.Select(row => row[service]).ToValueList()));
        return new FoldedMatrix(
            matrix.Clients,
            matrix.Services,
            clients,
            services,
            matrix.Outcomes,
            rows.Select(row => services.Select(group => row[group[0]]).ToValueList()).ToValueList());
    }

    /// <summary>What becomes of connections of a group of clients to a group of services.</summary>
    /// <param name="clients">The place of the group of clients.</param>
    /// <param name="services">The place of the group of services.</param>
    public ReachCell this[int clients, int services] => Outcomes[Rows[clients][services]];

    /// <summary>The matrix that was folded.</summary>
    public ReachMatrix Unfold()
    {
        var groupOfService = Places(ServiceGroups, Services.Count);
        var rows = Rows.Select(row => groupOfService.Select(group => row[group]).ToValueList()).ToArray();
        return new ReachMatrix(
            Clients, Services, Outcomes, Places(ClientGroups, Clients.Count).Select(group => rows[group]).ToValueList());
    }

    private static ValueList<ValueList<int>> Groups(IEnumerable<ValueList<int>> lines) => lines
        .Select((line, place) => (line, place))
        .GroupBy(item => item.line, item => item.place)
        .Select(group => group.ToValueList())
        .ToValueList();

    /// <summary>For each item the place of its group.</summary>
    private static int[] Places(ValueList<ValueList<int>> groups, int count)
    {
        var places = new int[count];
        for (var group = 0; group < groups.Count; group++)
        {
            foreach (var item in groups[group])
                places[item] = group;
        }

        return places;
    }
}
