using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>Puts the rules that capture traffic into a network namespace, and takes them away, by nft(8) and ip(8).</summary>
/// <param name="netns">The namespace, a path or a name of ip-netns(8); null for the process's own.</param>
internal sealed class Redirection(string? netns)
{
    private const string NamedNamespaces = "/run/netns";

    /// <summary>Puts the rules in, in the place of those that are there.</summary>
    /// <param name="settings">The ports and the mark.</param>
    /// <param name="answers">How answers to a borrowed address come back.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>How they come back now, which is by packet where sockets cannot be marked.</returns>
    /// <exception cref="RedirectionException">They cannot be put in.</exception>
    public async Task<AnswerRouting> ApplyAsync(CaptureSettings settings, AnswerRouting answers, CancellationToken cancellationToken)
    {
        await RunAsync("nft", "-f -", RedirectRules.Nftables(settings), cancellationToken);
        await RouteAsync(settings, cancellationToken);
        await RemoveProgramsAsync(settings, cancellationToken);
        if (!await TryMarkSocketsAsync(answers, cancellationToken) || answers == AnswerRouting.Packet)
            return AnswerRouting.Packet;
        await RunAsync("nft", "-f -", RedirectRules.NftablesOfMarkedSockets(settings), cancellationToken);
        return AnswerRouting.Socket;
    }

    /// <summary>Puts in the rules that lead programs' connections by routes, in the place of those that are there.</summary>
    /// <param name="settings">The ports and the mark.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="RedirectionException">They cannot be put in, or the namespace has no address.</exception>
    public async Task ApplyRoutesAsync(CaptureSettings settings, CancellationToken cancellationToken)
    {
        var addresses = new List<(string Family, string Address)>();
        foreach (var family in RedirectRules.Families(settings))
        {
            if (RouteRules.FirstAddress(await RunAsync("ip", RouteRules.ShowAddresses(family), "", cancellationToken)) is { } address)
                addresses.Add((family, address));
        }

        if (addresses.Count == 0)
            throw new RedirectionException("the network namespace has no address yet that connections could come from; give it one first");
        // What cannot be put in is found before anything is changed. After that nothing gets out in between: a connection that is led back and
        // not yet taken is refused.
        var rules = RouteRules.Nftables(settings);
        await RunAsync("nft", "-c -f -", rules, cancellationToken);
        await RunAsync("sysctl", RouteRules.ValidateByMark, "", cancellationToken);
        foreach (var (family, address) in addresses)
        {
            await RunAsync("ip", RouteRules.ReplaceRoute(family, address), "", cancellationToken);
            foreach (var (preference, rule) in RouteRules.Rules(settings, family))
                await PutRuleAsync(family, preference, rule, cancellationToken);
        }

        await RunAsync("nft", "-f -", rules, cancellationToken);
        string[] others = [.. RedirectRules.AllFamilies.Except(addresses.Select(address => address.Family))];
        await RemoveRulesAsync(settings, others, [.. RouteRules.Preferences], RouteRules.FlushRoutes, cancellationToken);
        await RemoveAnswersAsync(settings, cancellationToken);
    }

    /// <summary>Puts a rule of routing in its place; one that is there already is left alone, so that it holds all the time.</summary>
    private async Task PutRuleAsync(string family, int preference, string rule, CancellationToken cancellationToken)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"pref {preference}");
        var shown = (await RunAsync("ip", $"{family} rule show {place}", "", cancellationToken)).Trim();
        if (shown.EndsWith($"from all {rule}", StringComparison.Ordinal))
            return;
        await RemoveRuleAsync(family, preference, cancellationToken);
        await RunAsync("ip", $"{family} rule add {rule} {place}", "", cancellationToken);
    }

    private async Task RouteAsync(CaptureSettings settings, CancellationToken cancellationToken)
    {
        foreach (var family in RedirectRules.Families(settings))
        {
            await PutRuleAsync(family, RedirectRules.RulePreference, RedirectRules.Rule, cancellationToken);
            await RunAsync("ip", RedirectRules.ReplaceRoute(family), "", cancellationToken);
        }
    }

    /// <summary>Takes the rules away, if they are there.</summary>
    /// <exception cref="RedirectionException">They cannot be taken away.</exception>
    public async Task RemoveAsync(CaptureSettings settings, CancellationToken cancellationToken)
    {
        await RunAsync("nft", "-f -", RedirectRules.NoNftables, cancellationToken);
        await RemoveAnswersAsync(settings, cancellationToken);
        await RemoveProgramsAsync(settings, cancellationToken);
    }

    private async Task RemoveAnswersAsync(CaptureSettings settings, CancellationToken cancellationToken)
    {
        await TryMarkSocketsAsync(AnswerRouting.Packet, cancellationToken);
        await RemoveRulesAsync(settings, RedirectRules.AllFamilies, [RedirectRules.RulePreference], RedirectRules.FlushRoutes, cancellationToken);
    }

    private Task RemoveProgramsAsync(CaptureSettings settings, CancellationToken cancellationToken) =>
        RemoveRulesAsync(settings, RedirectRules.AllFamilies, [.. RouteRules.Preferences], RouteRules.FlushRoutes, cancellationToken);

    /// <summary>Takes rules of routing away, and their routes: of IPv6 too where it is no longer taken, as long as there is any.</summary>
    private async Task RemoveRulesAsync(
        CaptureSettings settings, IEnumerable<string> families, int[] preferences, Func<string, string> flush, CancellationToken cancellationToken)
    {
        foreach (var family in families)
        {
            try
            {
                var wereThere = false;
                foreach (var preference in preferences)
                    wereThere |= await RemoveRuleAsync(family, preference, cancellationToken);
                if (wereThere)
                    await RunAsync("ip", flush(family), "", cancellationToken);
            }
            catch (RedirectionException) when (!RedirectRules.Families(settings).Contains(family))
            {
                // The kernel has no IPv6.
            }
        }
    }

    /// <summary>Takes a rule of routing away; whether it was there.</summary>
    private async Task<bool> RemoveRuleAsync(string family, int preference, CancellationToken cancellationToken)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"pref {preference}");
        if ((await RunAsync("ip", $"{family} rule show {place}", "", cancellationToken)).Trim().Length == 0)
            return false;
        await RunAsync("ip", $"{family} rule del {place}", "", cancellationToken);
        return true;
    }

    /// <summary>Whether accepted sockets take marks now, or no longer do, as asked: a container's system settings may be read-only.</summary>
    private async Task<bool> TryMarkSocketsAsync(AnswerRouting answers, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync("sysctl", RedirectRules.MarkAnswers(answers), "", cancellationToken);
            return true;
        }
        catch (RedirectionException)
        {
            return false;
        }
    }

    private async Task<string> RunAsync(string program, string arguments, string input, CancellationToken cancellationToken)
    {
        var start = netns is null
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo("nsenter", $"--net={PathOf(netns)} {program} {arguments}");
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Start(start);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new RedirectionException($"`{program} {arguments}` failed: {FirstLine(await errors)}; it takes root, and a kernel with nftables");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new RedirectionException($"`{start.FileName}` cannot be started: {error.Message}; install nftables, iproute2 and util-linux");
        }
    }

    private static string PathOf(string netns) => netns.Contains('/', StringComparison.Ordinal) ? netns : $"{NamedNamespaces}/{netns}";

    private static string FirstLine(string text) => text.Trim().Split('\n')[0];
}

/// <summary>The rules of a network namespace could not be changed.</summary>
internal sealed class RedirectionException(string message) : Exception(message);
