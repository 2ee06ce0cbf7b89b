using System.Text.Json;
using System.Text.Json.Serialization;

namespace ScopeMesh.Hosts.Admin;

/// <summary>JSON as admin endpoints write it.</summary>
internal static class AdminJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>What somebody else's admin endpoint wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static T? Read<T>(Stream body) => JsonSerializer.Deserialize<T>(body, Options);

    public static IResult Of<T>(T value) => Results.Text(JsonSerializer.Serialize(value, Options), "application/json");
}
