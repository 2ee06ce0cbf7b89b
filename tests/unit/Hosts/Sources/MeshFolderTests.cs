using ScopeMesh.Hosts.Sources;

namespace ScopeMesh.Tests.Unit.Hosts.Sources;

public sealed class MeshFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_what_belongs_to_a_mesh_and_nothing_else()
    {
        Write("mesh.scope", "# rules");
        Write("notes.txt", "no");
        Write("clusters/east/deep/er/a.yaml", "a");
        Write("clusters/east/b.yml", "b");
        Write("clusters/east/.hidden.yaml", "no");
        Write("clusters/east/mesh.yaml", "trustDomain: east.test");
        Write("clusters/.git/c.yaml", "no");
        var sources = Folder().Read();
        Assert.Equal("# rules", sources.Scope!.Text);
        Assert.Null(sources.Config);
        var east = Assert.Single(sources.Clusters);
        Assert.Equal("east", east.Id);
        Assert.Equal("trustDomain: east.test", east.Config!.Text);
        Assert.Equal(["b", "a"], east.Manifests.Select(manifest => manifest.Text));
    }

    [Theory]
    [InlineData("clusters/east/a.yaml")]
    [InlineData("mesh.scope")]
    [InlineData("clusters/new/a.yaml")]
    public void Changes_its_fingerprint_with_every_file(string file)
    {
        Write("clusters/east/a.yaml", "a");
        var before = Folder().Fingerprint();
        Assert.Equal(before, Folder().Fingerprint());
        Write(file, "something longer");
        Assert.NotEqual(before, Folder().Fingerprint());
    }

    [Fact]
    public void Refuses_more_files_and_larger_ones_than_its_limits()
    {
        Write("clusters/east/a.yaml", "aaaa");
        Write("clusters/east/b.yaml", "b");
        var files = Assert.Throws<MeshFolderException>(() => Folder(new MeshFolderLimits { FilesPerCluster = 1 }).Read());
        Assert.Contains("more than 1 manifest files", files.Message);
        var bytes = Assert.Throws<MeshFolderException>(() => Folder(new MeshFolderLimits { FileBytes = 3 }).Read());
        Assert.Contains("a.yaml` is larger than 3 bytes", bytes.Message);
        Assert.Single(Folder(new MeshFolderLimits { FileBytes = 4, FilesPerCluster = 2 }).Read().Clusters);
    }

    private MeshFolder Folder(MeshFolderLimits? limits = null) => new(_folder, limits ?? MeshFolderLimits.Default);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
