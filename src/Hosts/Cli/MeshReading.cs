using System.CommandLine;
using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Cli;

/// <summary>A mesh folder as it was read at one time.</summary>
/// <param name="folder">The folder.</param>
/// <param name="sources">The texts that were there.</param>
/// <param name="compilation">What they give.</param>
internal sealed class MeshReading(string folder, MeshSources sources, MeshCompilation compilation)
{
    private readonly Lazy<MeshView> _view = new(() => MeshView.Of(compilation.Mesh));

    public string Folder => folder;

    public MeshSources Sources => sources;

    public MeshCompilation Compilation => compilation;

    public Mesh Mesh => compilation.Mesh;

    /// <summary>The mesh as all of its hosts see it, whose tables are made once.</summary>
    public MeshView View => _view.Value;

    /// <summary>The mesh that a verb is to look at: the one that is held for it, or else what the folder holds now.</summary>
    /// <exception cref="InputException">There is no such folder, or it has errors.</exception>
    /// <exception cref="MeshFolderException">It is no mesh folder.</exception>
    public static MeshReading For(ParseResult parsed, string folder) =>
        parsed.InvocationConfiguration is HeldInvocation { Reading: var held } && held.Folder == folder
            ? held
            : Read(folder, parsed.InvocationConfiguration.Error);

    /// <summary>Reads a mesh folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="errors">Where what was found goes.</param>
    /// <exception cref="InputException">There is no such folder, or it has errors.</exception>
    /// <exception cref="MeshFolderException">It is no mesh folder.</exception>
    public static MeshReading Read(string folder, TextWriter errors)
    {
        if (!Directory.Exists(folder))
            throw new InputException(ExitCode.Unavailable, $"there is no folder `{folder}`");
        var sources = new MeshFolder(folder, MeshFolderLimits.Default).Read();
        var compilation = MeshCompiler.Compile(sources);
        foreach (var diagnostic in compilation.Diagnostics)
            errors.WriteLine(diagnostic);
        return compilation.HasErrors
            ? throw new InputException(ExitCode.Invalid, $"the mesh folder `{folder}` has errors")
            : new MeshReading(folder, sources, compilation);
    }
}

/// <summary>How a verb is run over a mesh that is held already.</summary>
/// <param name="reading">The mesh.</param>
internal sealed class HeldInvocation(MeshReading reading) : InvocationConfiguration
{
    public MeshReading Reading => reading;
}
