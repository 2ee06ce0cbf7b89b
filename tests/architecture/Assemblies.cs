using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ScopeMesh.Tests.Architecture;

/// <summary>A compiled project, as its metadata says what it uses.</summary>
internal sealed class CompiledProject
{
    private readonly MetadataReader _metadata;

    private CompiledProject(string name)
    {
        Name = name;
        var file = Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
        Assembly = Assembly.LoadFrom(file);
        _metadata = new PEReader(File.OpenRead(file)).GetMetadataReader();
    }

    public static CompiledProject ScopeLang { get; } = new("ScopeMesh.ScopeLang");

    public static CompiledProject Policy { get; } = new("ScopeMesh.Policy");

    public static CompiledProject Tunnel { get; } = new("ScopeMesh.Tunnel");

    public static CompiledProject Hosts { get; } = new("scopemesh");

    public string Name { get; }

    public Assembly Assembly { get; }

    /// <summary>The projects of ours that it references.</summary>
    public IEnumerable<string> OwnReferences =>
        _metadata.AssemblyReferences
            .Select(handle => _metadata.GetString(_metadata.GetAssemblyReference(handle).Name))
            .Where(name => name.StartsWith("ScopeMesh.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>Every type of another assembly that it uses anywhere, bodies of methods included.</summary>
    public IEnumerable<(string Assembly, string Namespace, string Name)> UsedTypes =>
        _metadata.TypeReferences
            .Select(handle => _metadata.GetTypeReference(handle))
            .Select(type => (AssemblyOf(type), _metadata.GetString(Outermost(type).Namespace), _metadata.GetString(type.Name)));

    /// <summary>Every member of another assembly that it uses anywhere.</summary>
    public IEnumerable<(string Type, string Member)> UsedMembers =>
        from handle in _metadata.MemberReferences
        let member = _metadata.GetMemberReference(handle)
        where member.Parent.Kind == HandleKind.TypeReference
        let type = _metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
        select ($"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}", _metadata.GetString(member.Name));

    private TypeReference Outermost(TypeReference type)
    {
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
            type = _metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        return type;
    }

    private string AssemblyOf(TypeReference type) =>
        Outermost(type).ResolutionScope is { Kind: HandleKind.AssemblyReference } scope
            ? _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)
            : Name;
}
