namespace ScopeMesh.Tunnel.Pooling;

/// <summary>What is known of one inner tunnel that is open.</summary>
/// <param name="Endpoint">Which endpoint is at its end, where that has been said; tunnels of one endpoint say the same.</param>
/// <param name="Streams">How many connections go through it.</param>
/// <param name="AgeSeconds">How long it has been there.</param>
/// <param name="Share">What part of the greatest age it lives for, from 0 to 1: so that not all end together.</param>
/// <param name="TakesMore">Whether its peer takes more connections at all.</param>
internal readonly record struct InnerTunnelFacts(string? Endpoint, int Streams, double AgeSeconds, double Share, bool TakesMore);

/// <summary>What to do about a connection that wants an inner tunnel.</summary>
/// <param name="Use">The place of the tunnel to use; -1 for none, and then one has to be waited for.</param>
/// <param name="Grow">Whether another tunnel is to be opened, in the background where one is used.</param>
/// <param name="Retire">The place of a tunnel that takes no more connections, to make room; -1 for none.</param>
internal readonly record struct InnerChoice(int Use, bool Grow, int Retire = -1);

/// <summary>
/// How connections are spread over the endpoints behind a gateway. A tunnel leads to one endpoint, which the gateway
/// chooses, so that one tunnel for all would put all load on one. There are as many tunnels as there are endpoints,
/// more where the gateway chose the same twice; a connection takes the less loaded of two endpoints by chance; and tunnels
/// get old, so that endpoints that are new get their share.
/// </summary>
internal static class InnerPoolPolicy
{
    // The youngest that an old tunnel may be, as a part of the greatest age.
    private const double LeastShare = 0.75;
    private const int TriesPerEndpoint = 4;
    private const int TriesPerWanted = 8;
    private const int LeastTries = 12;
    private const int MaxDoublings = 3;

    /// <summary>Whether a tunnel is too old for another connection.</summary>
    public static bool IsOld(in InnerTunnelFacts tunnel, TunnelLimits limits) =>
        tunnel.AgeSeconds >= limits.InnerTunnelMaxAgeSeconds * (LeastShare + ((1 - LeastShare) * tunnel.Share));

    /// <summary>Chooses.</summary>
    /// <param name="tunnels">The tunnels that are open.</param>
    /// <param name="capacity">How many endpoints there are behind the gateway, as far as is known.</param>
    /// <param name="isDialling">Whether one is being opened.</param>
    /// <param name="secondsSinceGrowth">How long ago the last one was begun.</param>
    /// <param name="inVain">How many of those that were opened last led where others lead.</param>
    /// <param name="roll">Chance.</param>
    /// <param name="limits">The bounds.</param>
    public static InnerChoice Choose(
        ReadOnlySpan<InnerTunnelFacts> tunnels,
        long capacity,
        bool isDialling,
        double secondsSinceGrowth,
        int inVain,
        ulong roll,
        TunnelLimits limits)
    {
        var use = LessLoaded(tunnels, roll, limits);
        var wanted = (int)Math.Clamp(capacity, 1, Math.Max(1, limits.MaxInnerTunnelsPerKey / TriesPerEndpoint));
        var young = Count(tunnels, limits, out var endpoints, out var room);
        var hasPlace = tunnels.Length < limits.MaxInnerTunnelsPerKey;
        if (isDialling)
            return new InnerChoice(use, Grow: false);
        if (use < 0 || room <= limits.MaxStreamsPerInnerTunnel / 4)
            return new InnerChoice(use, Grow: hasPlace);
        if (endpoints >= wanted)
            return new InnerChoice(use, Grow: false);
        if (young < wanted)
            return new InnerChoice(use, Grow: hasPlace);
        if (!hasPlace || secondsSinceGrowth < Patience(inVain, wanted, limits))
            return new InnerChoice(use, Grow: false);
        // The gateway chose an endpoint again that there is a tunnel to; another try takes the place of that.
        return new InnerChoice(use, Grow: true, Superfluous(tunnels, use, limits));
    }

    /// <summary>
    /// How long to wait before the gateway is asked again, in seconds. By chance it takes some tries to find all; when they
    /// were enough for that, the others may not be there at all.
    /// </summary>
    private static int Patience(int inVain, int wanted, TunnelLimits limits)
    {
        var beyond = inVain - ((wanted * TriesPerWanted) + LeastTries);
        return beyond < 0 ? 0 : limits.InnerTunnelRetrySeconds << Math.Min(beyond, MaxDoublings);
    }

    /// <summary>The tunnel with the fewest connections of the less loaded of two endpoints by chance.</summary>
    private static int LessLoaded(ReadOnlySpan<InnerTunnelFacts> tunnels, ulong roll, TunnelLimits limits)
    {
        Span<int> firsts = stackalloc int[tunnels.Length];
        var endpoints = 0;
        for (var i = 0; i < tunnels.Length; i++)
        {
            if (IsUsable(tunnels[i], limits) && !HasEarlier(tunnels, i, limits))
                firsts[endpoints++] = i;
        }
        if (endpoints == 0)
            return -1;
        var one = (int)((uint)roll % (uint)endpoints);
        var other = endpoints == 1 ? one : (one + 1 + (int)((uint)(roll >> 32) % (uint)(endpoints - 1))) % endpoints;
        var chosen = Load(tunnels, firsts[other]) < Load(tunnels, firsts[one]) ? firsts[other] : firsts[one];
        return Emptiest(tunnels, chosen, limits);
    }

    private static bool IsUsable(in InnerTunnelFacts tunnel, TunnelLimits limits) =>
        tunnel.TakesMore && tunnel.Streams < limits.MaxStreamsPerInnerTunnel && !IsOld(tunnel, limits);

    /// <summary>Of a tunnel whose endpoint is not known it is taken for another one.</summary>
    private static bool LeadToOne(in InnerTunnelFacts one, in InnerTunnelFacts other) =>
        one.Endpoint is not null && one.Endpoint == other.Endpoint;

    private static bool HasEarlier(ReadOnlySpan<InnerTunnelFacts> tunnels, int place, TunnelLimits limits)
    {
        for (var i = 0; i < place; i++)
        {
            if (IsUsable(tunnels[i], limits) && LeadToOne(tunnels[i], tunnels[place]))
                return true;
        }
        return false;
    }

    private static int Load(ReadOnlySpan<InnerTunnelFacts> tunnels, int place)
    {
        var load = tunnels[place].Streams;
        for (var i = 0; i < tunnels.Length; i++)
        {
            if (i != place && LeadToOne(tunnels[i], tunnels[place]))
                load += tunnels[i].Streams;
        }
        return load;
    }

    private static int Emptiest(ReadOnlySpan<InnerTunnelFacts> tunnels, int place, TunnelLimits limits)
    {
        var emptiest = place;
        for (var i = 0; i < tunnels.Length; i++)
        {
            if (LeadToOne(tunnels[i], tunnels[place]) && IsUsable(tunnels[i], limits) && tunnels[i].Streams < tunnels[emptiest].Streams)
                emptiest = i;
        }
        return emptiest;
    }

    /// <summary>How many tunnels are not old, to how many endpoints they lead, and how many connections they have room for.</summary>
    private static int Count(ReadOnlySpan<InnerTunnelFacts> tunnels, TunnelLimits limits, out int endpoints, out int room)
    {
        var young = 0;
        (endpoints, room) = (0, 0);
        for (var i = 0; i < tunnels.Length; i++)
        {
            if (IsOld(tunnels[i], limits) || !tunnels[i].TakesMore)
                continue;
            young++;
            room += Math.Max(0, limits.MaxStreamsPerInnerTunnel - tunnels[i].Streams);
            var isFirst = true;
            for (var j = 0; j < i && isFirst; j++)
                isFirst = IsOld(tunnels[j], limits) || !tunnels[j].TakesMore || !LeadToOne(tunnels[i], tunnels[j]);
            if (isFirst)
                endpoints++;
        }
        return young;
    }

    /// <summary>The emptiest tunnel to an endpoint to which another one leads, but for the one that is to be used; -1 for none.</summary>
    private static int Superfluous(ReadOnlySpan<InnerTunnelFacts> tunnels, int use, TunnelLimits limits)
    {
        var emptiest = -1;
        for (var i = 0; i < tunnels.Length; i++)
        {
            if (i == use || !IsUsable(tunnels[i], limits) || (emptiest >= 0 && tunnels[i].Streams >= tunnels[emptiest].Streams))
                continue;
            for (var j = 0; j < tunnels.Length; j++)
            {
                if (j == i || !IsUsable(tunnels[j], limits) || !LeadToOne(tunnels[i], tunnels[j]))
                    continue;
                emptiest = i;
                break;
            }
        }
        return emptiest;
    }
}
