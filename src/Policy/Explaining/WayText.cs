using System.Globalization;
using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Ways and where they end, in words: what the wire carries.</summary>
internal static class WayText
{
    /// <summary>What kind of way a decision is, in one word as traces have it.</summary>
    public static string Kind(RouteDecision decision) => decision.Match(
        tunnel => tunnel.IsToWaypoint ? "a tunnel to its waypoint" : "a tunnel",
        _ => "a double tunnel",
        _ => "a plain connection",
        unresolved => Kind(unresolved.Pattern),
        _ => "nothing");

    /// <summary>A part of one in percent.</summary>
    public static string Percent(double part) => part is > 0 and < 0.001
        ? "<0.1%"
        : string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.#}%");

    /// <summary>What the wire carries, each way that is taken.</summary>
    public static IEnumerable<string> Of(Journey journey) => journey.Taken.SelectMany(way => Of(journey.Source, way));

    /// <summary>Where a way ends.</summary>
    public static string Of(Arrival arrival) => arrival.Match(
        delivered => $"{delivered.At.Display} at {delivered.Target.Address}, {delivered.By}"
            + (delivered.IsWaypoint ? "; it is a waypoint, whose rules decide further" : ""),
        at => at.At is { } known
            ? $"{known.Display}{(at.Address is null ? "" : $" at {at.Address}")}, which no node proxy guards"
            : $"{at.Address?.ToString() ?? "an address that DNS gives"}, which is outside of the mesh",
        unread => $"behind {unread.Through.Display}, in a cluster that is not read",
        stopped => $"refused by {By(stopped)} ({stopped.Reason}): {stopped.Message}");

    private static string By(Arrival.Stopped stopped) => stopped.Stage switch
    {
        Stage.Route => "the caller's node proxy",
        Stage.OuterTunnel => "the outer tunnel",
        Stage.Gateway => "the gateway",
        Stage.Identity => $"the tunnel to {stopped.At?.Display}",
        Stage.Inbound => $"the node proxy of {stopped.At?.Display}",
        Stage.Authorization => $"the policies of {stopped.At?.Display}",
    };

    private static IEnumerable<string> Of(Workload source, Way way)
    {
        var part = $"{Percent(way.Part),5}  ";
        var decision = way.Decision.Carried();
        var host = (way.Decision as RouteDecision.Unresolved)?.Host;
        var lines = decision.Match<IEnumerable<string>>(
            tunnel =>
            [
                $"HBONE to {At(tunnel.Address, host)} as {source.Identity}, expecting {Any(tunnel.Expected)}",
                $"CONNECT {tunnel.Authority}",
            ],
            crossing =>
            [
                $"outer HBONE to gateway {crossing.Gateway.Display} at {At(crossing.Address, host)} as {source.Identity}, expecting {Any(crossing.OuterExpected)}",
                $"CONNECT {crossing.Authority}",
                $"inner HBONE to whom the gateway chooses, as {source.Identity}, expecting {Any(crossing.InnerExpected)}",
                $"CONNECT {crossing.Authority}, x-forwarded-network: {source.Network}",
                .. Forwarded(way),
            ],
            plain => [$"TCP to {At(plain.Address, host)}, without a tunnel"],
            _ => [],
            refused => [$"none ({Kebab.Of(refused.Reason)}): {refused.Message}"]);
        return lines.Select((line, place) => place == 0 ? part + line : new string(' ', part.Length) + line);
    }

    private static IEnumerable<string> Forwarded(Way way)
    {
        foreach (var end in way.Ends.Where(end => end.Tier == 0))
        {
            if (end.Forwarded is GatewayDecision.Forward forward)
                yield return $"the gateway sends {Percent(end.Part)} to {forward.To.Display} at {forward.Address}";
            if (end.Forwarded is GatewayDecision.Refused refused)
                yield return $"the gateway refuses ({Kebab.Of(refused.Reason)}): {refused.Message}";
        }
    }

    private static string At(IPEndPoint address, string? host) => host is null ? address.ToString() : $"{host}:{address.Port}";

    private static string Any(ValueList<SpiffeId> identities) => string.Join(" or ", identities);
}
