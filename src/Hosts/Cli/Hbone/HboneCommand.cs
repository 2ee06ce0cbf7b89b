using System.CommandLine;
using ScopeMesh.Tunnel.Hbone;

namespace ScopeMesh.Hosts.Cli.Hbone;

/// <summary><c>scopemesh hbone</c>: one end of HBONE tunnels by itself, with certificates from files and explicit addresses.</summary>
internal static class HboneCommand
{
    private const string Certificates = "--cert server.pem --key server.key --ca ca.pem";

    private enum InnerPool
    {
        On,
        Off,
    }

    public static Command Create() => new("hbone", "Runs one end of HBONE tunnels with certificates from files: to try peers, and to measure.")
    {
        Server(), Gateway(), Client(),
    };

    private static Verb Server()
    {
        var verb = new Verb(
            "server", "Ends tunnels, and connects each to where its CONNECT leads, or to one address.",
            $"scopemesh hbone server --listen 127.0.0.1:15008 {Certificates}");
        var shared = HboneOptions.AddTo(verb);
        var to = HboneOptions.To();
        var dials = new Option<bool>("--dial-authority") { Description = "connect to where each CONNECT leads, which holds without --to" };
        verb.Options.Add(to);
        verb.Options.Add(dials);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(to) is not null && result.GetValue(dials))
                result.AddError("--to and --dial-authority say different things; leave one out");
        });
        verb.SetAction((parsed, stopping) => HboneRun.RunAsync(
            () => shared.Of(parsed),
            run => new TunnelEnd(run, parsed.GetValue(to), Telemetry.ConnectionDirection.Inbound),
            stopping));
        return verb;
    }

    private static Verb Gateway()
    {
        var verb = new Verb(
            "gateway", "Ends outer tunnels, and passes the bytes of each on to one address, unopened.",
            $"scopemesh hbone gateway --listen 127.0.0.1:15008 --to 127.0.0.1:15009 {Certificates}");
        var shared = HboneOptions.AddTo(verb);
        var to = HboneOptions.To();
        to.Required = true;
        verb.Options.Add(to);
        verb.SetAction((parsed, stopping) => HboneRun.RunAsync(
            () => shared.Of(parsed),
            run => new TunnelEnd(run, parsed.GetRequiredValue(to), Telemetry.ConnectionDirection.Relayed),
            stopping));
        return verb;
    }

    private static Verb Client()
    {
        var verb = new Verb(
            "client", "Accepts plain TCP, and carries each connection through a tunnel of its own.",
            "scopemesh hbone client --listen 127.0.0.1:8080 --via 127.0.0.1:15008 --authority 127.0.0.1:80 --cert client.pem --key client.key --ca ca.pem");
        var shared = HboneOptions.AddTo(verb);
        var via = HostOptions.EndPoint("--via", "where the peer listens: ADDRESS:PORT", standard: null);
        var authority = HboneOptions.Authority("--authority", "what to ask the peer for: HOST:PORT");
        authority.Required = true;
        var inner = HboneOptions.Authority("--inner-authority", "what to ask for in an inner tunnel, through a gateway at --via: HOST:PORT");
        var innerPeers = PeerIds.Option("--inner-peer-id", "the identities one of which the inner peer must have; without it any will do");
        var innerPool = ChoiceOption.Create("--inner-pool", "whether connections may share inner tunnels", InnerPool.On);
        Option[] options = [via, authority, inner, innerPeers, innerPool];
        foreach (var option in options)
            verb.Options.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetResult(inner) is not null)
                return;
            foreach (var option in (Option[])[innerPeers, innerPool])
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} is about inner tunnels; name --inner-authority");
        });
        verb.SetAction((parsed, stopping) => HboneRun.RunAsync(
            () => shared.Of(parsed),
            run => new TunnelStart(run, parsed.GetRequiredValue(via), Request(parsed.GetRequiredValue(authority)))
            {
                Inner = parsed.GetValue(inner) is { } inside
                    ? new InnerTunnel(
                        Request(inside), PeerIds.Accepted(parsed.GetValue(innerPeers)), parsed.GetRequiredValue(innerPool) == InnerPool.On)
                    : null,
            },
            stopping));
        return verb;
    }

    private static HboneRequest Request(HboneAuthority authority) => new(authority, HboneHeaders.None);
}
