using System.CommandLine;
using System.Net;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Hosts.Cli.Hbone;

/// <summary>The options that all roles take.</summary>
internal sealed class HboneOptions
{
    private readonly Option<IPEndPoint> _listen = HostOptions.EndPoint("--listen", "where to listen: ADDRESS:PORT, port 0 for any free one", standard: null);

    private readonly Option<string> _certificate = new("--cert") { Description = "our certificate, then its intermediates, a PEM file", Required = true };

    private readonly Option<string> _key = new("--key") { Description = "its private key, a PEM file", Required = true };

    private readonly Option<string> _authorities = new("--ca") { Description = "the roots that the peer's certificate must chain to, a PEM file", Required = true };

    private readonly Option<string?> _crl = HostOptions.Crl();

    private readonly Option<Policy.Model.SpiffeId[]> _peers = PeerIds.Option(
        "--peer-id", "the identities one of which the peer must have; without it any SPIFFE identity under --ca will do");

    private readonly Option<bool> _quiet = new("--quiet") { Description = "no line for each connection, failed ones included" };

    private readonly Option<OutputFormat> _format = ChoiceOption.Create(
        "--format", "the lines on standard error: text for people, json for programs", OutputFormat.Text);

    private HboneOptions()
    {
    }

    public static HboneOptions AddTo(Command command)
    {
        var options = new HboneOptions();
        Option[] all = [options._listen, options._certificate, options._key, options._authorities, options._crl, options._peers, options._quiet, options._format];
        foreach (var option in all)
            command.Options.Add(option);
        return options;
    }

    public static Option<IPEndPoint> To()
    {
        var to = HostOptions.EndPoint("--to", "where each tunnel leads, whatever it asks for: ADDRESS:PORT", standard: null);
        to.Required = false;
        return to;
    }

    public static Option<HboneAuthority> Authority(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens is [var token] ? token.Value : "";
            if (HboneAuthority.TryParse(text, out var authority))
                return authority;
            result.AddError($"{name} takes HOST:PORT, and not `{text}`");
            return null;
        },
    };

    /// <exception cref="InputException">A file cannot be used.</exception>
    public HboneSettings Of(ParseResult parsed) => new(
        parsed.GetRequiredValue(_listen),
        PemFiles.Read(parsed.GetRequiredValue(_certificate), parsed.GetRequiredValue(_key), parsed.GetRequiredValue(_authorities)) with
        {
            Revocations = parsed.GetValue(_crl) is null ? null : new RevocationWatch(),
        },
        PeerIds.Accepted(parsed.GetValue(_peers)),
        new HboneLog(Console.Error, parsed.GetRequiredValue(_format), parsed.GetValue(_quiet), TimeProvider.System))
    {
        RevocationFile = parsed.GetValue(_crl),
    };
}
