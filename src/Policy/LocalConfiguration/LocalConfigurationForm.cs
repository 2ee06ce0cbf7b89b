using System.Text.Json.Nodes;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>
/// A route table in the shape of ztunnel's local configuration, as JSON has it. What is as it is by default is left out,
/// and so is what the shape has no words for: what is spoken at ports, and the roots of other trust domains.
/// </summary>
public static class LocalConfigurationForm
{
    /// <summary>The table's workloads, services and policies, as <see cref="LocalConfigurationReader"/> reads them.</summary>
    /// <param name="table">The table.</param>
    public static JsonObject Of(RouteTable table) => Fields(
        ("workloads", Items(table.Workloads, LocalWorkloadForm.Of)),
        ("services", Items(table.Services, LocalServiceForm.Of)),
        ("policies", Items(table.Authorizations, LocalPolicyForm.Of)));

    /// <summary>A policy, which ztunnel's dumps show in the same shape.</summary>
    /// <param name="policy">The policy.</param>
    public static JsonNode Of(AuthorizationPolicy policy) => LocalPolicyForm.Of(policy);

    /// <summary>An object of those fields that have a value.</summary>
    internal static JsonObject Fields(params ReadOnlySpan<(string Key, JsonNode? Value)> fields)
    {
        var node = new JsonObject();
        foreach (var (key, value) in fields)
            if (value is not null)
                node[key] = value;
        return node;
    }

    /// <summary>A list.</summary>
    internal static JsonArray Items<T>(IEnumerable<T> values, Func<T, JsonNode> form) => new([.. values.Select(form)]);

    /// <summary>A list, or null where it is empty.</summary>
    internal static JsonArray? Given<T>(ValueList<T> values, Func<T, JsonNode> form) => values.IsEmpty ? null : Items(values, form);

    /// <summary>A text, or null where it is what counts where nothing is said.</summary>
    internal static JsonNode? Given(string text, string unsaid = "") => text == unsaid ? null : JsonValue.Create(text);

    /// <summary><c>true</c>, or null where it is not.</summary>
    internal static JsonNode? Given(bool flag) => flag ? JsonValue.Create(true) : null;

    /// <summary>A value as a text.</summary>
    internal static JsonNode Text<T>(T value) => JsonValue.Create($"{value}");

    /// <summary>Where a waypoint or gateway takes HBONE.</summary>
    internal static JsonNode? Gateway(GatewayAddress? gateway) => gateway is null ? null : Fields(
        ("destination", gateway.Match(addressed => $"{addressed.Address}", named => $"{named.Host}")),
        ("hboneMtlsPort", gateway.HbonePort));

    /// <summary>Service ports, each with the port that it leads to.</summary>
    internal static JsonObject Ports(ValueList<PortMapping> ports)
    {
        var node = new JsonObject();
        foreach (var port in ports)
            node[$"{port.ServicePort}"] = port.TargetPort;
        return node;
    }
}
