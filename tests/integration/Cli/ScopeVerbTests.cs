using System.Text.Json;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary>Each verb of <c>scopemesh scope</c> as a process: its streams and its exit codes.</summary>
public sealed class ScopeVerbTests : IDisposable
{
    private const string Shop =
        """
        # shop.scope
        let live = namespace(env in (prod, staging))
        global "opt-in" when live and service(istio.io/global=true)
        local "pinned" when namespace(data-residency=eu)

        test "a labelled service in prod crosses" {
          namespace shop { env: prod }
          service cart { istio.io/global: "true" }
          expect global by "opt-in"
        }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-scope-").FullName;

    public ScopeVerbTests()
    {
        Write("shop.scope", Shop);
        Write("narrow.scope", Shop.Replace("in (prod, staging)", "=prod", StringComparison.Ordinal));
        Write("broken.scope", "global \"x\" whne service(a)\n");
        Write("config.yaml", "serviceScopeConfigs:\n- servicesSelector: { matchLabels: { a: b } }\n  scope: GLOBAL\n");
        Write("mesh/mesh.scope", "global \"all\" when service(a=b)\n");
        Write("mesh/clusters/east/all.yaml", "{apiVersion: v1, kind: Service, metadata: {name: cart, labels: {a: b}}, spec: {ports: [{port: 80}]}}\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Check_writes_findings_to_standard_output_and_their_count_beside_it()
    {
        await Gives(3, "check", "broken.scope", output: "error SL001: expected `when`, found `whne`\n --> broken.scope:1:12", errors: "checked 1 file: 1 error, 0 warnings");
        await Gives(0, "check", "shop.scope", errors: "checked 1 file: 0 errors, 0 warnings");
        Write("warned/deep/never.scope", "global when service(a) and service(!a)\n");
        await Gives(0, "check", "warned", output: "warning SL050: ");
        await Gives(1, "check", "warned", "--strict");
        await Gives(3, "check", "-", input: "globl when true", output: " --> <stdin>:1:1");
        await Gives(4, "check", "nowhere.scope", "broken.scope", output: "broken.scope:1:12", errors: "there is no file `nowhere.scope`");
        (var nothing, _) = await Gives(2, "check", "--strikt", "broken.scope", errors: "--strikt");
        Assert.Equal("", nothing);
    }

    [Fact]
    public async Task Check_writes_sarif_with_uris_relative_to_where_it_runs()
    {
        var (output, _) = await Gives(3, "check", Path.Combine(_folder, "broken.scope"), "--format", "sarif");
        var log = JsonDocument.Parse(output).RootElement;
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        var place = log.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal("broken.scope", place.GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(12, place.GetProperty("region").GetProperty("startColumn").GetInt32());

        (output, _) = await Gives(3, "check", "broken.scope", "--format", "json");
        Assert.Equal("SL001", JsonDocument.Parse(output).RootElement[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Fmt_prints_checks_or_rewrites()
    {
        Write("wide.scope", "global   when ((service( a )))\n");
        await Gives(0, "fmt", "wide.scope", output: "global when service(a)\n");
        await Gives(1, "fmt", "--check", "wide.scope", "shop.scope", output: "wide.scope\n");
        await Gives(0, "fmt", "--write", "wide.scope", errors: "rewrote wide.scope");
        Assert.Equal("global when service(a)\n", await File.ReadAllTextAsync(Path.Combine(_folder, "wide.scope")));
        await Gives(0, "fmt", "--check", "wide.scope");
        await Gives(3, "fmt", "--write", "broken.scope", errors: "error SL001");
        await Gives(2, "fmt", "--write", "-");
    }

    [Fact]
    public async Task Test_is_1_where_a_test_fails_and_says_what_was_decided()
    {
        await Gives(0, "test", "shop.scope", output: "1 passed, 0 failed\n");
        await Gives(1, "test", "shop.scope", "--coverage", "--strict", output: "rule \"pinned\" decides in no test");
        Write("wrong.scope", Shop.Replace("expect global", "expect local", StringComparison.Ordinal));
        await Gives(1, "test", "wrong.scope",
            output: "wrong.scope:6:1: failed: \"a labelled service in prod crosses\"\n  expected local by \"opt-in\"\n  decided  global by \"opt-in\"\n");
        await Gives(0, "test", "config.yaml", errors: "no test block is there");
        await Gives(1, "test", "config.yaml", "--strict");
    }

    [Fact]
    public async Task Generated_tests_pass_and_leave_nothing_to_generate()
    {
        await Gives(0, "gen-tests", "shop.scope", output: "test \"generated 1: ");
        await Gives(0, "gen-tests", "shop.scope", "--append", errors: "added");
        await Gives(0, "test", "shop.scope", "--coverage", "--strict", output: "0 failed");
        var (output, _) = await Gives(0, "gen-tests", "shop.scope");
        Assert.Equal("", output);
    }

    [Fact]
    public async Task Eval_takes_one_service_or_a_mesh()
    {
        await Gives(0, "eval", "shop.scope", "--namespace-label", "env=prod", "--labels", "istio.io/global=true,x=", output: "global by \"opt-in\"\n");
        var (output, _) = await Gives(0, "eval", "shop.scope", "--unknown-namespace", "--format", "json");
        Assert.Equal("namespace-unknown", JsonDocument.Parse(output).RootElement.GetProperty("reason").GetString());
        await Gives(0, "eval", "--mesh", "mesh", output: "east     default    cart     global  \"all\"\n");
        await Gives(0, "eval", "shop.scope", "--mesh", "mesh", output: "east     default    cart     local  (no rule matches)\n");
        await Gives(2, "eval", "shop.scope");
        await Gives(2, "eval", "shop.scope", "--labels", "a=-", errors: "the label value `-` must begin and end");
        await Gives(4, "eval", "shop.scope", "--mesh", "nowhere", errors: "there is no folder `nowhere`");
        await Gives(3, "eval", "broken.scope", "--service", "s", errors: "error SL001");
    }

    [Fact]
    public async Task Eval_answers_a_stream_up_to_the_line_that_does_not_fit()
    {
        const string fits = """{"namespace":{"name":"n"},"service":{"name":"s","labels":{"a":"b"}}}""";
        var (output, _) = await Gives(0, "eval", "config.yaml", "--facts", "-", input: $"{fits}\n{fits}");
        Assert.Equal("""
            {"scope":"global","rules":["serviceScopeConfigs[0]"]}
            {"scope":"global","rules":["serviceScopeConfigs[0]"]}

            """, output);
        (output, _) = await Gives(3, "eval", "config.yaml", "--facts", "-", input: $"{fits}\n{{}}\n{fits}\n", errors: "line 2 of `<stdin>`: no `namespace` is given");
        Assert.Equal("{\"scope\":\"global\",\"rules\":[\"serviceScopeConfigs[0]\"]}\n", output);
        await Gives(2, "eval", "-", "--facts", "-");
        await Gives(4, "eval", "config.yaml", "--facts", "nowhere.jsonl");
        await Gives(4, "eval", "config.yaml", "--facts", "", errors: "`` cannot be read");
    }

    [Fact]
    public async Task Explain_says_why_and_what_would_make_it_global()
    {
        await Gives(0, "explain", "--mesh", "mesh", "--name", "east/default/cart", output: "is global by `all`");
        var (output, _) = await Gives(0, "explain", "shop.scope", "--service", "cart", "--format", "json");
        Assert.Equal("by-labels", JsonDocument.Parse(output).RootElement.GetProperty("nearest").GetProperty("reach").GetString());
        await Gives(4, "explain", "--mesh", "mesh", "--name", "east/default/none", errors: "no Service `east/default/none`");
        await Gives(2, "explain", "shop.scope", "--mesh", "mesh");
    }

    [Fact]
    public async Task Policies_are_compared_and_a_service_shows_the_difference()
    {
        await Gives(0, "implies", "narrow.scope", "shop.scope", output: "yes\n");
        await Gives(1, "implies", "shop.scope", "narrow.scope", output: "\"labels\":{\"env\":\"staging\"}");
        await Gives(1, "equivalent", "shop.scope", "narrow.scope", output: "  shop.scope: global by \"opt-in\"\n  narrow.scope: local, no rule matches\n");
        await Gives(1, "disjoint", "shop.scope", "narrow.scope", output: "no\n");
        await Gives(1, "satisfiable", "-", input: "local when true", output: "no\n");
        await Gives(0, "diff", "shop.scope", "shop.scope", output: "the policies make the same Services global\n");
        await Gives(1, "diff", "shop.scope", "mesh", "--mesh", "mesh", "--limit", "1",
            output: "east/default/cart: local, no rule matches -> global by \"all\"\n");
        await Gives(2, "diff", "-", "-");
    }

    [Fact]
    public async Task Import_and_export_lead_back()
    {
        await Gives(0, "import", "config.yaml", "--out", "imported.scope");
        await Gives(0, "export", "imported.scope", "--out", "exported.yaml");
        await Gives(0, "equivalent", "config.yaml", "exported.yaml", output: "yes\n");
        await Gives(0, "import", "-", input: "[{scope: GLOBAL}]", output: "global \"serviceScopeConfigs[0]\" when ");
        await Gives(3, "import", "-", input: "[{namespacesSelector: {}, scope: GLOBAL}]", errors: "error SL042");
        await Gives(3, "import", "-", input: "kind: Service", errors: "a `Service` holds no mesh configuration; a ConfigMap or an IstioOperator does");
        await Gives(3, "import", "-", input: "meshConfg: {}", errors: "did you mean `meshConfig`?");
        await Gives(0, "import", "-", "--lenient", input: "[{namespacesSelector: {}, scope: GLOBAL}]", errors: "warning SL042");
        await Gives(3, "export", "-", input: "global when service named a", errors: "error SL060");
        await Gives(3, "export", "shop.scope", "--max-entries", "0", errors: "error SL061");
    }

    [Theory]
    [InlineData("export", "shop.scope", "--max-entries", "x", "--max-entries takes a number from 0 to 10000")]
    [InlineData("diff", "shop.scope", "shop.scope", "--limit=99999999999", "--limit takes a number from 1 to 1000")]
    [InlineData("check", "shop.scope", "--format", "xml", "--format takes text or json or sarif, and not `xml`")]
    [InlineData("chek", "shop.scope", "--strict", "--strict", "'chek'")]
    public async Task What_is_wrong_with_a_command_line_is_no_data(string verb, string one, string two, string three, string error)
    {
        var (output, _) = await Gives(2, verb, one, two, three, errors: error);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task A_session_goes_on_after_errors()
    {
        var (output, errors) = await Gives(0, "repl", "shop.scope", input: "global when nothing\n? service s\nlet a =\n true\n:tests\n:quit\n:show\n");
        Assert.Equal("local, no rule matches\npassed \"a labelled service in prod crosses\"\n1 passed, 0 failed\n", output);
        Assert.Contains("no `let` defines `nothing`", errors);
    }

    [Fact]
    public async Task Help_shows_an_example() =>
        await Gives(0, "check", "--help", output: "Example:\n  scopemesh scope check --strict mesh.scope\n");

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private Task<(string Output, string Errors)> Gives(
        int exitCode, string verb, string? one = null, string? two = null, string? three = null, string? four = null,
        string? five = null, string? six = null, string? input = null, string output = "", string errors = "") =>
        Gives(exitCode, [.. new[] { "scope", verb, one, two, three, four, five, six }.OfType<string>()], input, output, errors);

    private async Task<(string Output, string Errors)> Gives(
        int exitCode, string[] arguments, string? input, string output, string errors)
    {
        var (ended, said, told) = await ScopemeshProcess.RunAsync(_folder, arguments, input ?? "");
        Assert.True(ended == exitCode, $"{string.Join(' ', arguments)}: {ended}\n{said}{told}");
        Assert.Contains(output, said);
        Assert.Contains(errors, told);
        return (said, told);
    }
}
