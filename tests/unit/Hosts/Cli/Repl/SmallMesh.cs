using ScopeMesh.Hosts.Cli;
using ScopeMesh.Hosts.Cli.Repl;

namespace ScopeMesh.Tests.Unit.Hosts.Cli.Repl;

/// <summary>A mesh folder of two clusters: <c>east/shop</c> has web and db, <c>west/shop</c> has web.</summary>
internal sealed class SmallMesh : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("scopemesh-");

    public SmallMesh()
    {
        Write("mesh.scope", "");
        Write("clusters/east/shop.yaml", $"{Namespace}{Pod("web", "10.244.0.1")}{Pod("db", "10.244.0.2")}{Service("db")}{Service("two", "[{name: a, port: 80}, {name: b, port: 81}]")}");
        Write("clusters/west/shop.yaml", $"{Namespace}{Pod("web", "10.244.0.3")}");
    }

    private static string Namespace =>
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}

        """;

    public static string Service(string name, string ports = "[{port: 80}]") =>
        $$"""
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: {{name}}, namespace: shop}
        spec: {selector: {app: {{name}}}, ports: {{ports}}}

        """;

    public MeshSession Session(OutputFormat format = OutputFormat.Text) =>
        new(new HeldMesh(_folder.FullName, TextWriter.Null), format);

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Pod(string name, string address) =>
        $$$"""
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: {{{name}}}, namespace: shop, labels: {app: {{{name}}}}}
        spec: {containers: [{name: c, image: i}]}
        status: {podIP: {{{address}}}, phase: Running, conditions: [{type: Ready, status: "True"}]}

        """;
}
