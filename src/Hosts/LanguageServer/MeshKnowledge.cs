using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Editing;

namespace ScopeMesh.Hosts.LanguageServer;

/// <summary>
/// The services and namespaces of a mesh folder, for completion and hover. What cannot be read is reported, and the last
/// good state stays.
/// </summary>
/// <param name="report">Takes what the user should know.</param>
internal sealed class MeshKnowledge(Action<string> report)
{
    private MeshFolder? _folder;
    private string? _fingerprint;
    private MeshCompilation? _compilation;

    /// <summary>What is known now; nothing where no folder is named.</summary>
    public KnownServices Known { get; private set; } = KnownServices.None;

    /// <summary>Reads another folder.</summary>
    public void Follow(string folder)
    {
        _folder = new MeshFolder(folder, MeshFolderLimits.Default);
        _fingerprint = null;
        _compilation = null;
        Refresh();
    }

    /// <summary>Reads the folder again if a file in it has changed.</summary>
    public void Refresh()
    {
        if (_folder is null)
            return;
        try
        {
            var fingerprint = _folder.Fingerprint();
            if (fingerprint == _fingerprint)
                return;
            _compilation = MeshCompiler.Compile(_folder.Read(), _compilation);
            _fingerprint = fingerprint;
            Known = Of(_compilation.Mesh);
        }
        catch (Exception error) when (error is MeshFolderException or IOException or UnauthorizedAccessException)
        {
            report($"{error.Message}; names and labels are offered as they were before");
        }
    }

    private static KnownServices Of(Mesh mesh) => KnownServices.Create(
        mesh.Clusters.SelectMany(cluster => cluster.Services.Select(service => ScopeResolver.Facts(cluster, service))),
        mesh.Clusters.SelectMany(cluster => cluster.Namespaces.Select(ns => (cluster.Id, NamespaceFacts.Known(ns.Name, ns.Labels)))));
}
