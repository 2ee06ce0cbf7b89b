using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Unit.Policy.Authorization;

internal static class Connections
{
    /// <summary>From <c>curl</c> of the namespace <c>sample</c>, at 10.0.0.1, to 10.0.1.2:8080.</summary>
    public static InboundConnection Mutual { get; } = new(
        IPAddress.Parse("10.0.0.1"), new SpiffeId("td", "sample", "curl"), IPAddress.Parse("10.0.1.2"), 8080);

    /// <summary>The same without an identity.</summary>
    public static InboundConnection Plain { get; } = Mutual with { Source = default };

    /// <summary>From somebody else.</summary>
    public static InboundConnection Other { get; } = Mutual with { Source = new SpiffeId("td2", "other", "wget") };
}
