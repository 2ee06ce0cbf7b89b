using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>
/// The tokens by which node proxies and gateways first show who they are. Only their hashes are kept, so whoever
/// reads the file of a control plane cannot come as somebody else.
/// </summary>
internal sealed class BootstrapTokens
{
    private const int TokenBytes = 32;
    private const string Scheme = "Bearer ";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private readonly ValueList<(byte[] Hash, CallerIdentity Caller)> _known;

    private BootstrapTokens(ValueList<(byte[] Hash, CallerIdentity Caller)> known) => _known = known;

    public static BootstrapTokens None { get; } = new([]);

    /// <summary>Makes a token for a caller; only who gets it ever sees it.</summary>
    /// <param name="caller">Whom it names.</param>
    /// <param name="random">Fills bytes with chance.</param>
    public (BootstrapTokens Tokens, string Token) Issue(CallerIdentity caller, RandomBytes random)
    {
        var bytes = new byte[TokenBytes];
        random(bytes);
        var token = Convert.ToHexStringLower(bytes);
        return (new BootstrapTokens(_known.Add((Hash(token), caller))), token);
    }

    /// <summary>Whom the headers of a call name.</summary>
    public bool TryAuthenticate(
        Metadata headers, [NotNullWhen(true)] out CallerIdentity? caller, [NotNullWhen(false)] out string? error)
    {
        caller = null;
        if (headers.GetValue(IstioHeaders.Authorization) is not { } header)
            error = "it shows no token";
        else if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            error = "it shows something else than a bearer token";
        else
            error = (caller = Find(header[Scheme.Length..].Trim())) is null ? "its token is unknown" : null;
        return caller is not null;
    }

    /// <summary>As JSON: hashes and whom they name.</summary>
    public string Print() => JsonSerializer.Serialize(
        _known.Select(entry => new Entry(
            Convert.ToHexStringLower(entry.Hash),
            entry.Caller.Kind,
            entry.Caller.Namespace,
            entry.Caller.ServiceAccount,
            entry.Caller.Node)),
        s_json);

    /// <summary>Reads what <see cref="Print"/> wrote.</summary>
    public static bool TryParse(
        string json,
        CertificateLimits limits,
        [NotNullWhen(true)] out BootstrapTokens? tokens,
        [NotNullWhen(false)] out string? error)
    {
        tokens = null;
        try
        {
            var entries = JsonSerializer.Deserialize<Entry[]>(json, s_json) ?? [];
            if (entries.Length > limits.Tokens)
                error = $"there are {entries.Length} tokens, and {limits.Tokens} are allowed";
            else if (entries.FirstOrDefault(entry => !IsHash(entry.Sha256)) is { } odd)
                error = $"`{odd.Sha256}` is not a SHA-256 hash in hexadecimal";
            else
                error = null;
            if (error is not null)
                return false;
            tokens = new BootstrapTokens(entries.Select(entry => (
                Convert.FromHexString(entry.Sha256),
                new CallerIdentity(entry.Kind, entry.Namespace, entry.ServiceAccount, entry.Node))).ToValueList());
            return true;
        }
        catch (JsonException e)
        {
            error = $"the tokens are not valid JSON of the expected form at `{e.Path}`, line {e.LineNumber + 1}";
            return false;
        }
    }

    private CallerIdentity? Find(string token)
    {
        var hash = Hash(token);
        CallerIdentity? found = null;
        // Every entry is compared in full: how long it takes says nothing about what is known.
        foreach (var (known, caller) in _known)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = caller;
        }
        return found;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static bool IsHash(string text) =>
        text.Length == 2 * SHA256.HashSizeInBytes && text.All(char.IsAsciiHexDigit);

    private sealed record Entry(
        string Sha256, CallerKind Kind, string Namespace, string ServiceAccount, string? Node = null);
}
