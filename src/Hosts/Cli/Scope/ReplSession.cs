using System.Text;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Explaining;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>An answer to a line of a session.</summary>
/// <param name="IsOk">Whether the line was understood and valid.</param>
/// <param name="Text">The answer; empty where the line says all, or more lines are waited for.</param>
internal readonly record struct ReplAnswer(bool IsOk, string Text);

/// <summary>
/// A policy that grows line by line, and answers to questions about it. Nothing that is asked ends a session or harms
/// its policy: what is invalid is told and left out.
/// </summary>
/// <param name="start">The text to begin with, of a valid policy.</param>
/// <param name="mesh">Services to tell the effect of rules on.</param>
internal sealed class ReplSession(string start, IReadOnlyList<MeshServiceFacts> mesh)
{
    private const int ShownServices = 10;
    private const string Explain = ":explain ";

    private const string Help =
        """
        let …, global …, local …, test …   adds an item; an unfinished one goes on in the next line, an empty line drops it
        ? FACTS                            decides: ? namespace shop { env: prod } service cart { tier: web }
        {"namespace": …, "service": …}     decides on facts in JSON
        :explain FACTS                     says why, and what would make it global
        :check                             says what is probably not meant
        :tests                             runs the tests
        :mesh                              decides on the services of the mesh folder (--mesh)
        :show                              prints the policy
        :undo                              takes the last addition back
        :help, :quit

        """;

    private readonly Stack<string> _before = new();
    private readonly StringBuilder _pending = new();
    private string _text = start;
    private ScopePolicy _policy = ScopePolicy.Parse(start).Policy!;

    /// <summary>Whether the user has ended it.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether an item is begun and not finished.</summary>
    public bool IsWaiting => _pending.Length > 0;

    /// <summary>Takes a line.</summary>
    public ReplAnswer Answer(string line)
    {
        var trimmed = line.Trim();
        if (IsWaiting)
            return trimmed.Length == 0 ? End() : Add(line, mayWait: true);
        return trimmed switch
        {
            "" => Said(""),
            ":help" or ":h" or "help" => Said(Help),
            ":quit" or ":q" or ":exit" or "quit" or "exit" => Quit(),
            ":show" => Said(_text),
            ":undo" => Undo(),
            ":tests" or ":test" => Tests(),
            ":mesh" => Mesh(),
            ":check" => Said(Findings(ScopeAnalysis.Check(_policy))),
            ['?', .. var facts] => Query(facts, Decide),
            _ when trimmed.StartsWith(Explain, StringComparison.Ordinal) => Query(
                trimmed[Explain.Length..], facts => Said(ExplanationText.Render(_policy.Explain(facts)))),
            ['{', ..] => Query(trimmed, Decide),
            [':', ..] => Unknown(trimmed),
            _ => Add(line, mayWait: true),
        };
    }

    /// <summary>Ends what is waited for, because no more lines come.</summary>
    public ReplAnswer End() => IsWaiting ? Add("", mayWait: false) : Said("");

    private ReplAnswer Add(string line, bool mayWait)
    {
        _pending.Append(line).Append('\n');
        var added = _pending.ToString();
        var text = _text.Length == 0 || _text.EndsWith('\n') ? _text + added : $"{_text}\n{added}";
        var parsed = ScopePolicy.Parse(text);
        var end = text.TrimEnd().Length;
        var isUnfinished = parsed.Diagnostics.Any(found =>
            found.Code == ScopeCodes.UnexpectedToken && found.Span.Offset >= end);
        if (isUnfinished && mayWait)
            return Said("");
        _pending.Clear();
        if (parsed.Policy is null)
            return Failed(string.Concat(parsed.Diagnostics.Select(found => DiagnosticText.Render(found, text))));
        var warnings = ScopeAnalysis.Check(parsed.Policy).Where(found => found.Severity == Severity.Warning)
            .Except(ScopeAnalysis.Check(_policy)).ToArray();
        var (before, items) = (_policy, parsed.Policy.Items.Skip(_policy.Items.Count).ToArray());
        _before.Push(_text);
        (_text, _policy) = (text, parsed.Policy);
        return Said(Findings(warnings) + Changes(before) + string.Concat(items.OfType<TestItem>().Select(test => Result(Ran(test)))));
    }

    private ReplAnswer Undo()
    {
        if (!_before.TryPop(out var text))
            return Failed("nothing was added\n");
        var before = _policy;
        (_text, _policy) = (text, ScopePolicy.Parse(text).Policy!);
        return Said(Changes(before));
    }

    private string Changes(ScopePolicy before)
    {
        var changed = mesh
            .Where(service => before.Decide(service.Facts).Scope != _policy.Decide(service.Facts).Scope)
            .ToArray();
        var shown = changed.Take(ShownServices)
            .Select(service => $"{service.FullName} becomes {DecisionText.Print(_policy.Decide(service.Facts), _policy.Matches(service.Facts))}\n");
        return string.Concat(shown)
            + (changed.Length > ShownServices ? $"and {changed.Length - ShownServices} more services change\n" : "");
    }

    // Facts as in a test, or in JSON.
    private static ReplAnswer Query(string query, Func<ScopeFacts, ReplAnswer> answer)
    {
        if (query.AsSpan().TrimStart() is ['{', ..])
        {
            var read = ScopeFactsJson.Read(Encoding.UTF8.GetBytes(query));
            return read.Facts is { } stated ? answer(stated) : Failed($"{read.Error}\n");
        }

        var parsed = ScopePolicy.Parse($"test \"?\" {{\n{query}\nexpect local }}");
        if (parsed.Policy is { Items: [TestItem test] })
            return answer(ScopeTests.Facts(test));
        var found = parsed.Diagnostics.Select(found => found with { Span = found.Span with { Line = found.Span.Line - 1 } })
            .Select(found => DiagnosticText.Render(found, query));
        return Failed(parsed.Policy is null ? string.Concat(found) : "facts are expected, such as `namespace shop service cart`\n");
    }

    private string Findings(IEnumerable<Diagnostic> found) =>
        string.Concat(found.Select(finding => DiagnosticText.Render(finding, _text)));

    private ReplAnswer Decide(ScopeFacts facts) =>
        Said($"{DecisionText.Print(_policy.Decide(facts), _policy.Matches(facts))}\n");

    private ReplAnswer Tests()
    {
        var results = ScopeTests.Run(_policy);
        var failed = results.Count(result => !result.Passes);
        return new ReplAnswer(failed == 0,
            string.Concat(results.Select(Result)) + $"{results.Count - failed} passed, {failed} failed\n");
    }

    private ReplAnswer Mesh()
    {
        if (mesh.Count == 0)
            return Failed("no mesh is there; name one with --mesh\n");
        using var text = new StringWriter { NewLine = "\n" };
        Columns.Write(text, MeshServices.Rows(mesh, _policy));
        return Said(text.ToString());
    }

    private ReplAnswer Quit()
    {
        IsOver = true;
        return Said("");
    }

    private ScopeTestResult Ran(TestItem test) =>
        new(test, _policy.Decide(ScopeTests.Facts(test)), _policy.Matches(ScopeTests.Facts(test)));

    private static string Result(ScopeTestResult result) => result.Passes
        ? $"passed {DecisionText.Rules([result.Test.Name.Text])}\n"
        : $"failed {DecisionText.Rules([result.Test.Name.Text])}: {DecisionText.Print(result.Decision, result.Rules)}\n";

    private static ReplAnswer Unknown(string line) =>
        Failed($"`{line.Split(' ')[0]}` is unknown; `:help` lists what there is\n");

    private static ReplAnswer Said(string text) => new(true, text);

    private static ReplAnswer Failed(string text) => new(false, text);
}
