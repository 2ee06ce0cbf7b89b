using System.Text.Json.Nodes;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Editors;

/// <summary>The executable as a language server, with a client of another make at the other end of its pipes.</summary>
public sealed class LanguageServerTests : IDisposable
{
    private const string Uri = "file:///policies/shop.scope";
    private const string Diagnostics = "textDocument/publishDiagnostics";

    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");
    private int _version;

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Fact]
    public async Task Somebody_writes_a_policy_from_a_mistake_to_the_end()
    {
        await using var client = LanguageClient.Start("--mesh", _mesh);
        await InitializeAsync(client);

        await OpenAsync(client, "let optIn = service(istio.io/global=true)\nglobal \"opt-in\" wen optIn\n");
        var finding = Assert.Single((await client.NextAsync(Diagnostics))["diagnostics"]!.AsArray())!;
        Assert.Equal("SL001", finding["code"]!.GetValue<string>());
        Assert.Equal("expected `when`, found `wen`; did you mean `when`?", finding["message"]!.GetValue<string>());
        Assert.Equal((1, 16, 19), RangeOf(finding));

        var action = Assert.Single((await client.RequestAsync(
            "textDocument/codeAction", new { textDocument = TextDocument, range = Range(1, 17, 17), context = new { diagnostics = Array.Empty<object>() } }))!.AsArray())!;
        Assert.Equal("Change to `when`", action["title"]!.GetValue<string>());
        var edit = Assert.Single(action["edit"]!["changes"]![Uri]!.AsArray())!;
        Assert.Equal(((1, 16, 19), "when"), (RangeOf(edit), edit["newText"]!.GetValue<string>()));

        await ChangeAsync(client, "let optIn = service(istio.io/global=true)\nglobal \"opt-in\" when optIn and ns(istio)\n");
        Assert.Empty((await client.NextAsync(Diagnostics))["diagnostics"]!.AsArray());

        var hover = (await client.RequestAsync("textDocument/hover", At(1, 23)))!["contents"]!["value"]!.GetValue<string>();
        Assert.Contains("let optIn = service(istio.io/global=true)", hover);
        Assert.Contains("4 of 7 services match: `east/sample/helloworld`", hover);

        var keys = (await client.RequestAsync("textDocument/completion", At(1, 39)))!["items"]!.AsArray();
        var key = Assert.Single(keys, item => item!["label"]!.GetValue<string>() == "topology.istio.io/network")!;
        Assert.Equal((1, 34, 39), RangeOf(key["textEdit"]!));

        await ChangeAsync(client, "let optIn=service(istio.io/global=true)\nglobal \"opt-in\" when optIn\n");
        Assert.Empty((await client.NextAsync(Diagnostics))["diagnostics"]!.AsArray());
        var renamed = (await client.RequestAsync("textDocument/rename", At(0, 5, new { newName = "wanted" })))!["changes"]![Uri]!.AsArray();
        Assert.Equal([(0, 4, 9), (1, 21, 26)], renamed.Select(change => RangeOf(change!)));
        Assert.All(renamed, change => Assert.Equal("wanted", change!["newText"]!.GetValue<string>()));
        var formatted = Assert.Single((await client.RequestAsync(
            "textDocument/formatting", new { textDocument = TextDocument, options = new { tabSize = 4, insertSpaces = true } }))!.AsArray())!;
        Assert.Equal("let optIn = service(istio.io/global=true)\n", formatted["newText"]!.GetValue<string>());

        await client.NotifyAsync("textDocument/didClose", new { textDocument = TextDocument });
        Assert.Empty((await client.NextAsync(Diagnostics))["diagnostics"]!.AsArray());
        Assert.Null(await client.RequestAsync("shutdown", null));
        await client.NotifyAsync("exit", null);
        Assert.Equal((0, ""), await client.EndAsync());
    }

    [Fact]
    public async Task A_place_has_a_definition_uses_an_outline_folds_and_colours()
    {
        await using var client = LanguageClient.Start();
        await InitializeAsync(client);
        await OpenAsync(client, "let a = true\nglobal \"x\" when a\ntest \"t\" {\n  expect global by \"x\"\n}\n");

        Assert.Equal((0, 4, 5), RangeOf((await client.RequestAsync("textDocument/definition", At(1, 16)))!));
        Assert.Equal((1, 7, 10), RangeOf((await client.RequestAsync("textDocument/definition", At(3, 20)))!));
        var uses = await client.RequestAsync("textDocument/references", At(1, 8, new { context = new { includeDeclaration = true } }));
        Assert.Equal([(1, 7, 10), (3, 19, 22)], uses!.AsArray().Select(use => RangeOf(use!)));
        var symbols = (await client.RequestAsync("textDocument/documentSymbol", new { textDocument = TextDocument }))!.AsArray();
        Assert.Equal(["a", "x", "t"], symbols.Select(symbol => symbol!["name"]!.GetValue<string>()));
        var fold = Assert.Single((await client.RequestAsync("textDocument/foldingRange", new { textDocument = TextDocument }))!.AsArray())!;
        Assert.Equal((2, 4), (fold["startLine"]!.GetValue<int>(), fold["endLine"]!.GetValue<int>()));
        var data = (await client.RequestAsync("textDocument/semanticTokens/full", new { textDocument = TextDocument }))!["data"]!.AsArray();
        Assert.Equal([0, 0, 3, 0, 0, 0, 4, 1, 2, 1], data.Take(10).Select(number => number!.GetValue<int>()));
        var (code, why) = await client.RefusedAsync("textDocument/rename", At(0, 4, new { newName = "not" }));
        Assert.Equal((-32803, "`not` is a word of the language and cannot name a `let`"), (code, why));
    }

    [Fact]
    public async Task Labels_are_those_of_the_mesh_as_it_is_now()
    {
        await using var client = LanguageClient.Start();
        await InitializeAsync(client, new { mesh = _mesh });
        var registered = await client.NextAsync("client/registerCapability");
        Assert.Equal("workspace/didChangeWatchedFiles", registered["registrations"]![0]!["method"]!.GetValue<string>());
        await OpenAsync(client, "global when service(shop.example/tier=)\n");
        Assert.Empty(await LabelsAsync(client, 0, 38));

        await File.WriteAllTextAsync(Path.Combine(_mesh, "clusters", "east", "new.yaml"), """
            apiVersion: v1
            kind: Service
            metadata: { name: new, namespace: sample, labels: { shop.example/tier: gold } }
            spec: { ports: [{ port: 80 }] }
            """);
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = Array.Empty<object>() });
        Assert.Equal(["gold"], await LabelsAsync(client, 0, 38));

        // What cannot be read leaves what was known, and says so where it does not disturb.
        Directory.Move(Path.Combine(_mesh, "clusters"), Path.Combine(_mesh, "gone"));
        await client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = Array.Empty<object>() });
        Assert.Equal(["gold"], await LabelsAsync(client, 0, 38));
        await client.NotifyAsync("exit", null);
        var (exitCode, errors) = await client.EndAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("is no mesh folder", errors);
    }

    [Fact]
    public async Task A_clients_mistakes_are_answered_and_end_nothing()
    {
        await using var client = LanguageClient.Start();
        Assert.Equal(-32002, (await client.RefusedAsync("textDocument/hover", At(0, 0))).Code);
        await OpenAsync(client, "too early");
        await InitializeAsync(client);
        Assert.Equal(-32600, (await client.RefusedAsync("initialize", new { })).Code);
        Assert.Equal(-32601, (await client.RefusedAsync("textDocument/nothing", new { })).Code);
        foreach (var parameters in new object?[]
            { null, new { }, new object[] { 1, "two" }, new { textDocument = 7 }, new { textDocument = TextDocument, position = new { line = "x" } }, new { textDocument = (object?)null } })
        {
            var (code, message) = await client.RefusedAsync("textDocument/hover", parameters);
            Assert.Equal(-32602, code);
            Assert.DoesNotContain("ScopeMesh.Hosts", message);
        }

        await client.NotifyAsync("textDocument/didOpen", new { textDocument = "none" });
        await client.NotifyAsync("textDocument/didChange", new { textDocument = new { uri = Uri, version = 9 }, contentChanges = new[] { 1 } });
        Assert.Null(await client.RequestAsync("textDocument/hover", At(0, 0)));
        await OpenAsync(client, "global when true\n");
        Assert.NotNull(await client.RequestAsync("textDocument/hover", At(0, 0)));
        Assert.NotNull(await client.RequestAsync("textDocument/hover", At(-5, 3)));
        Assert.NotNull(await client.RequestAsync("textDocument/hover", At(0, int.MaxValue)));
        Assert.Null(await client.RequestAsync("shutdown", null));
        Assert.Equal(-32600, (await client.RefusedAsync("textDocument/hover", At(0, 0))).Code);
    }

    private static readonly object TextDocument = new { uri = Uri };

    private static async Task InitializeAsync(LanguageClient client, object? initializationOptions = null)
    {
        var result = await client.RequestAsync("initialize", new
        {
            processId = Environment.ProcessId,
            rootUri = (string?)null,
            initializationOptions,
            capabilities = new { workspace = new { didChangeWatchedFiles = new { dynamicRegistration = true } } },
        });
        Assert.Equal("scopemesh", result!["serverInfo"]!["name"]!.GetValue<string>());
        await client.NotifyAsync("initialized", new { });
    }

    private Task OpenAsync(LanguageClient client, string text) => client.NotifyAsync(
        "textDocument/didOpen", new { textDocument = new { uri = Uri, languageId = "scope", version = ++_version, text } });

    private Task ChangeAsync(LanguageClient client, string text) => client.NotifyAsync(
        "textDocument/didChange", new { textDocument = new { uri = Uri, version = ++_version }, contentChanges = new[] { new { text } } });

    private static async Task<string[]> LabelsAsync(LanguageClient client, int line, int character) =>
        [.. (await client.RequestAsync("textDocument/completion", At(line, character)))!["items"]!.AsArray()
            .Select(item => item!["label"]!.GetValue<string>())];

    private static JsonObject At(int line, int character, object? more = null)
    {
        var parameters = System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        parameters["textDocument"] = new JsonObject { ["uri"] = Uri };
        parameters["position"] = new JsonObject { ["line"] = line, ["character"] = character };
        return parameters;
    }

    private static object Range(int line, int start, int end) =>
        new { start = new { line, character = start }, end = new { line, character = end } };

    private static (int Line, int Start, int End) RangeOf(JsonNode node)
    {
        var range = node["range"]!;
        Assert.Equal(range["start"]!["line"]!.GetValue<int>(), range["end"]!["line"]!.GetValue<int>());
        return (range["start"]!["line"]!.GetValue<int>(), range["start"]!["character"]!.GetValue<int>(), range["end"]!["character"]!.GetValue<int>());
    }
}
