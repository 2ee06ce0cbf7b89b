using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Bench.Policy;

/// <summary>Route tables: made from nothing, changed by one pod, and asked.</summary>
internal static class TableBench
{
    private const int Lookups = 1_000;

    public static IEnumerable<Table> Run()
    {
        foreach (var size in TableParts.Sizes)
            yield return Creation(new TableParts(size));
        var parts = new TableParts(TableParts.Sizes[^1]);
        yield return Change(parts);
        yield return Lookup(parts);
    }

    /// <summary>Bytes that a workload and a service need in a table of the largest size, with and without what it indexes.</summary>
    public static IEnumerable<string> Memory()
    {
        var (withWorkloads, size) = (Held(TableParts.Sizes[^1], withServices: false), TableParts.Sizes[^1]);
        var withAll = Held(size, withServices: true);
        yield return $"  {"a workload, itself",-44} {withWorkloads.Parts / size,12:N0} bytes";
        yield return $"  {"a workload, in a table with its hash",-44} {withWorkloads.Table / size,12:N0} bytes more";
        yield return $"  {"a service, itself",-44} {(withAll.Parts - withWorkloads.Parts) / (size / TableParts.WorkloadsPerService),12:N0} bytes";
        yield return $"  {"a service, in a table with its hash",-44} {(withAll.Table - withWorkloads.Table) / (size / TableParts.WorkloadsPerService),12:N0} bytes more";
    }

    private static Table Creation(TableParts parts) => new(
        $"a table of {parts.Workloads.Count:N0} workloads and {parts.Services.Count:N0} services from its parts",
        Series.Run(
            [
                new("RouteTable.Create", () => Once(parts.Create().Viewpoint)),
                new("RouteTable.Create and ContentHash", () => Once(parts.Create().ContentHash)),
            ],
            rounds: 5,
            turn: TimeSpan.FromMilliseconds(50)));

    private static Table Change(TableParts parts)
    {
        var before = parts.Create();
        var hash = before.ContentHash;
        var pod = parts.Workloads[parts.Workloads.Count / 2];
        var changes = new[] { HealthStatus.Unhealthy, HealthStatus.Healthy }
            .Select(status => RouteTableDelta.Empty with { Workloads = [pod with { Status = status, Node = "other" }] })
            .ToArray();
        var after = changes[0].Apply(before);
        var anew = RouteTable.Create(after.Viewpoint, after.Services, after.Workloads, after.Authorizations);
        if (after.ContentHash == hash || after.ContentHash != anew.ContentHash)
            throw new InvalidOperationException("a changed table is not what it would be from nothing");
        return new Table(
            $"one pod of {parts.Workloads.Count:N0} changed",
            Series.Run(
                [
                    new("a table anew, and its hash", () => Once(parts.Create().ContentHash)),
                    new("RouteTableDelta.Apply", () => Repeat(i => changes[i % 2].Apply(before).Viewpoint)),
                    new("RouteTableDelta.Apply, and the hash", () => Repeat(i => changes[i % 2].Apply(before).ContentHash)),
                    new("RouteTableDelta.Between", () => Repeat(_ => RouteTableDelta.Between(before, after).Workloads[0])),
                    new("RouteTableDelta.Between, nothing shared", () => Once(RouteTableDelta.Between(before, anew).Workloads[0])),
                ],
                rounds: 5,
                turn: TimeSpan.FromMilliseconds(50)));
    }

    private static Table Lookup(TableParts parts)
    {
        var table = parts.Create();
        var (pods, services) = (Sample(parts.Workloads), Sample(parts.Services));
        var (uids, keys) = (pods.Select(pod => pod.Uid).ToArray(), services.Select(service => service.Key).ToArray());
        var dictionary = table.Workloads.ToDictionary(pod => pod.Uid, StringComparer.Ordinal);
        var hosts = services.Select(service => service.Hostname).ToArray();
        var (addresses, virtuals) = (pods.Select(pod => pod.Addresses[0]).ToArray(), services.Select(service => service.Addresses[0].Address).ToArray());
        return new Table(
            $"one lookup in a table of {parts.Workloads.Count:N0} workloads, of {Lookups:N0} keys in turn",
            Series.Run(
                [
                    new("a dictionary of workloads by uid", () => Repeat(i => dictionary[uids[i]])),
                    new("FindWorkload", () => Repeat(i => table.FindWorkload(uids[i]))),
                    new("FindService", () => Repeat(i => table.FindService(keys[i]))),
                    new("FindByHostname", () => Repeat(i => table.FindByHostname(hosts[i], "ns-1"))),
                    new("FindByVirtualAddress", () => Repeat(i => table.FindByVirtualAddress(TableParts.Network, virtuals[i], "ns-1"))),
                    new("FindByVirtualAddress, in no range", () => Repeat(i => table.FindByVirtualAddress(TableParts.Network, addresses[i], "ns-1") ?? (object)table)),
                    new("FindByAddress", () => Repeat(i => table.FindByAddress(TableParts.Network, addresses[i]))),
                    new("EndpointsOf", () => Repeat(i => table.EndpointsOf(keys[i])[0])),
                ],
                rounds: 5,
                turn: TimeSpan.FromMilliseconds(50)));
    }

    private static (long Parts, long Table) Held(int size, bool withServices)
    {
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var (services, workloads) = (withServices ? TableParts.ServicesOf(size) : [], TableParts.WorkloadsOf(size));
        var parts = GC.GetTotalMemory(forceFullCollection: true);
        var table = RouteTable.Create(TableParts.Viewpoint, services, workloads, []);
        GC.KeepAlive(table.ContentHash);
        var held = (parts - start, GC.GetTotalMemory(forceFullCollection: true) - parts);
        GC.KeepAlive((services, workloads, table));
        return held;
    }

    private static T[] Sample<T>(ValueList<T> items) =>
        [.. Enumerable.Range(0, Lookups).Select(i => items[(int)((long)i * 7_919 % items.Count)])];

    private static int Once(object made) => made is null ? 0 : 1;

    private static int Repeat(Func<int, object?> work)
    {
        for (var i = 0; i < Lookups; i++)
        {
            if (work(i) is null)
                throw new InvalidOperationException("something is not found");
        }

        return Lookups;
    }
}
