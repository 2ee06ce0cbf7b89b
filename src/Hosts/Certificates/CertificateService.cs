using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.WellKnownTypes;
using ScopeMesh.Hosts.Certificates.Protos;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>
/// Signs certificates for callers that show a token: for themselves, and for a node proxy also for the identities
/// of its pods, which <c>runsThere</c> knows. Callers learn that they were refused; the log says why.
/// </summary>
internal sealed partial class CertificateService(
    CertificateAuthority authority,
    Func<BootstrapTokens> tokens,
    Func<CallerIdentity, SpiffeId, bool> runsThere,
    TimeProvider time,
    ILogger<CertificateService> logger)
{
    public void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGrpcUnary(
            CertificateWire.CreateCertificate, (request, context) => Task.FromResult(Create(request, context)));

    private IstioCertificateResponse Create(IstioCertificateRequest request, ServerCallContext context)
    {
        if (!tokens().TryAuthenticate(context.RequestHeaders, out var caller, out var error))
            throw Refuse(context, "somebody", error);
        if (!TryChooseIdentity(caller, request.Metadata, out var identity, out error))
            throw Refuse(context, caller.ToString(), error);
        return authority.Sign(request.Csr, identity, Lifetime(request), time.GetUtcNow()).Match(
            issued =>
            {
                Log.Signed(logger, identity, caller);
                var response = new IstioCertificateResponse();
                response.CertChain.AddRange(issued.Chain);
                return response;
            },
            refused => throw Refuse(context, caller.ToString(), refused.Reason));
    }

    private bool TryChooseIdentity(
        CallerIdentity caller, Struct? metadata, out SpiffeId identity, [NotNullWhen(false)] out string? error)
    {
        identity = new SpiffeId(authority.TrustDomain, caller.Namespace, caller.ServiceAccount);
        error = null;
        if (metadata is null || !metadata.Fields.TryGetValue(CertificateWire.ImpersonatedIdentity, out var asked))
            return true;
        var own = identity;
        if (!SpiffeId.TryParse(asked.StringValue, out identity))
            error = $"`{asked.StringValue}` is not a SPIFFE identity";
        else if (identity == own)
            return true;
        else if (caller.Kind != CallerKind.Node)
            error = $"it asks for `{identity}`, and only node proxies may ask for others";
        else if (!runsThere(caller, identity))
            error = $"it asks for `{identity}`, and no pod of that identity runs on its node";
        return error is null;
    }

    /// <summary>
    /// Seconds that no time span holds are as much as the longest that one does: more than is allowed.
    /// </summary>
    private static TimeSpan Lifetime(IstioCertificateRequest request) =>
        TimeSpan.FromSeconds(Math.Clamp(request.ValidityDuration, 0, (long)TimeSpan.MaxValue.TotalSeconds - 1));

    private RpcException Refuse(ServerCallContext context, string caller, string reason)
    {
        Log.Refused(logger, caller, context.Peer, reason);
        return new RpcException(StatusCode.Unauthenticated, "request authenticate failure");
    }

    private static partial class Log
    {
        [LoggerMessage(3201, LogLevel.Information, "signed a certificate of {Identity} for {Caller}")]
        public static partial void Signed(ILogger logger, SpiffeId identity, CallerIdentity caller);

        [LoggerMessage(3202, LogLevel.Warning, "refused {Caller} at {Peer} a certificate: {Reason}")]
        public static partial void Refused(ILogger logger, string caller, string peer, string reason);
    }
}
