using System.CommandLine;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Hosts.Cli.Hbone;

/// <summary>Options that take the identities of peers, separated by commas or one at a time.</summary>
internal static class PeerIds
{
    public static Option<SpiffeId[]> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "ID[,ID…]",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result =>
        {
            var identities = new List<SpiffeId>();
            foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
            {
                if (SpiffeId.TryParse(text, out var identity))
                    identities.Add(identity);
                else
                    result.AddError($"{name} takes spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT, and not `{text}`");
            }

            return [.. identities];
        },
    };

    /// <summary>Who is accepted: those that are named, or anyone where nobody is.</summary>
    public static AcceptedPeers Accepted(SpiffeId[]? named) =>
        named is null or [] ? AcceptedPeers.All : new AcceptedPeers.OneOf(named.ToValueList());
}
