using System.Reflection;
using System.Runtime.CompilerServices;

namespace ScopeMesh.Tests.Architecture;

/// <summary>What the pure projects may not do: wait, look at a clock, draw a number, touch the outside, or change.</summary>
public sealed class PurityTests
{
    private static readonly string[] BannedTypes =
    [
        "System.Random", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.IO.File", "System.IO.Directory",
        "System.IO.FileInfo", "System.IO.FileStream", "System.IO.StreamReader", "System.Net.Dns", "System.Console",
        "System.Threading.Thread", "System.Threading.Timer", "System.Security.Cryptography.RandomNumberGenerator",
    ];

    private static readonly string[] BannedMembers =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow", "System.Guid.NewGuid",
    ];

    private static readonly Type[] MutableCollections =
        [typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(SortedDictionary<,>), typeof(Queue<>), typeof(Stack<>)];

    public static TheoryData<string> PureProjects => [CompiledProject.ScopeLang.Name, CompiledProject.Policy.Name];

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void Nothing_outside_is_touched(string name)
    {
        var project = Project(name);
        Assert.DoesNotContain(
            project.UsedTypes,
            type => BannedTypes.Contains($"{type.Namespace}.{type.Name}")
                || type.Namespace is "System.Threading.Tasks" or "System.Net.Http"
                || (type.Namespace == "System.Net.Sockets" && type.Name != "AddressFamily")
                || type.Namespace.StartsWith("Microsoft.Extensions", StringComparison.Ordinal));
        Assert.DoesNotContain(project.UsedMembers, member => BannedMembers.Contains($"{member.Type}.{member.Member}"));

        // Iterators ask for the thread that they run on; nothing else may be asked of the environment.
        Assert.All(
            project.UsedMembers.Where(member => member.Type == "System.Environment"),
            member => Assert.Equal("get_CurrentManagedThreadId", member.Member));
    }

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void Nothing_public_can_be_set(string name)
    {
        foreach (var type in Types(name).Where(type => type.IsVisible))
        {
            var settable = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
                .Where(property => property.SetMethod is { IsPublic: true } setter
                    && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)));
            Assert.Empty(settable.Select(property => $"{type}.{property.Name}"));
            var fields = type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
                .Where(field => field is { IsInitOnly: false, IsLiteral: false } && !type.IsEnum);
            Assert.Empty(fields.Select(field => $"{type}.{field.Name}"));
        }
    }

    [Theory]
    [MemberData(nameof(PureProjects))]
    public void No_static_state_changes(string name)
    {
        var statics = Types(name)
            .Where(type => !IsGenerated(type))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsLiteral);
        Assert.All(statics, field =>
        {
            Assert.True(field.IsInitOnly, $"{field.DeclaringType}.{field.Name} can change");
            var type = field.FieldType;
            Assert.False(
                type.IsGenericType && MutableCollections.Contains(type.GetGenericTypeDefinition()),
                $"{field.DeclaringType}.{field.Name} is a collection that can change");
        });
    }

    private static CompiledProject Project(string name) =>
        name == CompiledProject.ScopeLang.Name ? CompiledProject.ScopeLang : CompiledProject.Policy;

    private static Type[] Types(string name) => Project(name).Assembly.GetTypes();

    /// <summary>What the compiler makes to cache delegates and hold constants.</summary>
    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.Name.StartsWith('<');
}
